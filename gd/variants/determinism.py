"""The same last digit on every machine, as far as torch can guarantee it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

KERNELS = "DEFAULT"  # what `gd/__init__.py` asks torch for, in torch's own spelling


@contextmanager
def deterministic() -> Iterator[None]:
    """Within, torch adds up in one order, however many cores there are: with one thread.

    The number of threads is put back afterwards. Warns, once a process, where torch had chosen
    other kernels than `KERNELS` before `gd` could ask for them.
    """
    import torch  # noqa: PLC0415  (only where a torch variant trains)

    _check_kernels()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@cache
def _check_kernels() -> None:
    import torch  # noqa: PLC0415

    chosen = torch.backends.cpu.get_cpu_capability()
    if chosen != KERNELS:
        warnings.warn(
            f"torch computes with its {chosen} kernels, which may round the last digit of a run "
            "otherwise than the notebooks: torch was used before gd was imported, or "
            "ATEN_CPU_CAPABILITY is set. Import gd first for the same digits on every machine.",
            RuntimeWarning,
            stacklevel=6,
        )
