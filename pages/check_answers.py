"""Check answers: what a class handed in, and who reached the goals."""

from gd.ui.pages.check_answers_page import render_check_answers

render_check_answers(
    "Check answers",
    "Paste the links that your class handed in: each is trained again here, and checked.",
)
