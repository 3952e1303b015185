"""Goals, controls and tasks of every kind, for properties."""

from typing import Any

from hypothesis import strategies as st

from gd.data.holdout import MAX_SHARE
from gd.links.controls import CONTROLS
from gd.links.run_specs import RunSpec, applicable, format_runs
from gd.links.setup import LINKED_SOURCES
from gd.links.url_values import MAX_RATE, MAX_SEED, MIN_RATE
from gd.settings import (
    ARITHMETICS,
    DTYPES,
    GRADIENTS,
    MAX_BATCH,
    MAX_EPOCHS,
    OPTIMIZERS,
    SCHEDULES,
)
from gd.tasks import KINDS, PAGES, Goal, Parameter, Task, usable
from gd.tasks.task import SOURCE_FIELDS
from gd.variants import VARIANTS

POINTS = [name for names in SOURCE_FIELDS.values() for name in names]
_POINT_LISTS = [("1, 2, 3", "3, 5, 7"), ("-1, 0.5, 1e-3", "2, 2.5, -4")]
_NUMBERS = st.floats(-1e30, 1e30)


def numbers(parameter: Parameter) -> st.SearchStrategy[Any]:
    if parameter.choices is not None:
        return st.sampled_from(sorted(parameter.choices))
    if parameter.whole:
        return st.integers(int(parameter.minimum), int(parameter.maximum))
    return st.floats(parameter.minimum, parameter.maximum)


@st.composite
def goals(draw: st.DrawFn, runs: int | None = None) -> Goal:
    fitting = [kind for kind in KINDS.values() if runs in (None, kind.runs)]
    kind = draw(st.sampled_from(fitting))
    drawn = [draw(numbers(parameter)) for parameter in kind.parameters]
    if kind.runs == 2 and drawn[0] == drawn[1]:
        drawn[1] = next(name for name in kind.parameters[1].choices or () if name != drawn[0])
    within = draw(st.none() | st.integers(1, MAX_EPOCHS)) if kind.can_hurry else None
    return Goal(kind.name, tuple(drawn), within)


@st.composite
def runs(draw: st.DrawFn) -> str:
    specs = []
    for variant in draw(st.lists(st.sampled_from(sorted(VARIANTS)), min_size=2, max_size=4)):
        own = draw(st.sets(st.sampled_from(applicable(variant))))
        specs.append(RunSpec(variant, {name: draw(VALUES[name]) for name in sorted(own)}))
    return format_runs(specs)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "data": st.sampled_from(LINKED_SOURCES),
    **dict.fromkeys(("slope", "intercept"), st.floats(-1e9, 1e9)),
    "noise": st.floats(0, 1e9),
    "number": st.integers(2, 50),
    "noise_seed": st.integers(0, MAX_SEED),
    "standardise": st.booleans(),
    "lr": st.floats(MIN_RATE, MAX_RATE),
    "epochs": st.integers(1, MAX_EPOCHS),
    "gradient": st.sampled_from(GRADIENTS),
    "arithmetic": st.sampled_from(ARITHMETICS),
    "optimizer": st.sampled_from(OPTIMIZERS),
    "schedule": st.sampled_from(SCHEDULES),
    "batch_size": st.integers(1, MAX_BATCH),
    "shuffle": st.booleans(),
    "batch_seed": st.integers(0, MAX_SEED),
    "held_out": st.floats(0, MAX_SHARE),
    "dtype": st.sampled_from(DTYPES),
    "seed": st.none() | st.integers(0, MAX_SEED),
    **dict.fromkeys(("w0", "b0", "test_x"), _NUMBERS),
    "runs": runs(),
}


@st.composite
def values(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """Values for some controls, by name; x and y together."""
    found = {name: draw(VALUES[name]) for name in names if name not in ("x", "y")}
    if "x" in names and "y" in names:
        found["x"], found["y"] = draw(st.sampled_from(_POINT_LISTS))
    return found


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    page = draw(st.sampled_from(PAGES))
    wanted = draw(st.lists(goals(2 if page == "compare" else 1), max_size=5, unique_by=str))
    opened = draw(st.sets(st.sampled_from([*usable(page), *POINTS])))
    free = [name for name in [*usable(page), *POINTS] if name not in opened]
    if "data" in opened:
        free = [name for name in free if name not in POINTS]
    fixed = draw(values(draw(st.just(free))))
    kept = {name: one for name, one in fixed.items() if draw(st.booleans()) or name in "xy"}
    question = draw(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=500))
    return Task(page, question, tuple(wanted), tuple(opened), kept)


ALL = list(CONTROLS)
