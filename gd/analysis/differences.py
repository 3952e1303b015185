"""The differences between two trainings, and an ablation: one difference at a time."""

from collections.abc import Callable
from typing import Any, NamedTuple

from gd.settings import Settings
from gd.variants import VARIANTS

Characteristics = dict[str, Any]


class Difference(NamedTuple):
    """One characteristic in which two trainings differ, and its value in each, in words."""

    name: str
    a: str
    b: str

    def __str__(self) -> str:
        return f"{self.name} ({self.a} against {self.b})"


class AblationStep(NamedTuple):
    """One training of an ablation, and the difference that it adds; None for the first."""

    difference: Difference | None
    variant: str
    settings: Settings


def ablation(a: tuple[str, Settings], b: tuple[str, Settings]) -> list[AblationStep]:
    """The trainings from `a` to `b`, both (variant, settings), adding one difference at a time.

    The first step is `a`, the last is `b`, and each can be trained.

    >>> a, b = ("numpy_by_hand", Settings()), ("torch_module", Settings(optimizer="Adam"))
    >>> [step.difference.name for step in ablation(a, b)[1:]]
    ['gradient', 'who computes', 'optimizer', 'bias']
    """
    current, target = characteristics(*a), characteristics(*b)
    found = [AblationStep(None, *a)]
    while current != target:
        # the first that can be trained: a bias, for example, has to wait for torch
        steps = (
            {**current, name: target[name]} for name in current if current[name] != target[name]
        )
        step = next(step for step in steps if _can_be_trained(step))
        (difference,) = differences(current, step)
        current = step
        found.append(AblationStep(difference, *(b if current == target else _training(current))))
    return found


def characteristics(variant: str, settings: Settings) -> Characteristics:
    """What trainings can differ in, by name, in the order in which `ablation` adds it.

    A variant with a bias is `torch_optimizer` with a bias, and `torch_minibatch` is that with
    batches: None where they are of all points. A setting that a variant does not use
    has the value that the variant always has.
    """
    about, bias = VARIANTS[variant], VARIANTS[variant].has_bias
    seed = settings.seed if "seed" in about.settings else None
    return {
        "gradient": about.gradient(settings),
        "learning rate": settings.learning_rate,
        "precision": settings.dtype,
        "epochs": settings.epochs,
        "arithmetic": settings.arithmetic if "arithmetic" in about.settings else "numpy2",
        "who computes": "torch_optimizer" if bias else variant,
        "optimizer": settings.optimizer if "optimizer" in about.settings else "SGD",
        "schedule": settings.schedule if "schedule" in about.settings else "constant",
        "bias": bias,
        "batches": _batches(settings) if "batch_size" in about.settings else None,
        "start": (settings.w0, settings.b0 * bias, None) if seed is None else (0.0, 0.0, seed),
    }


def _batches(settings: Settings) -> tuple[int, int | None] | None:
    """The size of the batches, and the seed of their shuffling, None where they are in order."""
    if settings.batch_size is None:
        return None
    return settings.batch_size, settings.batch_seed if settings.shuffle else None


def _can_be_trained(current: Characteristics) -> bool:
    who, (_, b0, seed) = current["who computes"], current["start"]
    by_hand = current["gradient"] != "mean" or current["arithmetic"] != "numpy2"
    by_optim = (current["optimizer"], current["schedule"]) != ("SGD", "constant")
    by_optim = by_optim or current["bias"]
    return (
        (who == "numpy_by_hand" or not by_hand)
        and (who == "torch_optimizer" or not by_optim)
        and (current["bias"] or (b0 == 0 and seed is None and current["batches"] is None))
    )


def _training(current: Characteristics) -> tuple[str, Settings]:
    """The variant and the settings with the characteristics `current`."""
    w0, b0, seed = current["start"]
    size, batch_seed = current["batches"] or (None, None)
    with_bias = "torch_module" if size is None else "torch_minibatch"
    return with_bias if current["bias"] else current["who computes"], Settings(
        current["learning rate"],
        current["epochs"],
        w0,
        b0,
        seed,
        current["gradient"],
        current["arithmetic"],
        current["optimizer"],
        current["precision"],
        current["schedule"],
        size,
        batch_seed is not None,
        batch_seed or 0,
    )


def differences(a: Characteristics, b: Characteristics) -> list[Difference]:
    """The differences between the characteristics of two trainings."""
    return [Difference(n, _described(n, a[n]), _described(n, b[n])) for n in a if a[n] != b[n]]


def _start(start: tuple[float, float, int | None]) -> str:
    w, b, seed = start
    return f"seed {seed}" if seed is not None else f"w = {w:.7g}" + (f", b = {b:.7g}" if b else "")


def _dealt(batches: tuple[int, int | None] | None) -> str:
    if batches is None:
        return "all points"
    size, seed = batches
    return f"{size:,} at a time, {'in order' if seed is None else f'shuffled by seed {seed}'}"


_DESCRIPTIONS: dict[str, Callable[[Any], str]] = {
    "start": _start,
    "batches": _dealt,
    "bias": {False: "none", True: "one"}.__getitem__,
    "who computes": {
        "numpy_by_hand": "NumPy",
        "torch_autograd": "torch autograd",
        "torch_optimizer": "torch.optim",
    }.__getitem__,
    "learning rate": repr,  # all digits: two rates that differ must not look the same
}


def _described(name: str, value: Any) -> str:
    return _DESCRIPTIONS.get(name, str)(value)
