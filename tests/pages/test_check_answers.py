"""The page *Check answers*: what it takes, what it says, and that other people's text is data."""

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from gd import tasks
from gd.tasks import Goal, Task
from gd.ui import state
from gd.ui.pages.check_answers_page import _file

from .app import html, no_numbers, opened

TASK = Task(
    "numpy_by_hand",
    "Which rate?",
    (Goal("w", (2, 0.01)), Goal("loss-le", (1,), 10)),
    ("lr",),
    {"epochs": 15, "gradient": "mean"},
)
OTHER = Task("numpy_by_hand", "", TASK.goals[:1], ("lr",), TASK.fixed)


def handed_in(rate: float, task: Task = TASK) -> str:
    """An answer. On x = 1 to 4, w ends at 2 - 2·(1 - 15·rate)^15, the loss at 7.5·(w - 2)²."""
    query = urlencode(tasks.link(task, {"lr": rate}))
    return f"https://school.example/{task.page}?{query}"


def checked(*lines: str, given_out: str = "") -> AppTest:
    app = opened("check_answers")
    app.text_input(key=state.GIVEN_OUT).set_value(given_out)
    return app.text_area(key=state.ANSWERS).set_value("\n".join(lines)).run()


def headline(app: AppTest) -> str:
    (found,) = re.findall("<h2 class='gd-headline'>(.*?)</h2>", html(app))
    return unescape(found)


def cells(app: AppTest) -> list[list[str]]:
    """The texts of the table, row by row."""
    rows = re.findall("<tr><td.*?</tr>", html(app))
    return [
        [unescape(re.sub("<.*?>", " ", cell)).strip() for cell in re.findall("<td.*?</td>", row)]
        for row in rows
    ]


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def test_waits_for_answers_and_says_how_they_come_about():
    app = opened("check_answers")
    text = " ".join(one.value for one in app.main.markdown)
    for step in ("**Share**", "**Class link**", "**Hand in**"):
        assert step in text
    assert "gd-answers" not in html(app)


def test_the_example_holds_what_the_table_can_say():
    app = press(opened("check_answers"), "Try an example")
    assert not app.error
    states = [row[2] for row in cells(app)]
    assert states == ["✓ met", "○ not yet", "○ not yet", "✓ met", "✕ refused"]
    assert headline(app) == "2 of 5 met all goals; 1 is refused; 1 is the same as another."


def test_a_sentence_the_goals_and_a_row_for_each_answer():
    app = checked(
        f"Ada\t{handed_in(0.03)}",
        "",
        f"Ben\t{handed_in(0.019)}",
        f"Cleo\t{handed_in(0.001)}",
        "Dan\tI forgot",
        f"Eve\t{handed_in(0.03)}",
    )
    off = {rate: 2 * (1 - 15 * rate) ** 15 for rate in (0.03, 0.019, 0.001)}  # w from 2
    assert [abs(one) <= 0.01 for one in off.values()] == [True, False, False]
    loss = {rate: 7.5 * (2 * (1 - 15 * rate) ** 10) ** 2 for rate in off}  # after 10 epochs
    assert [one <= 1 for one in loss.values()] == [True, True, False]
    assert headline(app) == "2 of 5 met all goals; 1 cannot be read; 1 is the same as another."
    assert "<b>2 of 4</b> w is within 0.01 of 2 at the end." in html(app)
    assert "<b>3 of 4</b> The loss is at most 1 after 10 epochs or fewer" in html(app)
    found = cells(app)
    assert [row[:3] for row in found] == [
        ["1", "Ada", "✓ met"],
        ["2", "Ben", "○ not yet"],
        ["3", "Cleo", "○ not yet"],
        ["4", "", "✕ unreadable"],
        ["5", "Eve", "✓ met"],
    ]
    assert [row[5] for row in found] == ["", "", "", "", "Same as row 1."]
    assert found[1][4] == "Learning rate 0.019"
    assert "I forgot" in found[3][3]


def test_a_link_opens_the_answer_here_wherever_it_leads():
    url = handed_in(0.03).replace("school.example", "evil.example") + "&next=https://evil.example"
    app = checked(url, "javascript:alert(1)?" + url.partition("?")[2])
    links = [unescape(one) for one in re.findall("href='(.*?)'", html(app))]
    assert len(links) == 2
    for link in links:
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc, parts.path) == ("", "", TASK.page)
        assert dict(parse_qsl(parts.query)) == {**tasks.encode(TASK), "lr": "0.03"}


