"""The page of mistakes: what is seen before a guess and after it, the sidebar, links, the quiz."""

import re
from html import unescape

import pytest

import gd
from gd.mistakes import MISTAKES, TWINS, Mistake, Outcome, Raised, WrongTraining, run_trial
from gd.mistakes.quiz import draw
from gd.ui.inputs.mistake_choice import LABELS, fixed_settings
from gd.ui.serving import computing
from gd.ui.serving.trying import trial_key

from .app import captions, charts, html, no_numbers, opened, reopened, shown

POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
SHOW = "Show me"


@pytest.fixture(scope="module")
def session():
    return opened("mistakes")


def press(app, label: str):
    return next(one for one in app.main.button if one.label == label).click().run()


def guess(app, name: str, outcome: str):
    return app.main.radio(key=f"guess at {name}").set_value(outcome).run()


def words(app) -> str:
    return "\n".join(one.value for one in app.main.markdown)


def links(app) -> dict[str, str]:
    found = (one.proto for one in app.main.get("page_link"))
    return {one.label: f"{one.page}?{one.query_string}" for one in found}


def test_every_mistake_can_be_picked(session):
    assert sorted(LABELS) == sorted(MISTAKES)
    assert len(set(LABELS.values())) == len(LABELS)
    pills = [
        option.content
        for group in session.main.get("button_group")
        for option in group.proto.options
    ]
    assert pills == list(LABELS.values())


def assert_marked(app, mistake: Mistake) -> None:
    """All that differs is marked: in the code, without its comments, or in what it is given."""
    rows = re.findall(r"<tr><td(.*?)>(.*?)</td><td(.*?)>(.*?)</td></tr>", html(app))
    texts = [[unescape(re.sub("<.*?>", "", one)).strip() for one in row[1::2]] for row in rows]
    alike = [not row[0] and not row[2] for row in rows]
    assert sum(alike) > 3
    assert all(a == b for (a, b), same in zip(texts, alike, strict=True) if same)
    differing = [pair for pair, same in zip(texts, alike, strict=True) if not same]
    assert differing
    if not mistake.right:
        assert all(a.split(" = ")[0] == b.split(" = ")[0] and a != b for a, b in differing)
    for side, passage in enumerate((mistake.right, mistake.wrong)):
        code = {line.partition("#")[0].strip() for line in passage.splitlines()}
        assert not mistake.right or {pair[side] for pair in differing} <= {*code, ""}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", [*MISTAKES, "loss_summed_torch_module"])
def test_is_asked_before_it_is_shown(session, name):
    trial = run_trial(name, POINTS, gd.Settings())
    app = reopened(session, mistake=name)
    assert app.main.radio[0].options == [one.value.capitalize() for one in Outcome]
    assert app.main.radio[0].value is None
    assert trial.reason not in words(app)
    assert not charts(app)
    assert_marked(app, trial.mistake)
    guess(app, name, trial.outcome.value)
    assert not app.exception
    assert not app.error
    assert f"**{trial.outcome.value.capitalize()}.**" in words(app)
    assert "green-badge" in words(app)
    assert trial.reason in words(app)
    assert trial.mistake.mend in words(app)
    if isinstance(trial.wrong, Raised):
        assert trial.wrong.message in app.main.code[0].value
        assert f'File "{name}.py", line {trial.wrong.line}' in app.main.code[0].value
    else:
        assert len(charts(app)) == 2 * (not trial.mistake.is_printed)
    assert not no_numbers(app)


def test_a_wrong_guess_is_marked_and_counted():
    app = guess(opened("mistakes", mistake="sign_turned"), "sign_turned", "converges slower")
    assert "**Diverges.** You guessed “converges slower” :red-badge" in words(app)
    assert "0 of 1 guessed right" in captions(app)
    press(app, f"Next: {LABELS['rate_too_large']}")
    assert "Diverges." not in words(app)
    guess(app, "rate_too_large", "diverges")
    assert "1 of 2 guessed right" in captions(app)
    press(press(app, f"Next: {LABELS['rate_at_limit']}"), SHOW)
    assert "1 of 2 guessed right" in captions(app)  # who is shown has not guessed


def test_the_sidebar_changes_what_happens_and_not_the_guess():
    app = guess(opened("mistakes", mistake="sum_for_mean"), "sum_for_mean", "converges faster")
    app.sidebar.number_input(key="lr").set_value(0.05).run()
    trial = run_trial("sum_for_mean", POINTS, gd.Settings(0.05))
    assert trial.outcome == "diverges"
    assert "**Diverges.**" in words(app)
    assert "it was: converges faster :green-badge" in words(app)
    assert trial.reason in words(app)
    assert "1 of 1 guessed right" in captions(app)


def test_the_sidebar_has_what_the_variant_takes_and_the_mistake_leaves_open(session):
    def controls(name: str) -> set[str]:
        app = reopened(session, mistake=name)
        return {one.key for one in [*app.sidebar.radio, *app.sidebar.selectbox]}

    assert controls("no_zero_grad") == {"optimizer", "data"}
    assert controls("sum_for_mean") == {"data"}  # the gradient is the mistake's
    assert controls("large_units") == {"data"}
    assert fixed_settings("sum_for_mean") >= {"gradient", "arithmetic"}
    assert "optimizer" not in fixed_settings("no_zero_grad")


