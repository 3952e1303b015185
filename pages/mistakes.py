"""Mistakes: switch one on, predict, see; and the other way round, from a log to its mistake."""

from gd.ui.pages.mistakes_page import render_mistakes

render_mistakes(
    "When it goes wrong",
    "Pick a mistake that everyone makes once, guess what it does, then see it run beside the "
    "right code.",
)
