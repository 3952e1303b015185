"""Mutation testing: which changes to a module its tests do not notice.

    python tests/mutants.py gd/theory/rounding.py

Each mutant is the module with one small change. The module's doctests and its own tests run on it
in a fork of a process that has already imported torch and pandas; no file is changed. Without
arguments, all modules in `TESTS` are tested; after a module, other tests to run can be given. The
changes are Cosmic Ray's, except those that merely raise a TypeError, and the deletion of a
statement.
"""

import difflib
import importlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import parso
import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from hypothesis import Phase, settings

TESTS = {
    "gd/analysis/comparison.py": ["tests/analysis/test_comparison.py"],
    "gd/documents/document_runs.py": ["tests/documents/test_document_runs.py"],
    "gd/documents/inverse.py": [
        "tests/documents/test_inverse.py",
        "tests/documents/test_recovery.py",
    ],
    "gd/documents/recovery.py": ["tests/documents/test_recovery.py"],
    "gd/data/scaling.py": ["tests/data/test_scaling.py"],
    "gd/theory/convergence.py": ["tests/theory/test_convergence.py"],
    "gd/theory/forecast.py": ["tests/theory/test_forecast.py"],
    "gd/theory/quadratic.py": ["tests/theory/test_quadratic.py"],
    "gd/theory/rounding.py": ["tests/theory/test_rounding.py"],
    "gd/ui/serving/computing.py": [
        "tests/ui/serving/test_computing.py",
        "tests/ui/serving/test_progress.py",
    ],
    "gd/ui/serving/jobs.py": ["tests/ui/serving/test_jobs.py"],
}
OPERATORS = re.compile(
    r"core/(NumberReplacer|AddNot|ExceptionReplacer|ZeroIterationForLoop|RemoveDecorator"
    r"|Replace(True|False|And|Or|Break|Continue)With\w+|ReplaceUnaryOperator_Delete_\w+"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Div|Div_Mul|FloorDiv_Mul|Mod_Mul|Pow_Mul"
    r"|BitOr_BitAnd|BitAnd_BitOr)"
    r"|ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_GtE|LtE_Gt|Gt_LtE|GtE_Lt|Eq_NotEq"
    r"|NotEq_Eq|Is_IsNot|IsNot_Is|In_NotIn|NotIn_In))"
)
WARM = ("pandas", "altair", "streamlit.testing.v1", "torch._dynamo")  # imported once for all forks
# A mutant counts as killed after MIN_TIMEOUT s plus TIMEOUT_FACTOR times what the original takes.
MIN_TIMEOUT, TIMEOUT_FACTOR = 20, 10
SURVIVED, KILLED, INVALID = 0, 1, 2


class StatementDeletion:
    """Delete a statement: an operator that Cosmic Ray lacks."""

    def mutation_positions(self, node):
        """The places of simple statements, except docstrings, imports and `pass`."""
        if node.type == "simple_stmt" and node.parent.type != "file_input":
            first = node.children[0]
            if first.type not in ("string", "import_name", "import_from", "pass_stmt"):
                yield node.start_pos, node.end_pos

    def mutate(self, node, index):  # noqa: ARG002  (a node has one place)
        """The statement replaced by `pass`."""
        return parso.parse(node.get_first_leaf().prefix + "pass\n").children[0]


def mutants(code: str) -> Iterator[tuple[str, str]]:
    """Every mutant of `code`: the name of the change, and the changed code."""
    chosen = {name: get_operator(name) for name in operator_names() if OPERATORS.fullmatch(name)}
    for name, operator in {**chosen, "StatementDeletion": StatementDeletion}.items():
        occurrence = 0
        while changed := mutate_code(code, operator(), occurrence):
            yield name.removeprefix("core/"), changed
            occurrence += 1


def outcome(module: str, code: str, tests: list[str], seconds: int) -> int:
    """Run `tests` in a fork in which `module` is `code`; KILLED also if it takes too long."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)  # ends the process, whatever it is doing
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os._exit(in_child(module, code, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else KILLED


def in_child(module: str, code: str, tests: list[str]) -> int:
    """SURVIVED, KILLED, or INVALID if `code` cannot even be imported."""
    original: Callable = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        mutated = fullname == module
        return compile(code, self.path, "exec") if mutated else original(self, fullname)

    SourceFileLoader.get_code = get_code
    try:
        importlib.import_module(module)
    except BaseException:
        return INVALID
    quick = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
    return SURVIVED if pytest.main([*quick, *tests]) == 0 else KILLED


def score(path: str, tests: list[str]) -> None:
    """Print the survivors among the mutants of the module at `path`, and the score."""
    tests = [path, *tests]
    code, module = Path(path).read_text(), path.removesuffix(".py").replace("/", ".")
    began = time.monotonic()
    if outcome(module, code, tests, 600) != SURVIVED:
        sys.exit(f"{path}: its tests fail without a mutant ({' '.join(tests)})")
    seconds = int(MIN_TIMEOUT + TIMEOUT_FACTOR * (time.monotonic() - began))
    counts = {SURVIVED: 0, KILLED: 0, INVALID: 0}
    for name, mutant in mutants(code):
        result = outcome(module, mutant, tests, seconds)
        counts[result] += 1
        if result == SURVIVED:
            diff = difflib.unified_diff(
                code.splitlines(), mutant.splitlines(), path, name, "", "", 0, ""
            )
            print("\n".join(diff), flush=True)
    valid = counts[KILLED] + counts[SURVIVED]
    print(
        f"{path}: {counts[KILLED]} of {valid} mutants killed, {counts[KILLED] / valid:.0%}",
        flush=True,
    )


def main() -> None:
    """Import the slow modules, then test the module on the command line, or all."""
    os.environ.setdefault("ATEN_CPU_CAPABILITY", "default")  # as gd does, before torch is imported
    sys.path.insert(0, os.getcwd())
    for name in WARM:
        importlib.import_module(name)
    # One failure is enough: Hypothesis need not shrink it.
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile(
        "mutants", deadline=None, derandomize=True, database=None, phases=phases
    )
    for path in sys.argv[1:2] or TESTS:
        score(path, sys.argv[2:] or TESTS[path])


if __name__ == "__main__":
    main()
