"""In what two trainings differ, and the way from one to the other, one difference at a time."""

from collections.abc import Callable
from typing import Any, NamedTuple

from gd.settings import Settings
from gd.variants import VARIANTS

Characteristics = dict[str, Any]


class Difference(NamedTuple):
    """One thing in which two runs differ, and what it is in either, in words."""

    name: str
    a: str
    b: str

    def __str__(self) -> str:
        return f"{self.name} ({self.a} against {self.b})"


class AblationStep(NamedTuple):
    """A training between two others: the difference that was turned on last, if any."""

    difference: Difference | None
    variant: str
    settings: Settings


def ablation(a: tuple[str, Settings], b: tuple[str, Settings]) -> list[AblationStep]:
    """From the training `a` (variant, settings) to `b`, turning on one difference at a time.

    The first stage is `a`, the last is `b`, and each can be trained.

    >>> a, b = ("numpy_by_hand", Settings()), ("torch_module", Settings(optimizer="Adam"))
    >>> [stage.difference.name for stage in ablation(a, b)[1:]]
    ['gradient', 'who computes', 'optimizer', 'bias']
    """
    now, goal = characteristics(*a), characteristics(*b)
    found = [AblationStep(None, *a)]
    while now != goal:
        # the first that can be trained: some have to wait, as a bias for torch
        steps = ({**now, name: goal[name]} for name in now if now[name] != goal[name])
        step = next(step for step in steps if _can_be_trained(step))
        (difference,) = differences(now, step)
        now = step
        found.append(AblationStep(difference, *(b if now == goal else _training(now))))
    return found


def characteristics(variant: str, settings: Settings) -> Characteristics:
    """What there is to differ in, by name, in the order in which `ablation` takes it.

    A variant with a bias differs from `torch_optimizer` by the bias. What a variant leaves no
    choice of has the value that it always has.
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
        "bias": bias,
        "start": (settings.w0, settings.b0 * bias, None) if seed is None else (0.0, 0.0, seed),
    }


def _can_be_trained(now: Characteristics) -> bool:
    who, (_, b0, seed) = now["who computes"], now["start"]
    by_hand = now["gradient"] != "mean" or now["arithmetic"] != "numpy2"
    by_optim = now["optimizer"] != "SGD" or now["bias"]
    return (
        (who == "numpy_by_hand" or not by_hand)
        and (who == "torch_optimizer" or not by_optim)
        and (now["bias"] or (b0 == 0 and seed is None))
    )


def _training(now: Characteristics) -> tuple[str, Settings]:
    """The variant and the settings that have the traits `now`."""
    w0, b0, seed = now["start"]
    return "torch_module" if now["bias"] else now["who computes"], Settings(
        now["learning rate"],
        now["epochs"],
        w0,
        b0,
        seed,
        now["gradient"],
        now["arithmetic"],
        now["optimizer"],
        now["precision"],
    )


def differences(a: Characteristics, b: Characteristics) -> list[Difference]:
    """What differs between two trainings' traits."""
    return [Difference(n, _words(n, a[n]), _words(n, b[n])) for n in a if a[n] != b[n]]


def _start(start: tuple[float, float, int | None]) -> str:
    w, b, seed = start
    return f"seed {seed}" if seed is not None else f"w = {w:.7g}" + (f", b = {b:.7g}" if b else "")


_WORDS: dict[str, Callable[[Any], str]] = {
    "start": _start,
    "bias": {False: "none", True: "one"}.__getitem__,
    "who computes": {
        "numpy_by_hand": "NumPy",
        "torch_autograd": "torch autograd",
        "torch_optimizer": "torch.optim",
    }.__getitem__,
    "learning rate": repr,  # all digits: two rates that differ must not look the same
}


def _words(name: str, value: Any) -> str:
    return _WORDS.get(name, str)(value)
