"""The page of mistakes: one is picked, its effect guessed and then seen; or a quiz, `quiz_tab`."""

import streamlit as st

from gd.analysis.formatting import format_number
from gd.errors import InputError
from gd.links import controls
from gd.mistakes import Listing, Mistake, Outcome, Trial, find
from gd.problem import Problem, Vector
from gd.settings import Settings
from gd.ui import state
from gd.ui.app import begin
from gd.ui.inputs.mistake_choice import (
    GROUPS,
    LABELS,
    choose,
    chosen,
    following,
    leave_quiz,
    listed,
    open_quiz,
    quiz_seed,
)
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.markdown import escape as plain
from gd.ui.menu import pages
from gd.ui.pages.mistake_results import render_results
from gd.ui.pages.quiz_tab import render_quiz
from gd.ui.panels import guidance
from gd.ui.panels.code_html import Line, two_codes, with_code
from gd.ui.serving.trying import resume_trial, tried
from gd.variants import VARIANTS

FEW_POINTS = 6  # are listed in full
SHOWN = ""  # the guess of someone who asked to be shown


def render_mistakes(title: str, introduction: str) -> None:
    """Draw the page below its title and introduction."""
    inputs = begin(title, introduction)
    st.session_state[state.MISTAKE_TAB] = state.MISTAKE_TABS[quiz_seed() is not None]
    tabs = st.tabs(state.MISTAKE_TABS, key=state.MISTAKE_TAB, on_change=_change_tab)
    for tab, render in zip(tabs, (lambda: _render_trial(inputs), render_quiz), strict=True):
        if tab.open:
            with tab:
                render()


def _change_tab() -> None:
    if st.session_state[state.MISTAKE_TAB] == state.MISTAKE_TABS[0]:
        leave_quiz()
    else:
        open_quiz()


def _render_trial(inputs: Inputs) -> None:
    """The mistakes to pick from; the codes of the one picked, the question, and its answer."""
    guidance.render_notes(inputs)
    name = chosen()
    _render_groups(name)
    mistake = find(name)
    with st.container(key="trial"):
        with st.container(key="trial-code"):
            try:
                st.html(_codes(mistake, inputs))
            except InputError as error:
                st.error(f"**{plain(mistake.title)}**: {plain(str(error))}")
                return
        answered = name in st.session_state.setdefault(state.GUESSES, {})
        with st.container(key="trial-words"):
            trial = _trial(name, inputs) if answered else None
            if trial is None:
                _render_question(name)
            else:
                _render_answer(trial, inputs)
        if trial is not None:
            with st.container(key="trial-results"):
                render_results(trial, inputs)


def _render_groups(name: str) -> None:
    """All mistakes by what they are about, the chosen one marked."""
    shown = listed(name)
    with st.container(key="mistakes"):
        for group, labels in GROUPS.items():
            key = f"mistakes {group}"
            st.session_state[key] = shown if shown in labels else None
            st.pills(
                group,
                list(labels),
                format_func=lambda name: LABELS[name],
                key=key,
                on_change=_pick,
                args=(key,),
            )


def _pick(key: str) -> None:
    if name := st.session_state[key]:  # a second click on the chosen one takes nothing away
        choose(name)


def _codes(mistake: Mistake, inputs: Inputs) -> str:
    """The right code and the wrong one side by side, as HTML; above them what is set otherwise."""
    right, wrong = (
        _listed(*setup(inputs.problem, inputs.settings), mistake)
        for setup in (mistake.right_setup, mistake.wrong_setup)
    )
    # where the code is wrong, it stands for the settings as well
    differing = [] if mistake.right else [name for name in right if right[name] != wrong[name]]
    right, wrong = (
        [*(Line(f"{name} = {given[name]}") for name in differing), *_code(listing)]
        for given, listing in ((right, mistake.right_code), (wrong, mistake.wrong_code))
    )
    return (
        "<div class='gd-codes'><table><thead><tr><th scope='col'><b class='gd-a'>Right</b></th>"
        f"<th scope='col'><b class='gd-b'>Wrong</b> {with_code(mistake.title)}</th></tr></thead>"
        f"<tbody>{two_codes(right, wrong)}</tbody></table></div>"
    )


