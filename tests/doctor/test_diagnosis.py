"""What printed a log: settings found, mistakes named, and what nothing explains said to be so."""

import pytest

import gd
from gd.doctor import Diagnosing, diagnose

TO_4 = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def log_of(variant: str, settings: gd.Settings, line: str, problem: gd.Problem = TO_4) -> str:
    """A training's log, each line written by the format `line` from n, loss, w, b and w_before."""
    run = gd.train(variant, problem, settings)
    rows = run.history[["epoch", "loss", "w", "b"]].to_numpy().tolist()
    before = [run.start[0], *(row[2] for row in rows)]
    return "\n".join(
        line.format(n=int(n), loss=loss, w=w, b=b, w_before=w_before)
        for (n, loss, w, b), w_before in zip(rows, before, strict=False)
    )


def test_w_printed_before_its_update_is_told_from_w_printed_after_it() -> None:
    settings = gd.Settings(0.02, 8)
    diagnosis = diagnose(log_of("torch_autograd", settings, "{n} loss={loss:.4f} w={w_before:.4f}"))

    assert diagnosis.explained
    assert diagnosis.settings == settings
    assert "printed of one moment" in diagnosis.cause
    after = diagnose(log_of("torch_autograd", settings, "{n} loss={loss:.4f} w={w:.4f}"))
    assert "printed of one moment" not in after.cause


@pytest.mark.slow
def test_an_unusual_rate_is_solved_from_the_rows() -> None:
    settings = gd.Settings(0.013728, 30)
    diagnosis = diagnose(log_of("torch_autograd", settings, "epoch {n}: loss = {loss:.8f}"))

    assert diagnosis.explained
    assert diagnosis.settings is not None
    assert diagnosis.settings.learning_rate == pytest.approx(0.013728, rel=1e-6)


@pytest.mark.slow
def test_a_random_start_of_one_weight_is_recovered() -> None:
    settings = gd.Settings(0.01, 20, w0=0.73514)
    diagnosis = diagnose(log_of("torch_autograd", settings, "epoch {n}: loss {loss:.5f} w {w:.5f}"))

    assert diagnosis.explained
    assert diagnosis.settings is not None
    assert diagnosis.settings.w0 == pytest.approx(0.73514, abs=2e-5)


def test_a_seed_is_named() -> None:
    settings = gd.Settings(0.01, 20, seed=42)
    diagnosis = diagnose(log_of("torch_module", settings, "epoch {n}: loss = {loss:.6f}"))

    assert diagnosis.settings == settings
    assert "torch.manual_seed(42)" in diagnosis.cause


@pytest.mark.slow
def test_other_points_are_taken_as_given() -> None:
    problem = gd.Problem([1, 2, 5], [3, 1, 4])
    settings = gd.Settings(0.01, 12)
    log = log_of("torch_module", settings, "{n}: loss = {loss:.6f}, w = {w:.4f}", problem)

    assert diagnose(log, problem).settings == settings
    unknown = diagnose(log)
    assert not unknown.explained
    assert "If yours were others, give them." in unknown.cause


@pytest.mark.slow
def test_epochs_of_thousands_are_replayed() -> None:
    settings = gd.Settings(0.0001, 3000, gradient="mean")
    lines = log_of("numpy_by_hand", settings, "epoch {n}: loss = {loss:.8f}").splitlines()
    diagnosis = diagnose("\n".join(lines[::300]))

    assert diagnosis.explained
    assert diagnosis.settings is not None
    assert diagnosis.settings.learning_rate == 0.0001
    assert diagnosis.settings.epochs == 3000


