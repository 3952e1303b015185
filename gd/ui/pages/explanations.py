"""Questions that the notebooks leave open, each answered with numbers computed on the spot."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from gd.analysis.formatting import counted, format_short
from gd.charts import overlay_charts
from gd.charts.style import COLORS
from gd.documents import RUNS, explain
from gd.links import controls
from gd.settings import Settings
from gd.training import train
from gd.ui import state
from gd.ui.inputs.mistake_choice import LABELS
from gd.ui.menu import pages

_LINEARS = [run for run in RUNS if run.variant == "torch_module"]


def render_explanations() -> None:
    """Draw the questions; the answer of each is computed when it is opened."""
    st.header("Questions the notebooks raise")
    for question, found in QUESTIONS.items():
        expander = st.expander(question, key=state.answer_to(question), on_change="rerun")
        if expander.open:
            with expander:
                if isinstance(found, Moved):
                    _render_moved(found)
                else:
                    _render_answer(question)


@st.cache_data(show_spinner="Computing the answer", max_entries=10)  # the same for all
def _render_answer(question: str) -> None:
    answer = QUESTIONS[question]
    assert not isinstance(answer, Moved)
    answer()


def _exact() -> None:
    same, larger = explain.by_hand_and_by_autograd(), explain.sum_and_larger_rate()
    loss = same.b.history["loss"]
    st.markdown(
        f"Notebook 002 finds a loss of about {loss[18]:.3f} where NumPy has none, and concludes "
        "that backpropagation is less exact than the formula. It is as exact. Give NumPy the mean "
        f"of the gradients, and over {len(loss)} epochs the two weights never differ by more than "
        f"{format_short(same.w.size)}, {counted(same.w.ulps, 'unit')} in the last place of "
        f"a float32. Or keep NumPy's sum and give autograd {len(explain.PROBLEM.x)} times the "
        f"learning rate: then the two runs {larger.verdict}, and autograd predicts "
        f"f(5) = {larger.b.predict_after(5):.3f} after {len(larger.b.history)} epochs, too."
    )


def _stopped() -> None:
    one, four = (train(run.variant, run.problem, run.settings) for run in _LINEARS)
    slow, later = explain.directions(one), explain.directions(four)
    condition = explain.directions(
        train("torch_module", explain.centred(one.problem), one.settings)
    ).condition_number
    epochs = len(one.history)
    st.markdown(
        f"`nn.Linear` fits a bias as well, and it began at random: at w = {one.start[0]:.3f}, "
        f"b = {one.start[1]:.3f} in notebook 001. Two numbers descend together, fast in one "
        "direction and slow in the other. The loss is curved "
        f"{slow.condition_number:.1f} times as much along the fast one ({slow.curvature[1]:.2f} "
        f"against {slow.curvature[0]:.4f}), and the learning rate has to suit that one. At "
        f"{one.settings.learning_rate:g}, an epoch leaves {slow.factor[1]:.0%} of the fast "
        f"distance, but {slow.factor[0]:.1%} of the slow: {slow.factor[0] ** epochs:.0%} of it are "
        f"left after {epochs} epochs, and f(5) = {one.predict_after(5):.3f}. Notebook 004 took "
        f"{four.settings.learning_rate:g}: {later.factor[0] ** epochs:.0%} are left, and "
        f"f(5) = {four.predict_after(5):.3f}. Subtract the mean of x from every x, and one "
        f"curvature is only {condition:.2f} times the other: then both directions are fast."
    )
    colors = {"fast direction": COLORS["w"], "slow direction": COLORS["b"]}
    frame = slow.distance.rename(columns={"fast": "fast direction", "slow": "slow direction"})
    st.altair_chart(
        overlay_charts.curves(
            frame.melt("epoch", list(colors), "curve"), "distance to the optimum", colors, "log"
        ),
        alt=f"Distance to the optimum by epoch in notebook 001: "
        f"{format_short(frame['slow direction'][0])} to "
        f"{format_short(frame['slow direction'].iloc[-1])} in "
        f"the slow direction, {format_short(frame['fast direction'][0])} to "
        f"{format_short(frame['fast direction'].iloc[-1])} in the fast.",
    )


def _digits() -> None:
    table = explain.arithmetics()
    start = {
        name: train(
            "numpy_by_hand",
            explain.PROBLEM,
            Settings(explain.RATE, 1, arithmetic=name),
        ).end[0]
        for name in ("numpy1", "numpy2")
    }
    st.markdown(
        "Because NumPy 2 changed what a number becomes. The weight starts as a Python float. Under "
        "NumPy 1, updating it with a float32 gradient gave a double: after the first epoch "
        f"w = {start['numpy1']!r}. Under NumPy 2 it gives a float32: w = {start['numpy2']!r}. The "
        "difference shows in the next loss. A third NumPy kept the double but added up the dot "
        "product term by term in float32, and differs from the first in epochs 6 and 7. Choose the "
        "arithmetic on the page of NumPy by hand to see which digits move."
    )
    st.table(table, hide_index=True)
    st.markdown(
        "The loss of NumPy by hand, learning rate 0.01. Notebook 004 prints the first column, "
        "000, 002 and 003 the second, 001 the third."
    )


@dataclass(frozen=True)
class Moved:
    """A question whose answer runs on the page of mistakes: what the notebooks have to do with it.

    answer     in Markdown
    mistake    the name of the mistake
    settings   with which it is to be seen
    """

    answer: str
    mistake: str
    settings: Settings


def _render_moved(moved: Moved) -> None:
    st.markdown(moved.answer)
    st.page_link(
        pages()["mistakes"],
        label=f"Guess what it does, then see: {LABELS[moved.mistake]}",
        icon=":material/bug_report:",
        query_params={
            **controls.full_link(explain.PROBLEM, moved.settings),
            state.MISTAKE: moved.mistake,
        },
    )


_LABEL = next(run for run in RUNS if run.lines[-1].startswith("Prediction before"))
QUESTIONS: dict[str, Callable[[], None] | Moved] = {
    "Why did NumPy converge faster?": Moved(
        "The notebooks write `np.dot(2*x, y_pred - y).mean()`, but `np.dot` has already added up "
        "the points, and the mean of one number is that number. So NumPy steps along the *sum* of "
        "the gradients, autograd along their mean. The tutorial that the lesson comes from "
        "(patrickloeber/pytorchTutorial) had the same line; its pull requests 5, 10 and 11 are "
        "about it.",
        "sum_for_mean",
        Settings(explain.RATE, 20),
    ),
    "Is backpropagation “not as exact”?": _exact,
    "Why did nn.Linear stop at 9.815, and at 10.001?": _stopped,
    "Why did the same notebook print 4.79999924 here and 4.80000067 there?": _digits,
    "What happens without zero_grad?": Moved(
        "`backward()` adds to `w.grad`: without zeroing, each update uses the sum of all gradients "
        "so far. That is momentum that never lets go.",
        "no_zero_grad",
        Settings(explain.RATE, 100),
    ),
    "What is wrong with (N, 1) minus (N,)?": Moved(
        "A column minus a row is a table: every prediction less every target. Training goes on, "
        "and comes to another line.",
        "column_minus_row",
        Settings(explain.RATE, 100),
    ),
    "Why does notebook 000 print “before training” after training?": Moved(
        "A slip of the pen: notebook 000 begins and ends with the same words.\n\n"
        f"    {_LABEL.lines[0]}\n    {_LABEL.lines[-1]}",
        "label_before",
        _LABEL.settings,
    ),
}
