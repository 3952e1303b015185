"""Which mistake the page of mistakes shows, and which question of its quiz, kept in the URL."""

from contextlib import suppress
from dataclasses import replace
from functools import cache

import streamlit as st

from gd.errors import InputError
from gd.links.controls import default_problem
from gd.links.url_values import MAX_SEED
from gd.mistakes import MISTAKES, TWINS, find
from gd.settings import Settings
from gd.ui import state
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import clear_link_warning
from gd.ui.menu import Entry

PAGE = "mistakes"  # its path
# What the mistakes are about, and a name of a few words for each.
GROUPS: dict[str, dict[str, str]] = {
    "Gradient and rate": {
        "sum_for_mean": "Sum for mean",
        "loss_summed": "Loss summed",
        "sign_turned": "Sign turned",
        "rate_too_large": "Rate too large",
        "rate_at_limit": "Rate at its limit",
    },
    "Order": {
        "no_zero_grad": "No zero_grad",
        "step_before_backward": "step before backward",
        "stale_gradient": "backward last",
        "old_model": "Model replaced",
        "label_before": "“Before” printed after",
    },
    "Weight and graph": {
        "update_in_graph": "No no_grad",
        "new_weight_no_grad": "w = w − … in no_grad",
        "new_weight": "w = w − …",
        "requires_grad_forgotten": "No requires_grad",
    },
    "Loss cut off": {
        "loss_item": "loss.item()",
        "loss_tensor": "torch.tensor(loss)",
        "loss_rewrapped": "Loss rewrapped",
    },
    "Shapes and types": {
        "column_minus_row": "(N, 1) − (N,)",
        "row_of_targets": "(N, 1), (N,) in MSELoss",
        "integer_weight": "Whole-number w",
        "integer_inputs": "Whole-number x",
        "integer_targets": "Whole-number y",
    },
    "Points": {
        "large_units": "x in tiny units",
        "not_centred": "x far from 0",
        "shuffled_once": "x shuffled",
        "shuffled_each_epoch": "x reshuffled",
    },
}
LABELS = {name: label for labels in GROUPS.values() for name, label in labels.items()}


def parse_mistake(text: str) -> str:
    """The name of a mistake, as a link gives it."""
    if text not in MISTAKES and text not in TWINS:
        raise InputError("Mistake", text, "the name of one, such as no_zero_grad")
    return text


def chosen() -> str:
    """The name of the mistake that is chosen; before anyone chooses, the first."""
    return st.session_state.get(state.MISTAKE, next(iter(MISTAKES)))


@cache
def fixed_settings(name: str) -> frozenset[str]:
    """The settings that a mistake and the right code beside it take from nobody."""
    mistake, problem, given = find(name), default_problem(), Settings()
    setups = mistake.right_setup, mistake.wrong_setup
    other = {"gradient": "mean", "arithmetic": "numpy1", "optimizer": "Adam"}
    return frozenset(
        field
        for field, value in other.items()
        if all(
            setup(problem, replace(given, **{field: value})) == setup(problem, given)
            for setup in setups
        )
    )


def narrowed(entry: Entry) -> Entry:
    """The entry with the variant that it trains now: a mistake is one in a variant's code."""
    if entry.path != PAGE or quiz_seed() is not None:
        return entry
    name = chosen()
    return replace(entry, variants=(find(name).variant,), fixed=fixed_settings(name))


def as_right(entry: Entry, inputs: Inputs) -> Inputs:
    """What the right code takes where the page shows it beside a mistake."""
    if entry.path == PAGE:
        with suppress(InputError):  # which the page reports
            right_setup = find(chosen()).right_setup
            problem, settings = right_setup(inputs.problem, inputs.settings)
            return replace(inputs, problem=problem, settings=settings)
    return inputs


def choose(name: str) -> None:
    """Choose a mistake, as its link does, and leave the quiz."""
    _set(state.MISTAKE, name)
    _set(state.QUIZ, None)


def listed(name: str) -> str:
    """The mistake itself where `name` is the same one in another variant."""
    return name if name in LABELS else name.removesuffix(f"_{find(name).variant}")


def following(name: str) -> str:
    """The mistake after `name`; after the last, the first."""
    names = list(LABELS)
    return names[(names.index(listed(name)) + 1) % len(names)]


def quiz_seed() -> int | None:
    """The seed of the quiz's question, None while the quiz is not open."""
    return st.session_state.get(state.QUIZ)


def ask(seed: int) -> None:
    """Open the quiz at the question of `seed`."""
    seed %= MAX_SEED + 1
    _set(state.QUIZ, seed)
    st.session_state[state.LAST_QUIZ] = seed


def open_quiz() -> None:
    """Open the quiz where it was left."""
    ask(st.session_state.get(state.LAST_QUIZ, 1))


def leave_quiz() -> None:
    """Go back to the mistakes."""
    choose(chosen())


def _set(name: str, value: str | int | None) -> None:
    """Set a parameter of the page, here and in the URL."""
    st.session_state[name] = value
    clear_link_warning(name)
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