def _listed(problem: Problem, settings: Settings, mistake: Mistake) -> dict[str, str]:
    """The points, and the settings that the variant takes, as they stand in code."""
    values = {"x": _list(problem.x), "y": _list(problem.y)}
    for name in mistake.settings:
        value = getattr(settings, name)
        values[name] = f"{value:.6g}" if isinstance(value, float) else repr(value)
    return values


def _list(values: Vector) -> str:
    few = values if len(values) <= FEW_POINTS else values[: FEW_POINTS - 1]
    return f"[{', '.join([*map(format_number, few), *['…'] * (len(few) < len(values))])}]"


def _code(listing: Listing) -> list[Line]:
    """The lines of code without comments, which would tell the answer, and the loop's `yield`."""
    texts = (line.partition("#")[0].rstrip() for line in listing.text.splitlines())
    return [
        Line(text, number)
        for number, text in enumerate(texts, listing.first)
        if text and not text.startswith("    yield ")
    ]


def _trial(name: str, inputs: Inputs) -> Trial | None:
    """What the mistake does to the points of the sidebar; None, and why, if it cannot be tried."""
    try:
        return tried(name, inputs.problem, inputs.settings)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _render_question(name: str) -> None:
    st.radio(
        "**What will happen?**",
        [outcome.value for outcome in Outcome],
        index=None,
        format_func=str.capitalize,
        key=state.guess_at(name),
        on_change=_guess,
        args=(name,),
    )
    st.button("Show me", on_click=_answer, args=(name, SHOWN), icon=":material/visibility:")


def _guess(name: str) -> None:
    _answer(name, st.session_state[state.guess_at(name)])


def _answer(name: str, guess: str) -> None:
    """Note a guess; what it is a guess at is noted once that is known."""
    st.session_state[state.GUESSES][name] = (guess, None)


def _render_answer(trial: Trial, inputs: Inputs) -> None:
    """Whether the guess was right, why it goes as it does, the mend, and where to go on."""
    name = trial.mistake.name
    stopped = trial.right.stopped_at or (trial.run.stopped_at and trial.outcome != Outcome.ERROR)
    if stopped:
        _render_stopped(trial, inputs)
    else:
        st.markdown(_mark(trial))
        st.markdown(trial.reason)
    st.markdown(f"**Instead:** {trial.mistake.mend}")
    after = following(name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"Next: {LABELS[after]}",
            on_click=choose,
            args=(after,),
            icon=":material/arrow_forward:",
        )
        st.caption(_score())
    st.page_link(
        pages()[trial.mistake.variant],
        label=f"{VARIANTS[trial.mistake.variant].title} with these settings",
        icon=":material/open_in_new:",
        query_params=_link(trial, inputs),
    )


def _link(trial: Trial, inputs: Inputs) -> dict[str, str]:
    """The parameters of a link to the right run."""
    run = trial.right
    full = controls.full_link(run.problem, run.settings)
    if run.problem != inputs.problem:
        return full
    settings = (name for name, control in controls.CONTROLS.items() if control.setting)
    return {**inputs.link, **{name: full[name] for name in settings if name in full}}


def _render_stopped(trial: Trial, inputs: Inputs) -> None:
    st.markdown("**Stopped before its end**: what happens is open.")
    st.button(
        "Train to the end",
        on_click=resume_trial,
        args=(trial, inputs.problem, inputs.settings),
        icon=":material/play_circle:",
    )


def _mark(trial: Trial) -> str:
    """What happens, and whether that was guessed, in Markdown."""
    guesses, name = st.session_state[state.GUESSES], trial.mistake.name
    guess, then = guesses[name]
    if then is None:
        then = trial.outcome.value
        guesses[name] = guess, then
    happens = f"**{trial.outcome.value.capitalize()}.**"
    if guess == SHOWN:
        return happens
    right = guess == then
    badge = ":green-badge[:material/check: right]" if right else ":red-badge[:material/close: no]"
    if then == trial.outcome:
        return f"{happens} You guessed “{guess}” {badge}"
    return f"{happens} With the settings of your guess, “{guess}”, it was: {then} {badge}"


def _score() -> str:
    guesses = [one for one in st.session_state[state.GUESSES].values() if one[0] != SHOWN]
    right = sum(guess == then for guess, then in guesses)
    return f"{right} of {len(guesses)} guessed right" if guesses else ""
