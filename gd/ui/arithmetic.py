"""The arithmetic of a step: one epoch worked out, and its code in all four variants."""

import pandas as pd
import streamlit as st

from gd.run import Run
from gd.step import Step, step
from gd.ui.draw import columns
from gd.ui.scrubber import STEP
from gd.variants import VARIANTS

MOST_ROWS, FIRST, LAST = 10, 5, 3  # of more points, the first and the last
PARTS = ("prediction", "loss", "gradient", "update", "zero")


def arithmetic(run: Run) -> None:
    """Ask for an epoch and work it out, point by point."""
    st.subheader("The arithmetic of a step")
    last = len(run.history)
    st.session_state[STEP] = min(st.session_state.get(STEP, 1), last)
    epoch = st.number_input(
        "Epoch to work out",
        1,
        last,
        key=STEP,
        help="Or move the slider above to an epoch and press its button.",
    )
    worked = step(run, int(epoch))
    left, right = st.columns(2)
    with left:
        _points(worked)
    with right:
        st.markdown("From the gradient to the new weight:")
        st.code("\n".join([*worked.gradients, *worked.updates]), language=None, wrap_lines=True)
        st.caption(_about(run, worked))
    with st.expander("The same step in the code of all four variants"):
        _side_by_side()


def _points(worked: Step) -> None:
    table = worked.points.copy()
    table.insert(0, "point", [f"{place:,}" for place in range(1, len(table) + 1)])
    if len(table) > MOST_ROWS:
        gap = pd.DataFrame({"point": ["…"]})
        table = pd.concat([table.iloc[:FIRST], gap, table.iloc[-LAST:]])
    totals = pd.DataFrame([worked.sums, worked.means]).assign(point=["sum", "mean"])
    table = pd.concat([table, totals])
    st.dataframe(
        columns(table),
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(format="%.6g") for name in worked.points.columns
        },
        height="content",
        placeholder="",
    )
    st.caption(
        "error = prediction − y. The mean of error² is the loss, the mean of 2·x·error its "
        "derivative by w"
        + (", that of 2·error its derivative by b." if "2·error" in table else ".")
    )


def _about(run: Run, worked: Step) -> str:
    if run.variant == "numpy_by_hand" and run.settings.gradient == "sum":
        return (
            f"The notebooks' `np.dot` adds up all {len(worked.points):,} terms: the step is "
            f"{len(worked.points):,} times as long as with their mean."
        )
    if VARIANTS[run.variant].is_plain(run.settings):
        return "The gradient points uphill, so its negative goes down."
    return (
        f"{run.settings.optimizer} remembers: what it keeps is 0 before the first epoch, and each "
        "weight has its own."
    )


def _side_by_side() -> None:
    """The loops' bodies, two and two, corresponding lines at the same height."""
    blocks = {name: variant.blocks for name, variant in VARIANTS.items()}
    heights = {
        part: max(block.get(part, "").count("\n") + 1 for block in blocks.values())
        for part in PARTS
    }
    names = list(VARIANTS)
    for pair in (names[:2], names[2:]):
        for column, name in zip(st.columns(2), pair, strict=True):
            lines = []
            for part in PARTS:
                block = blocks[name].get(part, f"# {part}: nothing to do").splitlines()
                lines += block + [""] * (heights[part] - len(block) + 1)
            with column:
                st.markdown(f"**{VARIANTS[name].title}**")
                st.code("\n".join(lines).rstrip(), language="python")
