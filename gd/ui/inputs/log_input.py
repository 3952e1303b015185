"""A printed log as it is pasted, and what its numbers are taken for."""

import zlib
from dataclasses import dataclass

import streamlit as st

from gd.doctor import Log, read_log
from gd.doctor.columns import Column
from gd.doctor.roles import ROLES
from gd.errors import InputError
from gd.ui import state
from gd.ui.markdown import escape

_ROLES = {"epoch": "epoch", "loss": "loss", "w": "weight w", "b": "bias b", "ignore": "not used"}

# torch_optimizer without `zero_grad`, on the notebooks' points.
EXAMPLE = """\
epoch 1: w = 0.300, loss = 30.00000000
epoch 2: w = 0.855, loss = 21.67499924
epoch 3: w = 1.582, loss = 9.83268738
epoch 4: w = 2.371, loss = 1.31199765
epoch 5: w = 3.105, loss = 1.03362954
epoch 6: w = 3.673, loss = 9.15833950
epoch 7: w = 3.990, loss = 20.99410629
epoch 8: w = 4.009, loss = 29.70577240
epoch 9: w = 3.726, loss = 30.26235580
epoch 10: w = 3.184, loss = 22.34242249
"""


@dataclass(frozen=True)
class Pasted:
    """A log, and what it was read from: the text, corrections of columns, and which training."""

    log: Log
    source: tuple[str, tuple[tuple[str, str], ...], int]


def render_log_input() -> Pasted | None:
    """Ask for a log, and show what of it was read as what; None where there is none, or no loss."""
    text = st.text_area(
        "What your notebook printed",
        key=state.LOG,
        persist_state="session",
        height=220,
        placeholder="epoch 1: w = 0.300, loss = 30.0\nepoch 2: w = 0.555, loss = 21.7",
        help="The lines of one training, up to 100 kB, with a loss or a weight: as the notebooks "
        "print them, tensors and arrays, Keras, progress bars, CSV. Nothing in it is run.",
    )
    with st.container(horizontal=True):
        st.button("Diagnose", type="primary", icon=":material/stethoscope:")
        st.button("Try an example", on_click=_show_example, icon=":material/lightbulb:")
    if not (text and text.strip()):
        return None
    try:
        return _read(text)
    except InputError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return None


def _show_example() -> None:
    st.session_state[state.LOG] = EXAMPLE


def _read(text: str) -> Pasted | None:
    """The log as it is read once the roles of its columns are corrected."""
    found = read_log(text)
    corrections = _render_roles(found.columns)
    log = read_log(text, corrections) if corrections else found
    training = _render_training(text, log.trainings)
    log = read_log(text, corrections, training) if training else log
    _render_summary(log)
    if not log.rows:
        st.warning("Nothing is taken for a loss or a weight: choose it above.")
        return None
    return Pasted(log, (text, tuple(sorted(corrections.items())), training))


def _render_roles(columns: tuple[Column, ...]) -> dict[str, str]:
    """Ask what each column is; the answers that differ from what was found."""
    checksum = zlib.crc32(repr([(one.name, one.role) for one in columns]).encode())
    keys = [state.role_of(checksum, place) for place in range(len(columns))]
    with st.container(horizontal=True, gap="small"):
        for column, key in zip(columns, keys, strict=True):
            st.session_state.setdefault(key, column.role)
            st.selectbox(
                escape(f"{column.name}: {column.example}"),
                ROLES,
                format_func=_ROLES.__getitem__,
                key=key,
                persist_state="session",
                on_change=_free,
                args=(key, keys),
                width=116,
            )
    chosen = {one.name: st.session_state[key] for one, key in zip(columns, keys, strict=True)}
    return {one.name: chosen[one.name] for one in columns if chosen[one.name] != one.role}


def _free(key: str, keys: list[str]) -> None:
    """Take the role that was chosen from the column that had it."""
    session = st.session_state
    for other in keys:
        if other != key and session[other] == session[key]:
            session[other] = "ignore"


def _render_training(text: str, trainings: int) -> int:
    """Which training, where the text has several."""
    if trainings == 1:
        return 0
    return st.selectbox(
        "The epochs begin anew in it. Which training?",
        range(trainings),
        format_func=lambda place: f"{place + 1} of {trainings:,}",
        key=f"{state.TRAINING} {zlib.crc32(text.encode())}",
        persist_state="session",
    )


def _render_summary(log: Log) -> None:
    """How much was read, what is ambiguous, and the lines from which nothing was read."""
    epochs = [row.epoch for row in log.rows if row.epoch is not None]
    read = f"{len(log.rows):,} epochs read" if len(log.rows) != 1 else "1 epoch read"
    span = f", {epochs[0]:,} to {epochs[-1]:,}" if len(epochs) > 1 else ""
    st.caption(escape(" ".join([f"{read}{span}.", *log.notes])))
    if log.other:
        number = f"{len(log.other):,} lines" if len(log.other) != 1 else "1 line"
        with st.expander(f"{number} not read"):
            listed = [f"{line:5,}  {text}" for line, text in log.other[:100]]
            st.text("\n".join(listed))
