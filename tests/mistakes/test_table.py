"""All mistakes: the passage is there once, what is shown is what runs, the reason is in numbers."""

import ast
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gd
from gd.mistakes import MISTAKES, TWINS, Outcome, Raised, Trial, run_trial

EVERY = [*MISTAKES.values(), *TWINS.values()]
NAMES = [mistake.name for mistake in EVERY]
AFTER = "After 40 epochs w is"
SETTINGS = gd.Settings(0.01, 40)


@pytest.fixture(scope="module")
def trials() -> dict[str, Trial]:
    problem = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
    return {name: run_trial(name, problem, SETTINGS) for name in NAMES}


def test_names_are_keys_and_fit_in_an_address():
    assert [*MISTAKES, *TWINS] == NAMES
    assert len(set(NAMES)) == len(NAMES)
    assert all(re.fullmatch("[a-z_]+", name) for name in NAMES)


@pytest.mark.parametrize("mistake", EVERY, ids=NAMES)
def test_the_passage_stands_once_in_the_source(mistake):
    if not mistake.right:
        assert mistake.wrong_source == mistake.right_source
        return
    assert mistake.right_source.count(mistake.right) == 1
    assert mistake.wrong_source == mistake.right_source.replace(mistake.right, mistake.wrong)
    assert ast.dump(ast.parse(mistake.wrong_source)) != ast.dump(ast.parse(mistake.right_source))


@pytest.mark.parametrize("mistake", EVERY, ids=NAMES)
def test_a_listing_counts_its_lines_as_its_file_does(mistake):
    for listing, source in (
        (mistake.right_code, mistake.right_source),
        (mistake.wrong_code, mistake.wrong_source),
    ):
        lines = [line.strip() for line in listing.text.splitlines()]
        assert lines == [line.strip() for line in source.splitlines()[listing.first - 1 :]]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_run_differs_from_the_right_one(name, trials):
    trial = trials[name]
    if trial.outcome == Outcome.SAME:
        assert name in ("label_before", "integer_targets")
    else:
        assert not trial.run.history.equals(trial.right.history)
    assert isinstance(trial.wrong, Raised) == (trial.outcome == Outcome.ERROR)
    assert trial.run.variant == trial.right.variant == trial.mistake.variant
    assert trial.run.is_plain == (not trial.mistake.changes_loop)
    assert trial.right.history.equals(
        gd.train(trial.mistake.variant, trial.right.problem, trial.right.settings).history
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_reason_is_two_sentences_with_numbers(name, trials):
    reason = trials[name].reason
    assert len(re.findall(r"\.(?= [A-Z`(]|$)", reason)) == 2, reason
    assert re.search(r"\d", reason)
    assert reason.count("`") % 2 == trials[name].mistake.title.count("`") % 2 == 0
    assert re.fullmatch(r"[^\n]+[a-z`)]\.", trials[name].mistake.mend)


def test_the_numbers_of_the_reasons(trials):
    """At a rate of 0.01 for 40 epochs, where the gradient is 15·(w - 2) and the first loss 30."""
    w, own, total, ways = 0.0, 0.0, 0.0, [0.0]
    for _ in range(40):
        own = 15 * (w - 2)
        total += own
        w -= 0.01 * total
        ways.append(w)
    trained = 2 - 2 * 0.85**40
    said = {
        "label_before": [f"from 0 to {trained:.3g}:"],
        "sign_turned": [f"by 1.15, where the right sign multiplies it by 0.85. {AFTER} -534"],
        "no_zero_grad": [
            f"`w.grad` is {total:.3g}, of which that epoch's own gradient is {own:.3g}.",
            f"from {min(ways):.3g} to {max(ways):.3g}, and 2 fits best",
        ],
        "loss_summed": ["loss is 120, 4 times the mean of 30,", "a rate of 0.04 in place of 0.01"],
        "step_before_backward": ["Each epoch computes it, -30, and throws it away"],
        "loss_item": ["the loss, 30,", "in epoch 1, on line 37."],
        "loss_tensor": ["the loss, 30,", "in epoch 1, on line 37."],
        "loss_rewrapped": ["after 40 epochs w is still 0 and the loss 30."],
        "integer_weight": ["`torch.tensor(0)`", "before the first epoch, on line 18."],
        "old_model": ["`w.grad` to -1,200 after 40 epochs, while its w is still 0."],  # 40·(-30)
        "large_units": ["from 0.12 to 1.33e-7. The rate is 0.01 in both."],
        "not_centred": ["From 3,001 to 3,004,", "by 55.8 where x lies near 0"],
    }
    for name, fragments in said.items():
        for fragment in fragments:
            assert fragment in trials[name].reason
    assert pytest.approx(-534, abs=0.8) == 1.15**40 * -2 + 2


def test_all_outcomes_occur(trials):
    assert {trial.outcome for trial in trials.values()} == set(Outcome)


def test_an_unknown_name_is_refused(doubling):
    with pytest.raises(gd.InputError, match=r"mistake.*sum_for_mean, sign_turned"):
        run_trial("none", doubling, SETTINGS)


sizes = st.sampled_from([1e-30, 1e-3, 1.0, 1e3, 1e15, 1e37])
runs = st.builds(
    gd.Settings,
    learning_rate=st.sampled_from([1e-30, 1e-3, 0.1, 3.0, 1e30]),
    epochs=st.sampled_from([1, 2, 3, 17]),
    w0=st.sampled_from([0.0, 2.0, -1e30]),
    optimizer=st.sampled_from(["SGD", "momentum", "Adam"]),
    dtype=st.sampled_from(["float32", "float64"]),
)
pairs = st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=4)


@given(st.sampled_from(NAMES), pairs, sizes, sizes, runs)
@settings(max_examples=40)
def test_extreme_points_and_settings_give_a_sentence_or_a_refusal(name, pairs, of_x, of_y, chosen):
    problem = gd.Problem([x * of_x for x, _ in pairs], [y * of_y for _, y in pairs])
    try:
        trial = run_trial(name, problem, chosen)
    except gd.InputError:
        return
    words = re.findall(r"\w+", trial.reason.lower())
    assert not {"nan", "inf"} & set(words)
    assert trial.outcome in Outcome
    assert trial.wrong_log(5.0)
    assert trial.right_log(5.0)
