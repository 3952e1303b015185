"""The runs that the page Compare compares: their controls, kept in the parameter `runs`."""

from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from gd.links import run_specs
from gd.links.controls import CONTROLS
from gd.links.run_specs import RunSpec
from gd.links.url_values import MAX_RATE, MIN_RATE
from gd.settings import MAX_BATCH, Settings
from gd.ui import state
from gd.ui.inputs import class_link
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.url_binding import set_control
from gd.variants import VARIANTS

LETTERS = "ABCD"
LABELS = {
    "gradient": "Gradient",
    "arithmetic": "Arithmetic",
    "optimizer": "Optimizer",
    "schedule": "Rate schedule",
}


@dataclass(frozen=True)
class Preset:
    """A question, the runs that answer it, where to look, and the epochs that it takes."""

    question: str
    runs: str
    hint: str
    view: str = state.VIEWS[0]
    epochs: int = 1


def presets(inputs: Inputs) -> list[Preset]:
    """Questions that learners have. The last one depends on the points and the rate."""
    longer = inputs.settings.learning_rate * len(inputs.problem.x)
    found = [
        Preset(
            "Why does NumPy converge faster?",
            run_specs.DEFAULT,
            "The last tab adds one difference at a time: see which of them moves the weight.",
        ),
        Preset(
            "Is backpropagation less exact?",
            "numpy_by_hand--gradient-mean..torch_autograd",
            "A's gradient is a formula, B's comes from `backward()`. Do they part by more than "
            "rounding?",
            state.VIEWS[1],
        ),
        Preset(
            "Why does nn.Linear stop short?",
            "torch_optimizer--optimizer-SGD..torch_module--optimizer-SGD",
            "Only B has a bias. See how slowly its w and b come to rest.",
            epochs=100,
        ),
        Preset(
            "What does Adam change?",
            "torch_optimizer--optimizer-SGD..torch_optimizer--optimizer-Adam",
            "Adam scales each step by the gradients so far. See how long the steps of w are.",
        ),
    ]
    found.append(
        Preset(
            "What do mini-batches change?",
            "torch_module..torch_minibatch--batch_size-1",
            f"B takes a step for each point, {len(inputs.problem.x):,} an epoch, where A takes one "
            "for all. Which is closer after the first epochs, and which comes to rest?",
        )
    )
    if longer <= MAX_RATE:
        found.append(
            Preset(
                "Is the sum only a larger step?",
                f"numpy_by_hand--gradient-sum..torch_autograd--lr-{float(f'{longer:.12g}')!r}",
                f"B's learning rate is {len(inputs.problem.x):,} times A's, for as many points. "
                "What is left of the difference?",
            )
        )
    return found


def render_run_picker(inputs: Inputs) -> list[RunSpec]:
    """Draw the questions and the controls of each run; return the runs they describe."""
    text = st.session_state.setdefault("runs", run_specs.DEFAULT)
    chosen = run_specs.parse_runs(text)
    if not class_link.is_open("runs"):
        st.html("".join(map(_described, LETTERS, chosen)))
        return chosen
    if class_link.current() is None:
        _render_presets(inputs, text)
    with st.container(key="runs"):
        for place in range(len(chosen)):
            with st.container(
                horizontal=True, wrap=False, vertical_alignment="bottom", gap="small"
            ):
                _render_run(place, chosen, inputs.settings)
        if len(chosen) < run_specs.MAX_RUNS:
            used = {run.variant for run in chosen}
            unused = (name for name in VARIANTS if name not in used)
            more = [*chosen, RunSpec(next(unused, chosen[-1].variant))]
            st.button("Add a run", on_click=_set_runs, args=(more,), icon=":material/add:")
    _write_url(text)
    return chosen


def _described(letter: str, run: RunSpec) -> str:
    """A run that a class link fixes, as HTML."""
    own = "".join(f", {name} {value}" for name, value in run.own.items())
    badge = f"<b class='gd-{letter.lower()}'>{letter}</b>"
    return f"<span class='gd-run'>{badge} {escape(VARIANTS[run.variant].title + own)}</span> "


