"""The arithmetic of a step, worked out point by point, as HTML."""

from html import escape

from gd.analysis.formatting import counted, format_number
from gd.analysis.step_arithmetic import ABOUT, DIGITS, ROUNDING, Step, explain_step, readable
from gd.run import Run
from gd.ui.glossary import word
from gd.variants import VARIANTS

MAX_ROWS, FIRST, LAST = 8, 5, 3  # of more points, the first five and the last three
SKIPPED = "…"


def step_after(run: Run, state: int) -> int:
    """The epoch that leads on from `state` (a number of updates); at the end, the last one."""
    return min(state + 1, len(run.history))


def step_html(run: Run, state: int) -> str:
    """The step from `state` of `run` to the next, in numbers: points, gradient, update."""
    epoch = step_after(run, state)
    if not epoch:
        return (
            f"<p>The first update already {word('overflow', 'overflows')} {run.settings.dtype}: "
            "no step has numbers to show.</p>"
        )
    step = explain_step(run, epoch)
    lines = escape("\n".join([*step.gradients, *step.updates]))
    return (
        f'<div class="gd-step"><h2>{_title(run, epoch)}</h2>'
        "<small>The slider above chooses the step.</small>"
        '<div class="gd-wide" tabindex="0" role="region" aria-label="The points of this step">'
        f"{_table(step)}</div><p>{_about_points(step)}</p>"
        f"<pre>{lines}</pre><p>{_about_update(run, step)}</p></div>"
    )


def _title(run: Run, epoch: int) -> str:
    last = ", the last" if epoch == len(run.history) else ""
    if run.updates_per_epoch > 1:
        number, place = divmod(epoch - 1, run.updates_per_epoch)
        last += f", batch {place + 1:,} of epoch {number + 1:,}"
    before, after = (counted(number, "update") for number in (epoch - 1, epoch))
    return f"Step {epoch:,}{last}: from {before} to {after}"


def _table(step: Step) -> str:
    """The points, of many the first and the last, and below them sums and means."""
    count = len(step.points["x"])
    places = [*range(FIRST), *range(count - LAST, count)] if count > MAX_ROWS else [*range(count)]
    labels = [f"{place + 1:,}" for place in step.places[places]]
    cells = [
        _aligned([*values[places].tolist(), *_totals(step, name)])
        for name, values in step.points.items()
    ]
    rows = [
        f'<tr><th scope="row">{label}</th>{"".join(f"<td>{cell}</td>" for cell in row)}</tr>'
        for label, *row in zip([*labels, "sum", "mean"], *cells, strict=True)
    ]
    if len(labels) < count:
        skipped = f"<td>{SKIPPED}</td>" * len(cells)
        rows.insert(FIRST, f'<tr><th scope="row">{SKIPPED}</th>{skipped}</tr>')
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("point", *step.points))
    return (
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows[:-2])}</tbody>"
        f"<tfoot>{''.join(rows[-2:])}</tfoot></table>"
    )


def _totals(step: Step, name: str) -> tuple[float | None, float | None]:
    """The sum and the mean of a column, where they lead to the loss or the gradient."""
    return step.sums.get(name), step.means.get(name)


def _aligned(values: list[float | None]) -> list[str]:
    """The numbers as text, decimal points below each other in right-aligned cells.

    Padded with spaces that do not collapse, as wide as a digit in a monospaced font.
    """
    texts = ["" if value is None else readable(format_number(value, DIGITS)) for value in values]
    tails = [len(text) - len(text.partition(".")[0]) for text in texts]
    return [
        text and text + "\N{NO-BREAK SPACE}" * (max(tails) - tail)
        for text, tail in zip(texts, tails, strict=True)
    ]


def _about_points(step: Step) -> str:
    bias = ", of 2·error the one for b" if "2·error" in step.points else ""
    return (
        f"error = prediction − y. The mean of error² is the {word('loss')}, the mean of 2·x·error "
        f"the {word('gradient')} for w{bias}."
    )


def _about_update(run: Run, step: Step) -> str:
    count = len(step.points["x"])
    if run.variant == "numpy_by_hand" and run.settings.gradient == "sum":
        text = (
            f"The notebooks’ np.dot adds up all {count:,} terms: the step is {count:,} times as "
            "long as with their mean."
        )
    elif VARIANTS[run.variant].rule_name(run.settings) == "SGD":
        text = f"lr is the {word('learning rate')}." if run.variant != "numpy_by_hand" else ""
        text = f"The gradient points uphill, so each {word('update')} subtracts it. {text}"
    else:
        text = (
            f"{escape(run.settings.optimizer)} remembers past gradients, for each weight its own; "
            f"before the first {word('update')} that memory is 0."
        )
    if any(ABOUT in line for line in (*step.gradients, *step.updates)):
        text += f" {ABOUT}: the run has more digits than the {DIGITS} shown here."
    if any(ROUNDING in line for line in step.gradients):
        text += (
            f" The terms of a sum cancel here; what is left is less than a "
            f"{word('float32 step', f'{run.settings.dtype} step')} of the terms."
        )
    return text.strip()
