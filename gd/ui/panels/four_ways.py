"""The four codes of a step side by side, as HTML: the same step level, the run's numbers beside."""

from functools import cache
from html import escape
from urllib.parse import urlencode

from gd.analysis.formatting import format_number
from gd.analysis.step_arithmetic import DIGITS, explain_step, readable
from gd.run import Run
from gd.ui.glossary import word
from gd.ui.panels.code_html import code_line
from gd.ui.panels.step_panel import step_after
from gd.variants import VARIANTS, Variant

PARTS = ("prediction", "loss", "gradient", "update", "zero")
NO_ZEROING = '<p class="gd-who">nothing to zero: no gradient is kept</p>'
MAX_PREDICTIONS = 4  # of more points, the first three

Cells = dict[tuple[str, str], str]  # HTML by part and variant


def four_ways_html(run: Run, state: int, link: dict[str, str] | None) -> str:
    """A table, a column a variant and a row a step; in the run's own column its numbers.

    `state` is the number of updates before the step. The head of another variant's column leads
    to its page with the parameters `link` of the URL, if there are any.
    """
    heads = "".join(_head(variant, run, link) for variant in VARIANTS.values())
    epoch = step_after(run, state)
    values = _values(run, epoch) if epoch else {}
    rows = "".join(_row(part, run.variant, values.get(part, [])) for part in PARTS)
    numbers = f", with the numbers of step {epoch:,}" if epoch else ""
    return (
        '<div class="gd-four"><div class="gd-wide" tabindex="0" role="region" '
        'aria-label="The code of a step in the four variants">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<p>Each row is one part of an {word('epoch')}. Tinted: what torch takes over from the "
        f"code to its left. Outlined: this page{numbers}.</p></div>"
    )


def _head(variant: Variant, run: Run, link: dict[str, str] | None) -> str:
    if variant.name == run.variant:
        return f'<th scope="col" aria-current="page">{variant.title}</th>'
    if link is None:
        return f'<th scope="col">{variant.title}</th>'
    address = escape(f"{variant.name}?{urlencode(link)}")
    return f'<th scope="col"><a href="{address}">{variant.title}</a></th>'


def _row(part: str, own: str, values: list[str]) -> str:
    shown = "".join(f"<samp>{value}</samp>" for value in values)
    cells = []
    for name in VARIANTS:
        style, code = _cell(part, name)
        style = " ".join(filter(None, (style, "gd-own" if name == own else "")))
        attribute = f' class="{style}"' if style else ""
        cells.append(f"<td{attribute}>{code}{shown if name == own else ''}</td>")
    return f"<tr>{''.join(cells)}</tr>"


@cache
def _cell(part: str, name: str) -> tuple[str, str]:
    """The class and the HTML of the code of `part`: who does it, then the lines."""
    names = list(VARIANTS)
    variant, left = VARIANTS[name], VARIANTS[names[max(0, names.index(name) - 1)]]
    block = variant.blocks.get(part)
    if block is None:
        return "", NO_ZEROING
    code = f"<code>{''.join(map(code_line, block.splitlines()))}</code>"
    who = variant.steps.get(part)
    if who is None:
        return "", code
    if "by hand" in who or who == left.steps[part]:
        return "", f'<p class="gd-who">{who}</p>{code}'
    return "gd-new", f'<p class="gd-who">now <b>{who}</b></p>{code}'


def _values(run: Run, epoch: int) -> dict[str, list[str]]:
    """What each part of the code gave in `epoch`: lines of text by part."""

    def number(value: float) -> str:
        return readable(format_number(value, DIGITS))

    def row(column: str) -> float:
        return float(run.columns[column][epoch - 1])

    y_pred = explain_step(run, epoch).points["prediction"].tolist()
    few = y_pred if len(y_pred) <= MAX_PREDICTIONS else y_pred[: MAX_PREDICTIONS - 1]
    more = ", …" if len(few) < len(y_pred) else ""
    names = ("w", "b") if run.has_bias else ("w",)
    hand = run.variant == "numpy_by_hand"
    return {
        "prediction": [f"y_pred = {', '.join(map(number, few))}{more}"],
        "loss": [f"loss = {number(row('loss'))}"],
        "gradient": [
            f"{'grad' if hand else f'{name}.grad'} = {number(row(f'grad_{name}'))}"
            for name in names
        ],
        "update": [f"{name} = {number(row(name))}" for name in names],
    }
