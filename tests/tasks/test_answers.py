"""What a class hands in: replayed, told apart, and safe to open in a spreadsheet."""

import csv
import io
import time
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.links.controls import CONTROLS
from gd.tasks import (
    Goal,
    Replay,
    Task,
    encode,
    link,
    read_links,
    read_task,
    replay,
    replaying,
    table,
    to_csv,
)
from gd.tasks.answers import read_answer
from gd.tasks.work import training

TASK = Task(
    "numpy_by_hand",
    "Which rate?",
    (Goal("w", (2, 0.01)), Goal("loss-le", (0.1,), 15)),
    ("lr", "data"),
    {"epochs": 15, "gradient": "mean"},
)
GOOD, SLOW = 0.05, 0.001


def handed_in(host: str = "https://example.org/app", task: Task = TASK, **values) -> str:
    return f"{host}/{task.page}?{urlencode(link(task, values))}"


@pytest.mark.parametrize(("rate", "met"), [(GOOD, True), (SLOW, False)])
@pytest.mark.parametrize(
    "host", ["https://example.org", "http://localhost:8501", "http://[::1]:8501/a/b", "", "a.b/c"]
)
def test_a_link_to_any_host_is_replayed(host: str, rate: float, met: bool):
    row = replay(handed_in(host, lr=rate))
    assert not row.wrong
    assert row.task == TASK
    w = 2 - 2 * (1 - 15 * rate) ** 15
    assert row.met == met == (abs(w - 2) <= 0.01)
    assert row.settings.startswith("Points typed; x 1, 2, 3, 4; y 2, 4, 6, 8; Learning rate 0.0")


@pytest.mark.parametrize("text", ["a", "a,", "a?", "http://", "(", "&amp;?", "\x00"])
def test_a_long_line_takes_no_time_that_grows_with_its_square(text: str):
    line = text * (32_000 // len(text))
    began = time.process_time()
    read_answer(line)
    assert time.process_time() - began < 0.3  # 0.002 s; 2 s, if from each place it read to the end


def test_what_stands_beside_a_link_is_kept_or_dropped():
    url = handed_in(lr=GOOD)
    for line, who in (
        (f"Ada Lovelace\t{url}", "Ada Lovelace"),
        (f"7, Ada, {url},", "7, Ada"),
        (f"https://example.org/ada {url}", "https://example.org/ada"),
        (f'"{url}"', ""),
        (f"<{url.replace('&', '&amp;')}>", ""),
    ):
        assert (replay(line).who.strip("<"), replay(line).met) == (who, True)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ('"26/11 10:00","Love, Ada ""A.""","{}","bye, bye"', '26/11 10:00, Love, Ada "A."'),
        ('"Ada ""A."""\t{}\tlate', 'Ada "A."'),
        ("11/26/2026 10:03:22\tAda\ta@b.org\t{}", "11/26/2026 10:03:22, Ada, a@b.org"),
        ("Ada,{},late", "Ada"),
        ("Ada;{};late", "Ada"),
        ("\ufeffAda <{}>", "Ada"),
        ("| Ada | {} |", "Ada"),
        ("Ada: “{}”.", "Ada:"),
        ("Here it is ({}).", "Here it is"),
        ("Ada {}\u200b", "Ada"),
        ("=Ada\t{}", "=Ada"),
    ],
)  # fmt: skip
def test_a_link_ends_where_the_column_or_the_sentence_goes_on(line: str, who: str):
    url = handed_in(lr=GOOD)
    row = replay(line.format(url))
    assert (row.who, row.link, row.wrong) == (who, url, "")


def test_points_behind_commas_belong_to_the_link():
    row = replay(f"{handed_in(lr=GOOD)}&y=2,4,6,8&x=1,2,3,4.")
    assert row.values is not None
    assert (row.values["x"], row.values["y"]) == ("1,2,3,4", "2,4,6,8")


def test_a_mail_programs_wrapping_is_taken_off():
    url = handed_in(lr=GOOD)
    for line in (
        f"Ada https://eur02.safelinks.protection.outlook.com/?{urlencode({'url': url})}&data=05%7C",
        f"Ada <https://www.google.com/url?{urlencode({'q': url})}&sa=D>",
        f"Ada {url.replace('=', '=3D')}",
    ):
        row = replay(line)
        assert (row.who, row.link, row.wrong) == ("Ada", url, "")


def test_a_link_of_another_version_is_said_to_be_one():
    row = replay(handed_in(lr=GOOD).replace("task=1.", "task=2."))
    assert row.wrong.startswith("A class link takes version 1,")
    assert row.wrong.endswith("it got “version 2”.")


