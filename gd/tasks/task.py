"""A task: a question, the goals, and which controls are open on which page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gd.data.point_links import MAX_LINK_LENGTH
from gd.data.scaling import Scaled
from gd.errors import InputError
from gd.links.controls import CONTROLS, SOURCE_FIELDS, applicable, text_of
from gd.links.setup import BATCHES, COMPARE, checks, linked_points, read_values
from gd.run import Run
from gd.tasks.checks import Evidence, Result, check_goal
from gd.tasks.goals import MAX_GOALS, Goal
from gd.tasks.kinds import KINDS
from gd.tasks.question import check_question
from gd.variants import VARIANTS

PAGES = (*VARIANTS, COMPARE)
_POINTS = tuple(name for names in SOURCE_FIELDS.values() for name in names)  # opened with `data`

_OF_PAGES = {COMPARE: ("runs",), BATCHES: ("held_out",)}


def usable(page: str) -> list[str]:
    """The names of the controls that `page` uses, in their order; `data` stands for its fields."""
    variants = list(VARIANTS) if page == COMPARE else [page]
    used = {name for variant in variants for name in VARIANTS[variant].settings}
    others = {"data", "standardise", "dtype", "test_x", *_OF_PAGES.get(page, ())}
    return [name for name, control in CONTROLS.items() if name in others or control.setting in used]


@dataclass(frozen=True)
class Task:
    """What somebody is asked to do on a page.

    page       a variant's name, or "compare"
    question   plain text of up to 500 characters; may be empty
    goals      up to 5, all of which have to be met; those of two runs on "compare" alone
    open       the names of the controls that may be turned; `data` opens those of the points, too
    fixed      the values of controls that are not open, by name. One that is neither open nor named
               here is fixed at its default

    Raises `InputError`.
    """

    page: str
    question: str = ""
    goals: tuple[Goal, ...] = ()
    open: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.page not in PAGES:
            raise InputError("The page of the task", self.page, f"one of {', '.join(PAGES)}")
        object.__setattr__(self, "question", check_question(self.question))
        object.__setattr__(self, "goals", _goals(self.page, tuple(self.goals)))
        object.__setattr__(self, "open", _open(self.page, tuple(self.open)))
        object.__setattr__(self, "fixed", self._fixed())

    def is_open(self, name: str) -> bool:
        """Whether the control may be turned."""
        return name in self.open or (name in _POINTS and "data" in self.open)

    @property
    def fixed_values(self) -> dict[str, Any]:
        """The value of each control of the page that is not open, defaults too."""
        names = [*usable(self.page), *_POINTS]
        values = {name: self.fixed.get(name, CONTROLS[name].default) for name in names}
        return {name: one for name, one in applicable(values).items() if not self.is_open(name)}

    def values(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        """The value of every control for a link: what is open from it, all else as it is fixed.

        Raises `InputError`.
        """
        given = {name: text for name, text in parameters.items() if self.is_open(name)}
        return {**read_values(given), **self.fixed_values}

    def _fixed(self) -> dict[str, Any]:
        names, found = {*usable(self.page), *_POINTS}, {}
        for name, value in self.fixed.items():
            if name not in names or self.is_open(name):
                takes = f"controls of the page {self.page} that are not open"
                raise InputError("What is fixed", name, takes)
            found[name] = CONTROLS[name].parse(text_of(value))
        values = {name: found.get(name, CONTROLS[name].default) for name in CONTROLS}
        long = len(str(values["x"])) + len(str(values["y"]))
        if long > MAX_LINK_LENGTH:
            takes = f"points of up to {MAX_LINK_LENGTH:,} characters"
            raise InputError("What is fixed", f"{long:,} characters", takes)
        for name, check in checks("float64").items():  # which numbers have to be whole
            check(CONTROLS[name], values[name])
        if not any(self.is_open(name) for name in ("data", "x", "y")):
            linked_points(values)
        kept = applicable(values)
        return {
            name: found[name]
            for name in CONTROLS
            if name in found and name in kept and found[name] != CONTROLS[name].default
        }


def check(
    task: Task, run: Run, other: Run | None = None, scale: Scaled | None = None
) -> list[Result]:
    """Whether `run` reaches the goals of `task`: a result for each.

    other   the run beside it, for goals of two runs (A and B of Compare)
    scale   how the points were scaled for the run: goals speak of the points' own units

    >>> import gd
    >>> task = Task("numpy_by_hand", goals=(Goal("fx", (5, 10, 0.05)),))
    >>> run = gd.train("numpy_by_hand", gd.Problem([1, 2], [2, 4]), gd.Settings(epochs=20))
    >>> [print(result.met, result.text) for result in check(task, run)]
    False f(5) ends at 8.7842, 1.2158 from 10: 1.1658 too far.
    [None]
    """
    return [check_goal(goal, Evidence(run, other, scale)) for goal in task.goals]


def _goals(page: str, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    if len(goals) > MAX_GOALS:
        raise InputError("The goals", f"{len(goals):,} of them", f"up to {MAX_GOALS}")
    wanted = 2 if page == COMPARE else 1
    for place, goal in enumerate(goals):
        if goal in goals[:place]:
            raise InputError("The goals", str(goal), "each goal once")
        if KINDS[goal.kind].runs != wanted:
            fitting = ", ".join(kind.name for kind in KINDS.values() if kind.runs == wanted)
            raise InputError(f"A goal on the page {page}", goal.kind, f"one of {fitting}")
    return goals


def _open(page: str, names: tuple[str, ...]) -> tuple[str, ...]:
    takes = [*usable(page), *_POINTS]
    for name in names:
        if name not in takes:
            raise InputError("What is open", name, f"any of {', '.join(usable(page))}")
    covered = _POINTS if "data" in names else ()
    return tuple(name for name in takes if name in names and name not in covered)
