"""A mistake: a variant's own source with one passage replaced, so that it really runs."""

import linecache
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

from gd.problem import Problem
from gd.run import Run
from gd.settings import Settings
from gd.variants import VARIANTS, Variant

Setup = Callable[[Problem, Settings], tuple[Problem, Settings]]
PRINTING = Path(__file__).with_name("printing.py")


def as_given(problem: Problem, settings: Settings) -> tuple[Problem, Settings]:
    """The setup that changes nothing."""
    return problem, settings


@dataclass(frozen=True)
class Listing:
    """Code to show: the body of a function, without its docstring.

    text     its lines, dedented
    first    the number of the first of them in its file, as tracebacks count
    """

    text: str
    first: int


@dataclass(frozen=True)
class Mistake:
    """Something that learners write or set, and what should stand there.

    name, title    its name in links, and for people
    variant        the variant whose source it changes
    reason         why it does what it does, in two sentences, from the right run and from what
                   `train` gave: a `WrongRun`, or `Raised` where the mistake is an error
    mend           what to do instead, a sentence
    right, wrong   the passage of the source, and what stands there instead; both empty where only
                   the points or the settings are wrong
    right_setup, wrong_setup   the points and settings that the right and the wrong run take, from
                   those that are given
    fits           the points whose loss the wrong loop really descends, where it does not descend
                   that of its own: f(its points) -> those
    warns          whether torch warns before the run goes wrong
    is_printed     whether the passage is in `gd/mistakes/printing.py`: the log is wrong, no number
    """

    name: str
    title: str
    variant: str
    reason: Callable[[Run, Any], str]
    mend: str
    right: str = ""
    wrong: str = ""
    right_setup: Setup = as_given
    wrong_setup: Setup = as_given
    fits: Callable[[Problem], Problem] | None = None
    warns: bool = False
    is_printed: bool = False

    @property
    def changes_loop(self) -> bool:
        """Whether the training's own code is wrong, not its points, its settings or its log."""
        return bool(self.right) and not self.is_printed

    @property
    def right_source(self) -> str:
        """The text of the file with the right code."""
        return PRINTING.read_text("utf-8") if self.is_printed else VARIANTS[self.variant].source

    @property
    def wrong_source(self) -> str:
        """The text of the file with the mistake. Raises `ValueError` where `right` is not once."""
        source = self.right_source
        if not self.right:
            return source
        before, after = source.split(self.right)
        return before + self.wrong + after

    @property
    def right_code(self) -> Listing:
        """The right code."""
        return _listing(self.right_source)

    @property
    def wrong_code(self) -> Listing:
        """The code with the mistake."""
        return _listing(self.wrong_source)

    @property
    def settings(self) -> tuple[str, ...]:
        """The fields of `Settings` that its variant uses; a setup may fix some of them."""
        return VARIANTS[self.variant].settings

    @property
    def file_name(self) -> str:
        """The name of the file with the mistake, as tracebacks give it. It is on no disk."""
        return f"{self.name}.py"

    @property
    def wrong_module(self) -> ModuleType:
        """The file with the mistake, imported when first asked for."""
        return module_of(self.file_name, self.wrong_source)

    @property
    def wrong_variant(self) -> Variant:
        """The variant with the mistake; the variant itself where its source is right."""
        variant = VARIANTS[self.variant]
        if not self.changes_loop:
            return variant
        same = {field.name: getattr(variant, field.name) for field in fields(variant)}
        return _WrongVariant(**same, mistake=self)


@dataclass(frozen=True)
class _WrongVariant(Variant):
    """A variant whose source has a mistake. It keeps the name of the right one."""

    mistake: Mistake

    @property
    def module(self) -> ModuleType:
        return self.mistake.wrong_module

    @property
    def source(self) -> str:
        return self.mistake.wrong_source

    def is_plain(self, settings: Settings, points: int) -> bool:  # noqa: ARG002  (they never are)
        return False


@cache
def module_of(file_name: str, source: str) -> ModuleType:
    """`source` as a module; linecache, which tracebacks ask, knows its lines."""
    linecache.cache[file_name] = len(source), None, source.splitlines(keepends=True), file_name
    module = ModuleType(file_name.removesuffix(".py"))
    exec(compile(source, file_name, "exec"), module.__dict__)  # our own source
    return module


def _listing(source: str) -> Listing:
    """The body of the last function of `source`."""
    docstring = list(re.finditer(r'^    """(?:.|\n)*?"""\n', source, re.MULTILINE))[-1]
    first = source.count("\n", 0, docstring.end()) + 1
    return Listing(dedent(source[docstring.end() :]), first)