def test_what_was_changed_by_hand_is_said():
    url = handed_in(lr=GOOD)
    row = replay(url.replace("w-2-0.01", "w-2-0.5"))
    assert row.met
    assert row.remarks == (
        "The question, the goals or what is fixed were changed after the link was made.",
    )
    row = replay(f"{url}&epochs=50&gradient=mean")
    assert row.values is not None
    assert row.values["epochs"] == 15
    assert row.remarks == ("Epochs is fixed at 15; the link sets “50”.",)
    row = replay(url.replace("/numpy_by_hand?", "/torch_module?"))
    assert row.remarks == (
        "The link leads to the page torch_module; the task is about numpy_by_hand.",
    )
    other = Task(TASK.page, TASK.question, TASK.goals[:1], TASK.open, TASK.fixed)
    row = replay(handed_in(task=other, lr=GOOD), TASK)
    assert row.wrong.endswith(f"it got “task {encode(other)['task']}”.")
    row = replay(url.replace("w-2-0.01", "w-2-0.5"), TASK)
    assert row.wrong.endswith("it got “one changed or cut”.")
    assert table([row])["met"][0] == "refused"
    assert replay(url, TASK).met


HOSTILE = [
    "",
    "a" * 100_000,
    "a?" * 50_000,
    "nothing here",
    "https://example.org/",
    "https://example.org/numpy_by_hand?lr=0.1",
    "https://[::1/numpy_by_hand?task=1",
    f"https://e.org/?{urlencode({**encode(TASK), 'lr': 'nan'})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'lr': '<script>'})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'goal': 'w-2'})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'data': 'file'})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'x': '1, 2'})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'ask': 'a' * 501})}",
    f"https://e.org/?{urlencode({**encode(TASK), 'ask': 'a' * 20_000})}",
    f"https://e.org/?{urlencode(encode(TASK))}&" + "&".join(f"a{n}=1" for n in range(200)),
    "javascript:alert(1)?task=1.numpy_by_hand.00000000&goal=<b>",
    '=HYPERLINK("http://evil")?task=1',
    "?task=" + "%00" * 50,
    f"?{urlencode(encode(Task('numpy_by_hand')))}",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_is_a_row_that_says_what_is_wrong(line: str):
    row = replay(line)
    assert row.wrong
    assert row.wrong.isprintable()
    assert len(row.wrong) < 500
    assert not row.met
    assert len(row.link) <= 8_000
    assert table([row])["met"][0] in ("unreadable", "refused")
    assert not row.settings  # they may hold any text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=50))
def test_no_text_stops_the_others(before: str, after: str):
    line = " ".join(f"{before}?task={after}".split())
    assert replay(line).wrong or replay(line).task


def test_the_same_solution_handed_in_twice_is_found_whatever_its_spelling():
    urls = [
        handed_in(lr=GOOD),
        handed_in(lr=SLOW),
        handed_in("http://localhost", lr=GOOD, x="1,2,3,4", y="2,4,6,8"),
        handed_in(lr=GOOD).replace("lr=0.05", "lr=5e-2"),
        handed_in(lr=GOOD, test_x=7.0, data="doubling_4"),
        handed_in(lr=GOOD, data="doubling_5"),
        "no link",
        "no link",
    ]
    found = table([replay(url) for url in urls])
    assert found["same as"].tolist() == ["", "", "row 1", "row 1", "row 1", "", "", ""]
    assert found["met"].tolist() == ["yes", "no", "yes", "yes", "yes", "yes"] + ["unreadable"] * 2


def test_a_seed_replaces_a_start():
    task = Task("torch_module", goals=(Goal("w", (2, 1)),), open=("seed", "w0"))
    rows = [replay(handed_in(task=task, seed=seed, w0=w)) for seed, w in ((1, 0), (1, 5), (2, 0))]
    rows += [replay(handed_in(task=task, seed=None, w0=w)) for w in (0, 5)]
    assert table(rows)["same as"].tolist() == ["", "row 1", "", "", ""]


def test_two_runs_are_replayed():
    goal = Goal("same", ("numpy_by_hand", "torch_autograd"))
    task = Task("compare", goals=(goal,), open=("runs",))
    for runs, met in (
        ("numpy_by_hand--gradient-mean..torch_autograd", True),
        ("numpy_by_hand--gradient-sum..torch_autograd--lr-0.04", True),
        (CONTROLS["runs"].default, False),
    ):
        row = replay(handed_in(task=task, runs=runs))
        assert (row.met, row.wrong) == (met, "")


def test_a_paste_is_replayed_piece_by_piece_in_its_order():
    text = f"{handed_in(lr=GOOD)}\n\n  broken  \r\n{handed_in(lr=SLOW)}\n"
    work, done = Replay(text, TASK), [0]
    while work.advance():
        done.append(work.done)
    assert done == sorted(done)
    assert {1, 2} < set(done)
    assert work.done == 3
    assert [(row.met, bool(row.wrong)) for row in work.rows] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


LONG = Task("numpy_by_hand", goals=(Goal("w", (2, 0.01)),), open=("lr", "epochs"))


def test_one_absurd_answer_holds_up_no_other():
    urls = [handed_in(task=LONG, lr=1e-5, epochs=epochs) for epochs in (50_000, 20, 10, 300)]
    urls[2] = urls[2][:88]
    work = Replay("\n".join(urls))
    while work.done < 3:
        assert work.advance()
    assert [row.is_done for row in work.rows] == [False, True, True, True]
    assert table(work.rows)["met"].tolist() == ["not replayed", "no", "unreadable", "no"]
    assert [row.met for row in work.finish()] == [True, False, False, False]


def test_what_trains_the_same_is_trained_once_also_by_a_later_replay(monkeypatch):
    trained = []

    def noted(*args):
        trained.append(args)
        return training(*args)

    monkeypatch.setattr(replaying, "training", noted)
    known = {}
    urls = [handed_in(lr=GOOD), handed_in(lr=SLOW), handed_in("http://localhost", lr=GOOD)]
    first = Replay("\n".join(urls), known=known).finish()
    assert len(trained) == 2
    assert [row.met for row in first] == [True, False, True]
    easier = Task(TASK.page, "", (Goal("w", (2, 3)),), TASK.open, TASK.fixed)
    more = [handed_in(lr=0.01), handed_in(task=easier, lr=SLOW)]
    again = Replay("\n".join([*urls, *more]), TASK, known).finish()
    assert again[:3] == first
    assert len(trained) == 3
    assert Replay(more[1], known=known).finish()[0].met  # the same training, other goals


def test_points_that_are_the_same_once_standardised_are_other_points():
    task = Task("numpy_by_hand", goals=(Goal("w", (2, 0.1)),), open=("data", "lr", "standardise"))
    rows = [
        replay(handed_in(task=task, lr=0.05, standardise=True, x=x, y=y))
        for x, y in (("1,2,3,4", "2,4,6,8"), ("1,2,3,4", "4,8,12,16"))
    ]
    assert [row.met for row in rows] == [True, False]
    assert table(rows)["same as"].tolist() == ["", ""]


def test_the_class_link_that_was_given_out():
    url = handed_in(lr=SLOW)
    assert read_task(f"  {url}\n") == TASK
    for text, why in (
        ("nothing", "The link takes the parameters of a class link"),
        (url.replace("w-2-0.01", "w-2-0.5"), "The class link takes the link as it was made"),
        (handed_in(task=Task("numpy_by_hand")), "The class link takes one with a goal"),
        ("https://[::1/?task=1", "The link takes an address"),
        (f"https://e.org/?task={'1' * 9_000}", "The link takes up to 8,000 characters"),
        ("?task=1", "task takes a version"),
    ):
        with pytest.raises(gd.InputError, match=why):
            read_task(text)


def test_up_to_500_lines_are_read():
    assert len(read_links("a?b\n" * 500)) == 500
    for text in ("a?b\n" * 501, "", " \n"):
        with pytest.raises(gd.InputError, match="The list of answers takes 1 to 500 lines"):
            read_links(text)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_no_cell_of_the_csv_is_a_formula(texts: list[str]):
    lines = [f"{who} ?task=1" for who in [*texts, "=1+1", "@SUM(A1)", "+1", "-1", "\t=1"]]
    rows = [replay(line) for line in lines]
    out = list(csv.reader(io.StringIO(to_csv(rows))))
    assert len(out) == len(rows) + 1
    for line in out:
        assert len(line) == len(out[0])
        assert all(
            cell.lstrip()[:1] not in ("=", "+", "-", "@", "＝", "＋") for cell in line if cell
        )


def test_an_answer_to_another_task_than_most_is_marked():
    other = encode(Task("numpy_by_hand", goals=(Goal("diverges"),), open=("lr",)))
    lines = [handed_in(lr=SLOW), f"https://e.org/?{urlencode(other)}", handed_in(lr=GOOD)]
    remarked = table([replay(line) for line in lines])["remarks"]
    assert list(remarked) == ["", "Answers another task.", ""]


def test_the_csv_says_what_the_table_says():
    rows = [replay(handed_in(lr=SLOW)), replay("=cmd|' /C calc'!A0 https://e.org/?a=1")]
    header, one, other = csv.reader(io.StringIO(to_csv(rows)))
    assert header == list(table(rows).columns)
    assert one[2:4] == [
        "no",
        "Missed: w is within 0.01 of 2 at the end. w ends at 0.40569, 1.5943 from 2: 1.5843 too "
        "far. Missed: The loss is at most 0.1 after 15 epochs or fewer, and stays so. The loss "
        "ends at 19.064, 18.964 too much.",
    ]
    w = 2 - 2 * 0.985**15
    assert f"{w:.4f} {2 - w:.4f} {7.5 * (2 - w) ** 2:.3f}" == "0.4057 1.5943 19.064"
    assert other[1].startswith("'=cmd")
