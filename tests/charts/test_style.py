"""The colours can be seen, and can be told apart."""

import itertools

import pytest

from gd.charts import style
from gd.variants import VARIANTS

PAGES = {"light": "#ffffff", "dark": "#0e1117"}
BY_NAME = style.COLORS, style.VARIANT_COLORS, style.ZONE_COLORS
BY_PLACE = style.RUN_COLORS, style.CONTOUR_COLORS
EVERY_COLOR = sorted({*itertools.chain(*(colors.values() for colors in BY_NAME), *BY_PLACE)})


def luminance(color: str) -> float:
    """Relative luminance of "#rrggbb", WCAG 2.2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("color", EVERY_COLOR)
def test_every_colour_can_be_seen(color, page):
    """WCAG 2.2, 1.4.11: graphical objects need a contrast of 3:1."""
    assert contrast(color, PAGES[page]) >= 3


def test_a_variant_and_a_quantity_each_have_a_colour_of_their_own():
    assert list(style.VARIANT_COLORS) == list(VARIANTS)
    quantities = [style.COLORS[name] for name in ("loss", "w", "b", "dL/dw", "dL/db")]
    colors = [*style.VARIANT_COLORS.values(), *quantities]
    assert len(set(colors)) == len(colors)
