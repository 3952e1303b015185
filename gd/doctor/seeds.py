"""The starts that torch draws for an nn.Linear(1, 1) with the seeds that people set."""

from functools import cache

_SEEDS = (*range(101), 123, 1234, 12345, 1337, 2020, 2021, 2022, 2023, 2024, 2025, 2026)


@cache
def seeded_starts() -> dict[tuple[float, ...], int]:
    """The seed by the start (w, b) that it gives."""
    from gd.variants.torch_module import new_model, weights  # noqa: PLC0415  (torch)

    return {weights(new_model(seed)): seed for seed in _SEEDS}
