import pytest
from hypothesis import given
from hypothesis import strategies as st

import gd
from gd.links import controls
from gd.links.controls import CONTROLS


def test_the_names_in_the_url():
    names = "lr epochs w0 b0 seed gradient arithmetic optimizer dtype test_x data x y standardise"
    names += " slope intercept noise number noise_seed runs"
    names += " schedule batch_size shuffle batch_seed held_out"
    assert set(CONTROLS) == set(names.split())


def test_the_defaults_are_those_of_the_settings():
    values = {name: control.default for name, control in CONTROLS.items()}
    for name in ("epochs", "batch_size", "batch_seed"):
        values[name] = CONTROLS[name].integer(values[name])
    # a point at a time: the page of mini-batches begins with what is not full-batch
    assert controls.settings(values) == gd.Settings(batch_size=1, shuffle=True)
    assert controls.default_problem() == gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


@pytest.mark.parametrize("name", ["lr", "epochs", "w0", "b0", "test_x", "seed"])
@pytest.mark.parametrize(
    "text", ["abc", "nan", "inf", "-inf", "1e999", "0x10", "1,5", "--1", "<b>"]
)
def test_refuses_what_is_no_number(name, text):
    with pytest.raises(gd.InputError) as refusal:
        CONTROLS[name].parse(text)
    assert refusal.value.field == CONTROLS[name].label
    assert text in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lr", "0"), ("lr", "1e-13"), ("lr", "10.1"), ("lr", "-1"), ("lr", ""),
        ("epochs", "0"), ("epochs", "50001"), ("epochs", ""),
        ("w0", "1e39"), ("w0", "1e-400"), ("test_x", "-1e39"), ("test_x", "-1e-400"),
        ("seed", "-1"), ("seed", "1e16"),
        ("gradient", "Sum"), ("arithmetic", "numpy3"), ("optimizer", "adam"), ("optimizer", ""),
    ],
)  # fmt: skip
def test_refuses_what_is_out_of_range(name, text):
    with pytest.raises(gd.InputError):
        CONTROLS[name].parse(text)


@given(st.floats(1e-12, 10))
def test_reads_back_any_learning_rate(rate):
    assert CONTROLS["lr"].parse(repr(rate)) == rate


def test_an_empty_seed_is_none():
    assert CONTROLS["seed"].parse("") is None
    assert CONTROLS["seed"].parse("7") == 7


@pytest.mark.parametrize("value", [3.7, 0.5])
def test_refuses_part_of_an_epoch(value):
    with pytest.raises(gd.InputError, match="Epochs takes a whole number; it got"):
        CONTROLS["epochs"].integer(value)


@given(st.lists(st.floats(-(2.0**99), 2.0**99, width=32), min_size=1, max_size=9))
def test_reads_points(values):
    text = ", ".join(map(repr, values))
    assert controls.problem(text, text) == gd.Problem(values, values)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ("1, 2", "1", "y takes as many numbers as x, which has 2; it got 1."),
        ("1, b", "1, 2", "Entry 2 of x takes a number, as in 1, 2.5, 4; it got “b”."),
        ("", "1", "Entry 1 of x takes"),
        ("1, 2", "1, , 2", "Entry 2 of y takes a number, as in 1, 2.5, 4; it got “”."),
        ("1e39", "1", "x[0] takes numbers up to"),
        ("nan", "1", "Entry 1 of x takes a number, as in 1, 2.5, 4; it got “nan”."),
        ("1, 1e309", "1", "Entry 2 of x takes numbers up to ±1.797693e+308; it got “1e309”."),
        ("7" * 5000, "1", "it got “77777"),
        ("1", "-inf", "Entry 1 of y takes a number, as in 1, 2.5, 4; it got “-inf”."),
        ("1e-400", "1", "Entry 1 of x takes 0, or numbers of at least 4.940656e-324 in size; it g"),
        ("-0.0e-400", "1e-46", "y[0] takes 0, or numbers of at least 1.401298e-45 in size, the le"),
        ("1," * 100_001, "1", "x takes 1 to 100,000 numbers"),
    ],
)
def test_refuses_points_with_a_sentence(x, y, sentence):
    with pytest.raises(gd.InputError) as refusal:
        controls.problem(x, y)
    assert sentence in str(refusal.value)
