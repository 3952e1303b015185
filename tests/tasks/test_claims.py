"""What a search claims of random tasks, against runs of random settings."""

from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import gd
from gd.errors import InputError
from gd.links.setup import read_values, setup
from gd.settings import DTYPES, GRADIENTS, OPTIMIZERS, SCHEDULES
from gd.tasks import Goal, Search, Task, all_met, check, usable
from gd.variants import VARIANTS

POINTS = (
    {"x": "1, 2, 3, 4", "y": "2, 4, 6, 8"},
    {"x": "0, 1, 2, 3, 5", "y": "1, 2.5, 5.5, 6, 11"},
    {"x": "-1, 1", "y": "0, 3"},
)
# near what happens in a few epochs, so that goals are now reached and now missed
CONTROLS: dict[str, st.SearchStrategy[Any]] = {
    "lr": st.sampled_from([1e-4, 0.003, 0.01, 0.05, 0.11, 0.3, 2.0]),
    "epochs": st.integers(1, 9),
    "gradient": st.sampled_from(GRADIENTS),
    "optimizer": st.sampled_from(OPTIMIZERS),
    "schedule": st.sampled_from(SCHEDULES),
    "batch_size": st.integers(1, 6),
    "shuffle": st.booleans(),
    "batch_seed": st.integers(0, 3),
    "held_out": st.sampled_from([0.0, 0.0, 0.4]),
    "dtype": st.sampled_from(DTYPES),
    "seed": st.sampled_from([None, None, 1]),
    "w0": st.sampled_from([0.0, 1.5]),
    "b0": st.sampled_from([0.0, -1.0]),
    "standardise": st.booleans(),
}
GOALS = st.one_of(
    st.builds(
        Goal,
        st.sampled_from(["w", "b"]),
        st.tuples(st.sampled_from([0.0, 0.5, 2.0, 3.0]), st.sampled_from([1e-6, 0.05, 0.5])),
        st.none() | st.integers(1, 9),
    ),
    st.builds(
        Goal,
        st.just("loss-le"),
        st.tuples(st.sampled_from([1e-9, 0.1, 0.3, 1.0, 20.0])),
        st.none() | st.integers(1, 9),
    ),
    st.just(Goal("diverges")),
    st.just(Goal("largest-rate", (1,))),
)


def met(task: Task, values: dict[str, Any]) -> bool:
    try:
        found = setup(values, task.page)
        run = gd.train(task.page, found.problem, found.settings)
    except InputError:
        return False
    return all_met(check(task, run, scale=found.scale))


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_no_run_contradicts_what_is_said_of_a_task(data: st.DataObject):
    try_a_claim(data)


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(st.data())
def test_no_run_contradicts_what_is_said_of_many_tasks(data: st.DataObject):
    try_a_claim(data)


def try_a_claim(data: st.DataObject):
    page = data.draw(st.sampled_from(sorted(VARIANTS)))
    names = [name for name in usable(page) if name in CONTROLS]
    drawn = {name: data.draw(CONTROLS[name]) for name in names}
    opened = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    goals = data.draw(st.lists(GOALS, min_size=1, max_size=2, unique_by=str))
    fixed = {name: one for name, one in drawn.items() if name not in opened}
    task = Task(
        page, "", tuple(goals), tuple(opened), {**fixed, **data.draw(st.sampled_from(POINTS))}
    )
    values = {**read_values({}), **task.fixed_values, **{name: drawn[name] for name in opened}}
    search = Search(task, values)
    search.total = 2_000
    found = search.finish()
    event(found.verdict)
    if found.verdict == "reachable":
        assert found.values is not None
        assert met(task, {**found.values, **task.fixed_values})
    elif found.verdict == "impossible":
        for _ in range(8):
            other = {name: data.draw(CONTROLS[name]) for name in opened}
            assert not met(task, {**values, **other})
