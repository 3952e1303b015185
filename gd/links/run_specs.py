"""The runs of a comparison as the URL carries them, in one parameter that needs no escaping.

`numpy_by_hand--gradient-sum..torch_module--optimizer-Adam--lr-0.02` are two runs: variants, each
with its own settings. The others are those of the sidebar.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from gd.errors import InputError
from gd.links.url_values import (
    MAX_RATE,
    MIN_RATE,
    choice_parser,
    integer_parser,
    number_parser,
)
from gd.settings import ARITHMETICS, GRADIENTS, MAX_BATCH, OPTIMIZERS, SCHEDULES, Settings
from gd.variants import VARIANTS

BETWEEN_RUNS, BEFORE_SETTING, BEFORE_VALUE = "..", "--", "-"
MIN_RUNS, MAX_RUNS = 2, 4
DEFAULT = "numpy_by_hand--gradient-sum..torch_autograd"

# The settings that a run may have of its own: from the name in the URL to the field of `Settings`.
FIELDS = {
    "lr": "learning_rate",
    "gradient": "gradient",
    "arithmetic": "arithmetic",
    "optimizer": "optimizer",
    "schedule": "schedule",
    "batch_size": "batch_size",
}
CHOICES = {
    "gradient": GRADIENTS,
    "arithmetic": ARITHMETICS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}


@dataclass(frozen=True)
class RunSpec:
    """A run to compare: its variant, and its own settings by their names in the URL."""

    variant: str
    own: dict[str, Any] = field(default_factory=dict)

    def settings(self, shared: Settings) -> Settings:
        """The settings `shared` by all runs, replaced by its own."""
        return replace(shared, **{FIELDS[name]: value for name, value in self.own.items()})

    def __str__(self) -> str:
        own = (f"{BEFORE_SETTING}{name}{BEFORE_VALUE}{value}" for name, value in self.own.items())
        return self.variant + "".join(own)


def applicable(variant: str) -> list[str]:
    """The names of the settings that a run of `variant` may have of its own."""
    return [name for name, setting in FIELDS.items() if setting in VARIANTS[variant].settings]


def format_runs(chosen: list[RunSpec]) -> str:
    """The runs as the text that `parse_runs` takes.

    >>> format_runs([RunSpec("numpy_by_hand", {"gradient": "mean"}), RunSpec("torch_module")])
    'numpy_by_hand--gradient-mean..torch_module'
    """
    return BETWEEN_RUNS.join(map(str, chosen))


def parse_runs(text: str) -> list[RunSpec]:
    """The runs that the text of a link names. Raises `InputError`.

    >>> [run.own for run in parse_runs("torch_autograd--lr-0.02..torch_module--optimizer-Adam")]
    [{'lr': 0.02}, {'optimizer': 'Adam'}]
    """
    parts = text.split(BETWEEN_RUNS)
    if not MIN_RUNS <= len(parts) <= MAX_RUNS:
        got = f"{len(parts):,} run{'s' * (len(parts) != 1)}: {text}" if text else text
        raise InputError("Runs", got, f"{MIN_RUNS} to {MAX_RUNS} runs, such as {DEFAULT}")
    return [_run(f"Runs, run {place}", part) for place, part in enumerate(parts, start=1)]


def normalize(text: str) -> str:
    """The text as `format_runs` would write it. Raises `InputError`."""
    return format_runs(parse_runs(text))


def _run(label: str, text: str) -> RunSpec:
    variant, *settings = text.split(BEFORE_SETTING)
    choice_parser(label, tuple(VARIANTS))(variant)
    names = applicable(variant)
    own = {}
    for setting in settings:
        name, _, value = setting.partition(BEFORE_VALUE)
        if name not in names or name in own:
            takes = f"for {variant}, each at most once, {', '.join(f'{one}-…' for one in names)}"
            raise InputError(label, setting, takes)
        own[name] = _parser(label, name)(value)
    return RunSpec(variant, own)


def _parser(label: str, name: str) -> Callable[[str], Any]:
    if name in CHOICES:
        return choice_parser(f"{label}, {name}", CHOICES[name])
    if name == "batch_size":
        return integer_parser(f"{label}, {name}", MAX_BATCH, 1)
    return number_parser(f"{label}, {name}", MIN_RATE, MAX_RATE)
