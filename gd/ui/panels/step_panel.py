"""The arithmetic of a step: one epoch worked out, and its code in all four variants."""

from functools import cache

import streamlit as st

from gd.analysis.formatting import format_number
from gd.analysis.step_arithmetic import ABOUT, DIGITS, Step, explain_step
from gd.run import Run
from gd.ui import state
from gd.variants import VARIANTS

MAX_ROWS, FIRST, LAST = 10, 5, 3  # of more points, the first five and the last three
PARTS = ("prediction", "loss", "gradient", "update", "zero")
NO_ZEROING = "# zero: nothing to do,\n# each epoch computes its own gradient"  # without autograd


def render_step(run: Run) -> None:
    """Ask for an epoch and work it out, point by point."""
    st.subheader("The arithmetic of a step")
    last = len(run.history)
    st.session_state[state.STEP] = min(st.session_state.get(state.STEP, 1), last)
    epoch = st.number_input(
        "Epoch to work out",
        1,
        last,
        key=state.STEP,
        help="Or move the slider above to an epoch and press its button.",
    )
    step = explain_step(run, int(epoch))
    _render_points(step)
    st.code("\n".join([*step.gradients, *step.updates]), language=None, wrap_lines=True)
    st.caption(_about(run, step))
    with st.expander("The same step in the code of all four variants"):
        for column, text in zip(st.columns(2), _side_by_side(), strict=True):
            column.markdown(text)


def _render_points(step: Step) -> None:
    """The points in two tables, each narrow enough for a phone: to the errors, and from them on."""
    count, names = len(step.points["x"]), list(step.points)
    places = range(count) if count <= MAX_ROWS else [*range(FIRST), *range(count - LAST, count)]
    labels = [f"{place + 1:,}" for place in places]
    cells = {
        name: [format_number(value, DIGITS) for value in step.points[name][places].tolist()]
        for name in names
    }
    if len(labels) < count:
        for column in (labels, *cells.values()):
            column.insert(FIRST, "…")
    errors, terms = names[:4], names[4:]
    for name in terms:
        totals = step.sums[name], step.means[name]
        cells[name] += [f"**{format_number(total, DIGITS)}**" for total in totals]
    with st.container(key="points of a step", horizontal=True, gap="large"):
        st.markdown(_table(labels, {name: cells[name] for name in errors}), width="content")
        labels += ["**sum**", "**mean**"]
        st.markdown(_table(labels, {name: cells[name] for name in terms}), width="content")
    st.caption(
        "error = prediction − y. The mean of error² is the loss, the mean of 2·x·error its "
        "derivative by w"
        + (", that of 2·error its derivative by b." if "2·error" in terms else ".")
    )


def _table(labels: list[str], cells: dict[str, list[str]]) -> str:
    """A Markdown table: `st.dataframe` would keep its first widths and cut off longer numbers."""
    rows = [
        ["point", *cells],
        ["---:"] * (1 + len(cells)),
        *zip(labels, *cells.values(), strict=True),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _about(run: Run, step: Step) -> str:
    if run.variant == "numpy_by_hand" and run.settings.gradient == "sum":
        text = (
            f"The notebooks' `np.dot` adds up all {len(step.points['x']):,} terms: the step is "
            f"{len(step.points['x']):,} times as long as with their mean."
        )
    elif run.is_plain:
        text = "The gradient points uphill, so its negative goes down."
    else:
        text = (
            f"{run.settings.optimizer} remembers: what it stores is 0 before the first epoch, and "
            "each weight has its own."
        )
    if any(ABOUT in line for line in (*step.gradients, *step.updates)):
        text += f" {ABOUT}: the run rounds to {run.settings.dtype}, these lines to {DIGITS} digits."
    return text


@cache
def _side_by_side() -> tuple[str, str]:
    """The loops' bodies in two columns, corresponding lines at the same height."""
    blocks = {name: variant.blocks for name, variant in VARIANTS.items()}
    heights = {
        part: max(block.get(part, "").count("\n") + 1 for block in blocks.values())
        for part in PARTS
    }
    texts = []
    for name, variant in VARIANTS.items():
        lines = []
        for part in PARTS:
            block = blocks[name].get(part, NO_ZEROING).splitlines()
            lines += block + [""] * (heights[part] - len(block) + 1)
        code = "\n".join(lines).rstrip()
        texts.append(f"**{variant.title}**\n```python\n{code}\n```")
    return "\n\n".join(texts[:2]), "\n\n".join(texts[2:])