def test_a_diverging_log_says_that_the_rate_is_too_large() -> None:
    log = log_of("torch_autograd", gd.Settings(0.5, 20), "epoch {n}: loss = {loss:.4f}")
    diagnosis = diagnose(log)

    assert diagnosis.explained
    assert "above 0.1333 each epoch makes the error larger" in diagnosis.cause


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("no_zero_grad", "zero_grad is missing"),
        ("sign_turned", "The sign of the step is turned"),
        ("stale_gradient", "step() comes before backward()"),
        ("column_minus_row", "The targets have the shape (N,)"),
        ("row_of_targets", "The targets have the shape (N,)"),
        ("loss_summed", "Your loss is the sum"),
        ("step_before_backward", "the weights never move"),
    ],
)
def test_a_mistake_is_named(name: str, cause: str) -> None:
    run = gd.mistakes.train(name, TO_4, gd.Settings(0.01, 12))
    assert isinstance(run, gd.Run)
    rows = run.history[["epoch", "loss", "w"]].to_numpy().tolist()
    diagnosis = diagnose("\n".join(f"epoch {n:.0f}: loss {a:.6f}, w {w:.4f}" for n, a, w in rows))

    assert diagnosis.explained
    assert cause in diagnosis.cause
    assert name in {
        found.explanation.mistake for found in (diagnosis.best, *diagnosis.others) if found
    }


@pytest.mark.parametrize("name", ["update_in_graph", "requires_grad_forgotten", "integer_inputs"])
def test_a_traceback_names_its_mistake(name: str) -> None:
    raised = gd.mistakes.train(name, TO_4, gd.Settings(epochs=2))
    assert isinstance(raised, gd.mistakes.Raised)
    diagnosis = diagnose(f"epoch 1: oh\n{raised.traceback}")

    named = {found.explanation.mistake for found in (diagnosis.best, *diagnosis.others) if found}
    assert name in named
    assert gd.mistakes.MISTAKES[str(diagnosis.mistake)].title in diagnosis.cause


def test_three_digits_leave_the_alternatives_named() -> None:
    log = log_of("numpy_by_hand", gd.Settings(0.01, 6), "epoch {n}: w = {w:.3f}")
    diagnosis = diagnose(log)

    assert diagnosis.explained
    assert diagnosis.cause.startswith("Your gradient is the sum over 4 points")
    rates = {found.explanation.rate for found in diagnosis.others}
    assert {0.01, 0.04} <= rates  # the mean of the gradient with four times the rate


@pytest.mark.slow
def test_a_log_that_nothing_explains_is_said_to_be_so() -> None:
    log = log_of("torch_autograd", gd.Settings(0.01, 12), "epoch {n}: loss = {loss:.5f}")
    lines = log.splitlines()
    lines[7] = "epoch 8: loss = 3.08319"  # one digit
    diagnosis = diagnose("\n".join(lines))

    assert (diagnosis.reprinted, diagnosis.given) == (11, 12)
    assert not diagnosis.explained
    assert diagnosis.cause.startswith("Nothing here reprints this log")
    assert diagnosis.first_difference is not None
    assert diagnosis.first_difference.number == 8
    assert diagnosis.first_difference.reprinted == "epoch 8: loss = 3.08309"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "line"),
        ("hello", "line"),
        ("epoch 99999999: loss = 1.0\nepoch 100000000: loss = 0.5", "epoch"),
        ("epoch 1: loss = 1.0\n" * 20_000, "line"),
    ],
)
def test_what_is_no_log_is_refused(text: str, word: str) -> None:
    with pytest.raises(gd.InputError) as refused:
        diagnose(text)
    assert word in str(refused.value)


@pytest.mark.slow  # where nothing explains a log, everything is tried
@pytest.mark.parametrize(
    "text",
    [
        "epoch 1: loss = nan",
        "epoch 1: loss = inf\nepoch 2: loss = -inf",
        "epoch 1: loss = 1e308, w = -1e308\nepoch 2: loss = 1e-320, w = 1e300",
        "epoch 1: loss = __import__('os').abort() 3.0",
        "epoch 1: loss = -5.0",
        "epoch 0: w = 0.000",
    ],
)
def test_a_hostile_log_gets_an_answer(text: str) -> None:
    diagnosis = diagnose(text)
    assert diagnosis.given >= 1
    assert "nan" not in diagnosis.cause
    assert "inf" not in diagnosis.cause


@pytest.mark.slow
def test_progress_ascends_and_the_diagnosis_so_far_is_at_hand() -> None:
    diagnosing = Diagnosing("epoch 1: loss = 3.5\nepoch 2: loss = 17.25\nepoch 3: loss = 0.125")
    seen = [diagnosing.progress]
    while diagnosing.advance():
        seen.append(diagnosing.progress)
        assert diagnosing.diagnosis().given == 3

    assert seen == sorted(seen)
    assert diagnosing.progress == 1.0