def test_the_right_variant_opens_with_what_the_right_code_took():
    app = press(opened("mistakes", mistake="sum_for_mean", lr="0.02", epochs="7"), SHOW)
    (link,) = links(app).values()
    assert link.startswith("numpy_by_hand?")
    assert {"lr=0.02", "epochs=7", "gradient=mean"} <= set(link.partition("?")[2].split("&"))


def test_points_that_a_mistake_does_not_take_are_refused_in_a_sentence():
    app = opened("mistakes", mistake="rate_too_large", x="0,0", y="1,2")
    assert not app.exception
    assert "takes" in app.error[0].value
    assert LABELS["sign_turned"] in [
        option.content for group in app.main.get("button_group") for option in group.proto.options
    ]


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize(
    "url",
    [
        {"x": "0", "y": "1"},
        {"x": "0,0,0,0", "y": "1,2,3,4"},
        {"x": "1e15,2e15", "y": "1,2"},
        {"x": "1,2", "y": "1e30,-1e30", "lr": "10"},
        {"w0": "1e38", "b0": "-1e38", "epochs": "1"},
        {"optimizer": "Adam", "dtype": "float64", "standardise": "true", "seed": "3"},
    ],
    ids=["one point", "all x 0", "large x", "large y", "far start", "all settings"],
)
@pytest.mark.slow
def test_extreme_points_and_settings_break_nothing(name, url):
    app = opened("mistakes", mistake=name, **url)
    if any(one.label == SHOW for one in app.main.button):
        press(app, SHOW)
    assert not app.exception
    assert "Something went wrong" not in "".join(one.value for one in app.error)
    assert not no_numbers(app)


def test_of_a_trial_that_was_stopped_nothing_is_said_until_it_is_at_its_end():
    settings = gd.Settings(1e-4, 600)
    training = WrongTraining("sign_turned", POINTS, settings)
    training.advance(30)
    key = trial_key("sign_turned", POINTS, settings)
    computing._store().put((*key, "stopped", 30), training.result())
    app = opened("mistakes", mistake="sign_turned", epochs="600", lr="0.0001")
    app.session_state["stopped"] = {key: 30}
    guess(app, "sign_turned", "diverges")
    assert "Stopped before its end" in words(app)
    assert "badge" not in words(app)
    press(app, "Train to the end")
    assert "**Diverges.** You guessed “diverges” :green-badge" in words(app)


@pytest.mark.parametrize("text", ["", "no such", "<img src=x>", "**bold**", "SUM_FOR_MEAN"])
def test_an_unknown_mistake_is_refused_and_the_last_one_stays(text):
    app = opened("mistakes", mistake=text)
    assert "In the link: Mistake takes the name of one" in app.warning[0].value.replace("\\", "")
    assert "Sum for mean" in LABELS.values()
    assert "grad = dot(2 * x, error).mean()" in html(app)
    press(app, SHOW)
    press(app, f"Next: {LABELS['loss_summed']}")
    assert not app.warning
    assert TWINS.keys().isdisjoint(LABELS)


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "9" * 17, "x", "", "٣", "9" * 5000])
def test_a_quiz_that_is_none_is_refused(text):
    app = opened("mistakes", quiz=text)
    assert "In the link: Quiz takes a whole number from 0 to" in app.warning[0].value.replace(
        "\\", ""
    )
    assert app.main.radio[0].label == "**What will happen?**"


def test_the_quiz_asks_then_answers():
    question = draw(3)
    app = opened("mistakes", quiz="3")
    assert app.main.code[0].value.splitlines() == question.log
    assert app.main.radio[0].options == [MISTAKES[name].title for name in question.trials]
    assert question.trials[question.answer].reason not in words(app)
    assert len(charts(app)) == 1
    assert not app.sidebar.number_input  # it has its own points and settings
    other = next(name for name in question.trials if name != question.answer)
    app.main.radio(key="quiz 3").set_value(other).run()
    assert f"**{MISTAKES[question.answer].title}** :red-badge" in words(app)
    assert question.trials[question.answer].reason in words(app)
    assert "0 of 1 right" in captions(app)
    assert html(app).count("<tr>") == 1 + 3  # the head and the other choices
    press(app, "Another")
    assert app.main.code[0].value.splitlines() == draw(4).log
    app.main.radio(key="quiz 4").set_value(draw(4).answer).run()
    assert "1 of 2 right" in captions(app)
    press(app, "See its code")
    assert app.main.radio[0].label == "**What will happen?**"
    assert app.session_state["mistake"] == draw(4).answer


def test_a_link_to_a_mistake_leads_past_the_quiz_that_was_open():
    app = opened("mistakes", quiz="3")
    app.switch_page("pages/documents.py").run()
    app.query_params.clear()
    app.query_params["mistake"] = "sign_turned"
    app.switch_page("pages/mistakes.py").run()
    assert app.main.radio[0].label == "**What will happen?**"
    assert "w = w + learning_rate * grad" in html(app)


@pytest.mark.slow
def test_what_the_quiz_shows_is_finite(session):
    for seed in range(12):
        app = reopened(session, quiz=str(seed))
        app.main.radio(key=f"quiz {seed}").set_value(draw(seed).answer).run()
        assert "green-badge" in words(app)
        assert not no_numbers(app)
    assert shown(session)
