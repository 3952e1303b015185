"""A training as a link describes it: from the text of the parameters to points and settings.

`setup` refuses what the sidebar would refuse; the sidebar takes the same steps, one by one, and
keeps the last values that were taken.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

from gd.data import datasets, point_links
from gd.data.datasets import DATASETS
from gd.data.holdout import Holdout, hold_out
from gd.data.scaling import Scaled, standardise
from gd.errors import InputError
from gd.links.controls import CONTROLS, IN_NO_LINK, SOURCES, Control
from gd.links.controls import settings as settings_of
from gd.links.run_specs import parse_runs
from gd.problem import MAX_MAGNITUDE, Problem
from gd.settings import Settings
from gd.training import check_batches
from gd.variants import FOUR_WAYS, VARIANTS

BATCHES, COMPARE = "torch_minibatch", "compare"
# the values of `data` whose points a link carries
LINKED_SOURCES = tuple(source for source in SOURCES if source not in IN_NO_LINK)


class Prepared(NamedTuple):
    """Points as a run takes them: standardised, if that was asked for.

    problem   to train on
    held      held out of training, None if there are none
    test_x    where to predict
    scale     from the points' own units to these, None where they are the same
    """

    problem: Problem
    held: Problem | None
    test_x: float
    scale: Scaled | None


@dataclass(frozen=True)
class Setup:
    """What a page trains.

    points     as they were given
    problem    those to train on, standardised if asked for
    settings   of the sidebar
    scale      from `points` to `problem`, None where they are the same
    plans      the variant of each run, and its settings; on Compare those of A and B
    """

    points: Problem
    problem: Problem
    settings: Settings
    scale: Scaled | None
    plans: tuple[tuple[str, Settings], ...]


def read_values(parameters: Mapping[str, str]) -> dict[str, Any]:
    """The value of every control that `parameters` set, and the default of every other.

    Raises `InputError` for a text that its control does not take.

    >>> values = read_values({"lr": "0.02", "at": "3"})
    >>> values["lr"], values["epochs"]
    (0.02, 20.0)
    """
    return {
        name: control.parse(parameters[name]) if name in parameters else control.default
        for name, control in CONTROLS.items()
    }


def setup(values: Mapping[str, Any], page: str) -> Setup:
    """The training that the values of all controls describe, as the sidebar of `page` sets it up.

    page   a variant's name, or "compare"

    Raises `InputError`, which names a control as people know it.

    >>> setup(read_values({"batch_size": "3", "held_out": "0.25"}), "torch_minibatch").problem.x
    array([1., 2., 4.])
    """
    with _labels():
        variants = variants_of(page, values["runs"])
        checked = dict(values)
        for name, check in checks(values["dtype"]).items():
            checked[name] = check(CONTROLS[name], values[name])
        points = linked_points(checked)
        points.arrays(precision_of_points(checked))
        ready = prepare(hold_out(points, held_out_share(checked, variants)), checked)
        settings = settings_for(checked, variants)
        if BATCHES in variants:
            check_batches(VARIANTS[BATCHES], settings, len(ready.problem.x))
    plans = ((page, settings),)
    if page == COMPARE:
        plans = tuple(_compared(checked["runs"], settings, len(ready.problem.x)))
    return Setup(points, ready.problem, settings, ready.scale, plans)


def variants_of(page: str, runs: str) -> tuple[str, ...]:
    """The variants whose settings `page` sets: a comparison of `runs` need not have batches."""
    if page != COMPARE:
        return (page,)
    return tuple(VARIANTS) if BATCHES in runs else FOUR_WAYS


def checks(dtype: str) -> dict[str, Callable[[Control, Any], Any]]:
    """What turns the value of a control into a setting, by name; each raises `InputError`."""
    representable = partial(Control.representable, dtype=dtype)
    whole = dict.fromkeys(("epochs", "seed", "batch_size", "batch_seed"), Control.integer)
    return {**whole, "w0": representable, "b0": representable}


def linked_points(values: Mapping[str, Any]) -> Problem:
    """The points of a source that a link carries: typed, a data set, or made.

    Raises `InputError`.
    """
    source = values["data"]
    if source in DATASETS:
        return DATASETS[source].problem
    if source == "typed":
        return point_links.parse_points(values["x"], values["y"])
    if source == "made":
        number, seed = (CONTROLS[name].integer(values[name]) for name in ("number", "noise_seed"))
        line = values["slope"], values["intercept"], values["noise"]
        return _made(*line, number or 0, seed or 0)
    takes = f"points that a link carries, one of {', '.join(LINKED_SOURCES)}"
    raise InputError(CONTROLS["data"].label, source, takes)


_made = lru_cache(maxsize=4)(datasets.synthetic)  # a search asks for the same points again


def precision_of_points(values: Mapping[str, Any]) -> str:
    """What has to hold the points as given: the theory's precision if they are standardised."""
    return "float64" if values["standardise"] else values["dtype"]


def held_out_share(values: Mapping[str, Any], variants: tuple[str, ...]) -> float:
    """The share of the points to hold out: the page of mini-batches alone can do that."""
    return values["held_out"] if variants == (BATCHES,) else 0.0


def prepare(parts: Holdout, values: Mapping[str, Any]) -> Prepared:
    """The points in the units to train in. Raises `InputError`."""
    if not values["standardise"]:
        return Prepared(*parts, values["test_x"], None)
    scale = standardise(parts.train)
    scale.problem.arrays(values["dtype"])
    held = parts.held and scale.apply(parts.held)
    return Prepared(scale.problem, held, _standard_x(scale, values["test_x"]), scale)


def _standard_x(scale: Scaled, x: float) -> float:
    """Where to predict, in standard units."""
    found = scale.standard_x(x)
    if not abs(found) <= MAX_MAGNITUDE:
        takes = f"a number less than {MAX_MAGNITUDE * scale.x_sd:.3g} from the mean of x"
        raise InputError(CONTROLS["test_x"].label, x, takes)
    return found


def settings_for(values: Mapping[str, Any], variants: tuple[str, ...]) -> Settings:
    """The settings that checked values make; without mini-batches, an update takes all points."""
    found = settings_of(values)
    if BATCHES in variants:
        return found
    return replace(found, batch_size=None, shuffle=False, batch_seed=0)


def _compared(runs: str, shared: Settings, points: int) -> Iterator[tuple[str, Settings]]:
    for letter, run in zip("AB", parse_runs(runs), strict=False):
        found = run.settings(shared)
        try:
            check_batches(VARIANTS[run.variant], found, points)
        except InputError as error:
            field = f"{labelled(error).field} of {letter}"
            raise InputError(field, error.got, error.takes) from None
        yield run.variant, found


@contextmanager
def _labels() -> Iterator[None]:
    """Let refusals name a setting as people know it."""
    try:
        yield
    except InputError as error:
        raise labelled(error) from None


def labelled(error: InputError) -> InputError:
    """The refusal of a setting by the name that people know it by."""
    named = {control.setting or name: control.label for name, control in CONTROLS.items()}
    return InputError(named.get(error.field, error.field), error.got, error.takes)
