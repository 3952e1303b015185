"""Progress in a link: its round trip, what is refused, what two accounts of it say together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd.errors import InputError
from gd.tasks import EXERCISES, Mark, exercise_of, format_progress, parse_progress, unite
from gd.tasks.progress import VERSION


def marks(name: str) -> st.SearchStrategy[Mark]:
    guesses = st.none() | st.integers(0, len(EXERCISES[name].prediction.choices) - 1)
    return st.builds(Mark, guesses, st.booleans())


PROGRESS = st.fixed_dictionaries({name: marks(name) for name in EXERCISES}).map(
    lambda found: {name: mark for name, mark in found.items() if mark != Mark()}
)


@given(PROGRESS)
def test_a_link_carries_it_in_a_short_word(progress: dict[str, Mark]):
    word = format_progress(progress)
    assert len(word) <= 11
    assert bool(word) == bool(progress)
    if word:
        assert word.replace("-", "").isalnum()  # nothing that an address escapes
        assert parse_progress(word) == progress
        assert format_progress(parse_progress(word)) == word


@given(PROGRESS, PROGRESS)
def test_nothing_is_lost_where_two_are_united(one: dict[str, Mark], other: dict[str, Mark]):
    both = unite(one, other)
    assert set(both) == {*one, *other}
    for name, mark in both.items():
        of = [found[name] for found in (one, other) if name in found]
        assert mark.solved == any(each.solved for each in of)
        assert mark.guess == next((each.guess for each in of if each.guess is not None), None)
    assert unite(both, other) == both


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "2B",
        "B",
        "1e",
        "1s",
        "1B ",
        "1B\n",
        "1-----------",
        "1Bü",
        "1-d",
        "<b>",
        "1" * 9_999,
    ],
)
def test_what_it_cannot_be_is_refused_with_what_it_takes(text: str):
    with pytest.raises(InputError) as refused:
        parse_progress(text)
    assert refused.value.field == "Progress"
    assert refused.value.got == text
    assert len(str(refused.value)) < 300
    assert parse_progress("1BA-cS")["largest_rate"] == Mark(0, solved=True)


def test_the_letters_mean_the_same_as_long_as_the_version_stays():
    assert VERSION == "1"
    assert [(name, len(one.prediction.choices)) for name, one in EXERCISES.items()] == [
        ("first_step", 4),
        ("largest_rate", 3),
        ("sum_and_mean", 3),
        ("break_it", 3),
        ("wrong_bias", 3),
        ("why_9_815", 4),
        ("hurry_up", 4),
        ("keep_rolling", 4),
        ("adam_loses", 3),
        ("real_data", 3),
    ]


def test_a_task_is_known_as_the_exercise_that_it_is():
    assert [exercise_of(one.task) for one in EXERCISES.values()] == list(EXERCISES.values())
    assert exercise_of(None) is None