def _render_presets(inputs: Inputs, text: str) -> None:
    found = {preset.question: preset for preset in presets(inputs)}
    asked = next((one for one in found.values() if run_specs.normalize(one.runs) == text), None)
    st.session_state[state.PRESET] = asked.question if asked else None
    st.pills(
        "Questions",
        list(found),
        key=state.PRESET,
        on_change=_ask,
        args=(found,),
        label_visibility="collapsed",
    )
    if asked is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(asked.hint, width="content")
        if inputs.settings.epochs < asked.epochs:
            few = f"That takes {asked.epochs} epochs: set them"
            st.button(few, on_click=set_control, args=("epochs", asked.epochs), type="tertiary")


def _ask(found: dict[str, Preset]) -> None:
    question = st.session_state[state.PRESET]
    if question is not None:  # pressed again, it goes out: the runs stay
        set_control("runs", run_specs.normalize(found[question].runs))
        st.session_state[state.VIEW] = found[question].view


def _render_run(place: int, chosen: list[RunSpec], shared: Settings) -> None:
    """The variant of a run and, folded, the settings in which it may differ from the sidebar."""
    letter, run = LETTERS[place], chosen[place]
    own = "".join(f", {name} {value}" for name, value in run.own.items())
    st.selectbox(
        f"Variant {letter}{own}",
        list(VARIANTS),
        format_func=lambda name: VARIANTS[name].title,
        **_bound(place, "variant", run.variant),
    )
    # its label is the same whatever is set: with another one, Streamlit would close it
    key = state.own_settings(letter)
    more = st.popover(f"Set {letter}", icon=":material/tune:", key=key, on_change="rerun")
    if more.open:
        with more:
            _render_own(place, run, shared)
            if len(chosen) > run_specs.MIN_RUNS:
                others = chosen[:place] + chosen[place + 1 :]
                st.button(
                    f"Remove {letter}",
                    on_click=_set_runs,
                    args=(others,),
                    icon=":material/close:",
                )


def _render_own(place: int, run: RunSpec, shared: Settings) -> None:
    letter = LETTERS[place]
    st.number_input(
        f"Learning rate of {letter}",
        MIN_RATE,
        MAX_RATE,
        step=0.001,
        format="%g",
        placeholder=f"{shared.learning_rate:.7g} (sidebar)",
        **_bound(place, "lr", run.own.get("lr")),
    )
    names = run_specs.applicable(run.variant)[1:]
    if "batch_size" in names:
        names.remove("batch_size")
        st.number_input(
            f"Batch size of {letter}",
            1,
            MAX_BATCH,
            placeholder=f"{shared.batch_size} (sidebar)",
            **_bound(place, "batch_size", run.own.get("batch_size")),
        )
    for name in names:
        st.selectbox(
            f"{LABELS[name]} of {letter}",
            ("", *run_specs.CHOICES[name]),
            format_func=lambda value, n=name: value or f"{getattr(shared, n)} (sidebar)",
            **_bound(place, name, run.own.get(name, "")),
        )


def _bound(place: int, name: str, value: Any) -> dict[str, Any]:
    """The arguments that have a widget show `value` and write a choice to the parameter `runs`."""
    key = state.compared(LETTERS[place], name)
    st.session_state[key] = float(value) if name == "lr" and value is not None else value
    return {"key": key, "on_change": _change, "args": (place, name)}


def _change(place: int, name: str) -> None:
    chosen = run_specs.parse_runs(st.session_state["runs"])
    value = st.session_state[state.compared(LETTERS[place], name)]
    if name == "variant":
        own = {n: v for n, v in chosen[place].own.items() if n in run_specs.applicable(value)}
        chosen[place] = RunSpec(value, own)
    else:
        own = {**chosen[place].own, name: value}
        own = {n: v for n, v in own.items() if v not in ("", None)}
        chosen[place] = RunSpec(chosen[place].variant, own)
    _set_runs(chosen)


def _set_runs(chosen: list[RunSpec]) -> None:
    set_control("runs", run_specs.format_runs(chosen))


def _write_url(text: str) -> None:
    """Write the runs to the URL, which leaves out the default."""
    if text != CONTROLS["runs"].default:
        st.query_params["runs"] = text
    elif "runs" in st.query_params:
        del st.query_params["runs"]