def test_with_the_class_link_no_answer_to_another_task_counts():
    changed = handed_in(0.001).replace("w-2-0.01", "w-2-1.9")
    lines = handed_in(0.03), handed_in(0.03, OTHER), changed
    app = checked(*lines)
    assert headline(app).startswith("2 of 3 met all goals")
    assert "2 answers are to another task" in html(app)
    assert ["Answers another task." in row[5] for row in cells(app)] == [False, True, True]
    assert "changed after the link was made" in cells(app)[2][5]
    app = checked(*lines, given_out=f"  {handed_in(0.5)} ")
    assert headline(app) == "1 of 3 met all goals; 2 are refused."
    assert "another task" not in html(app)
    assert "changed or cut" in cells(app)[2][3]
    assert "<b>1 of 1</b>" in html(app)


def test_an_answer_to_another_task_says_its_goals():
    app = checked(handed_in(0.019), handed_in(0.03), handed_in(0.019, OTHER))
    assert cells(app)[0][3].startswith("w ends at ")
    assert cells(app)[2][3].startswith("w is within 0.01 of 2 at the end. w ends at ")


@pytest.mark.parametrize(
    ("lines", "given_out", "why"),
    [
        (["x"] * 501, "", "The list of answers takes 1 to 500 lines"),
        ([handed_in(0.03)], "hello", "The link takes the parameters of a class link"),
        ([handed_in(0.03)], "https://[::1/?task=1", "The link takes an address"),
        ([handed_in(0.03)], handed_in(0.03)[:60], "task takes a version, a page and a checksum"),
        ([handed_in(0.03)], handed_in(1).replace("-15", "-16"), "as it was made, unchanged"),
    ],
)
def test_what_is_refused_as_a_whole_is_a_sentence(lines, given_out, why):
    app = checked(*lines, given_out=given_out)
    (error,) = app.error
    assert why in re.sub(r"\\(.)", r"\1", error.value)
    assert not app.exception
    assert "gd-answers" not in html(app)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** $x^2$ [a](javascript:alert(1)) :smile:",
    "\u202eevil\u202c \u200f\u200b",
    "\x00\x07\x1b[31m",
    "'></td></table><h1>",
    "a" * 10_000,
    "=cmd|' /C calc'!A0",
]


def test_hostile_text_is_shown_letter_for_letter_or_refused():
    lines = [f"{text}\t{handed_in(0.03)}" for text in HOSTILE]
    lines += [*HOSTILE, *(handed_in(0.03) + f"&lr={text}" for text in HOSTILE)]
    lines += [handed_in(0.03).replace("Which", text) for text in HOSTILE]
    app = checked(*lines)
    assert not app.exception
    assert not app.error
    assert not no_numbers(app)
    found = cells(app)
    assert len(found) == len(lines) == 32
    assert found[0][1] == "<script>alert(1)</script>"
    for bad in ("<script>a", "<img", "<h1>", "\u202e", "\x00"):
        assert bad not in html(app).replace("</style>", "")
    assert all(row[2] in ("✓ met", "✕ unreadable", "✕ refused") for row in found)


def test_only_those_that_have_not_met_the_goals():
    app = checked(handed_in(0.03), handed_in(0.001), "no")
    app.toggle(key=state.NOT_MET).set_value(True).run()
    assert [row[0] for row in cells(app)] == ["2", "3"]
    assert headline(app) == "1 of 3 met all goals; 1 cannot be read."


def test_the_paste_stays_in_the_session_and_out_of_the_address():
    app = checked(handed_in(0.03), given_out=handed_in(0.5))
    assert not dict(app.query_params)
    app.switch_page("pages/documents.py").run()
    app.switch_page("pages/check_answers.py").run()
    assert app.text_area(key=state.ANSWERS).value == handed_in(0.03)
    assert headline(app) == "1 of 1 met all goals."


def test_the_file_is_utf_8_that_excel_knows_and_says_what_the_table_says():
    rows = [tasks.replay(line) for line in (f"Jürgen\t{handed_in(0.03)}", f"=1+1\t{handed_in(1)}")]
    content = _file(rows)
    assert content.startswith(b"\xef\xbb\xbf")
    header, one, two = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert (one[1], one[2]) == ("Jürgen", "yes")
    assert (two[1], two[2]) == ("'=1+1", "no")
    assert header == list(tasks.table(rows).columns)
