"""What a class handed in, as it is pasted; and the class link that was given out."""

from dataclasses import dataclass

import streamlit as st

from gd import tasks
from gd.errors import InputError
from gd.tasks import Goal, Task
from gd.ui import state
from gd.ui.markdown import escape
from gd.ui.menu import address

EXAMPLE = Task(
    "torch_module",
    "Which learning rate brings f(5) near 10 in 100 epochs?",
    (Goal("fx", (5, 10, 0.05)), Goal("loss-le", (0.01,))),
    open=("lr",),
    fixed={"epochs": 100},
)
EXAMPLE_RATES = {"Ada": 0.1, "Ben": 0.02, "Chidi": 0.13, "Dana": 0.1}


@dataclass(frozen=True)
class Asked:
    """The text with the answers, and the task that was given out, if it is known."""

    text: str
    task: Task | None


def render_answer_input() -> Asked | None:
    """Ask for the answers; None where there are none, or they are refused."""
    left, right = st.columns((2, 1), gap="medium")
    with left:
        text = st.text_area(
            "Answers, a line each",
            key=state.ANSWERS,
            persist_state="session",
            height=140,
            placeholder="Ada\thttps://…\nBen\thttps://…",
            help="A column of your form's sheet, or names and links side by side. What stands "
            f"before a link is taken for a name. Up to {tasks.MAX_LINKS} lines.",
        )
        with st.container(horizontal=True):
            st.button("Check", type="primary", icon=":material/checklist:")
            st.button("Try an example", on_click=_show_example, icon=":material/lightbulb:")
    with right:
        given_out = st.text_input(
            "Class link that you gave out (optional)",
            key=state.GIVEN_OUT,
            persist_state="session",
            help="Then an answer to another task, or to a changed one, does not count.",
        )
    return _read(text or "", given_out or "")


def _read(text: str, given_out: str) -> Asked | None:
    if not text.strip():
        return None
    try:
        task = tasks.read_task(given_out) if given_out.strip() else None
        tasks.read_links(text)
    except InputError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return None
    return Asked(text, task)


def _show_example() -> None:
    """Paste four answers, and one that was cut."""
    links = {
        name: address(EXAMPLE.page, tasks.link(EXAMPLE, {"lr": rate}))
        for name, rate in EXAMPLE_RATES.items()
    }
    links["Eli"] = links["Ada"][: links["Ada"].index("&goal")]
    st.session_state[state.ANSWERS] = "\n".join(f"{name}\t{link}" for name, link in links.items())
    st.session_state[state.GIVEN_OUT] = address(EXAMPLE.page, tasks.link(EXAMPLE, {}))
