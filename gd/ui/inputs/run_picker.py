"""The runs that the page Compare compares: their controls, kept in the parameter `runs`."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from gd.settings import Settings
from gd.ui import state
from gd.ui.inputs import run_specs
from gd.ui.inputs.controls import CONTROLS
from gd.ui.inputs.page_inputs import Inputs
from gd.ui.inputs.run_specs import RunSpec
from gd.ui.inputs.url_binding import set_control
from gd.ui.inputs.url_values import MAX_RATE, MIN_RATE
from gd.variants import VARIANTS

LETTERS = "ABCD"
BADGES = ("blue", "orange", "green", "violet")  # near the colours of `gd.charts.comparison_charts`
LABELS = {"gradient": "Gradient", "arithmetic": "Arithmetic", "optimizer": "Optimizer"}


@dataclass(frozen=True)
class Preset:
    """A question, the runs that answer it, a hint where to look, and the epochs it needs."""

    question: str
    runs: str
    hint: str
    epochs: int | None = None


def presets(inputs: Inputs) -> list[Preset]:
    """Questions that learners have. The last one depends on the points and the rate."""
    longer = inputs.settings.learning_rate * len(inputs.problem.x)
    found = [
        Preset(
            "Why does NumPy converge faster?",
            run_specs.DEFAULT,
            "B starts where A starts and fits the same points. Under *One difference at a time*, "
            "see which of their differences moves the weight.",
        ),
        Preset(
            "Is backpropagation less exact?",
            "numpy_by_hand--gradient-mean..torch_autograd",
            "A's gradient is the formula, B's is found by `backward()`. See how many units in the "
            "last place they are apart, and whether the loss of either stays above the other.",
        ),
        Preset(
            "Why does nn.Linear stop short?",
            "torch_optimizer--optimizer-SGD..torch_module--optimizer-SGD",
            "Only B has a bias. In the charts of w and b, see how slowly B's two numbers come to "
            "rest.",
            100,
        ),
        Preset(
            "What does Adam change?",
            "torch_optimizer--optimizer-SGD..torch_optimizer--optimizer-Adam",
            "A's step is the learning rate times the slope; Adam scales it by the slopes that it "
            "has seen. In the chart of w, see how long the steps of either are.",
        ),
    ]
    if longer <= MAX_RATE:
        found.append(
            Preset(
                "Is the sum only a larger step?",
                f"numpy_by_hand--gradient-sum..torch_autograd--lr-{float(f'{longer:.12g}')!r}",
                f"B's learning rate is {len(inputs.problem.x):,} times A's, for as many points. "
                "See what is left of the difference.",
            )
        )
    return found


def render_run_picker(inputs: Inputs) -> list[RunSpec]:
    """Draw the questions and the controls of each run; return the runs they describe."""
    text = st.session_state.setdefault("runs", run_specs.DEFAULT)
    chosen = run_specs.parse_runs(text)
    _render_presets(inputs, text)
    columns = st.columns(len(chosen))
    for place, (column, run) in enumerate(zip(columns, chosen, strict=True)):
        with column.container(border=True, height="stretch"):
            _render_controls(place, run, inputs.settings)
            if len(chosen) > run_specs.MIN_RUNS:
                st.button(
                    f"Remove {LETTERS[place]}",
                    on_click=_set_runs,
                    args=(chosen[:place] + chosen[place + 1 :],),
                    icon=":material/close:",
                    type="tertiary",
                )
    if len(chosen) < run_specs.MAX_RUNS:
        used = {run.variant for run in chosen}
        new = RunSpec(next((name for name in VARIANTS if name not in used), chosen[-1].variant))
        st.button("Add a run", on_click=_set_runs, args=([*chosen, new],), icon=":material/add:")
    _write_url(text)
    return chosen


def _render_presets(inputs: Inputs, text: str) -> None:
    found = presets(inputs)
    with st.container(horizontal=True, gap="small"):
        for preset in found:
            st.button(
                preset.question,
                on_click=_ask,
                args=(preset,),
                type="primary" if run_specs.normalize(preset.runs) == text else "secondary",
            )
    hint = next((preset.hint for preset in found if run_specs.normalize(preset.runs) == text), "")
    if hint:
        st.caption(hint)


def _render_controls(place: int, run: RunSpec, shared: Settings) -> None:
    """The variant of a run, and the settings in which it may differ from the sidebar."""
    letter = LETTERS[place]
    st.selectbox(
        f":{BADGES[place]}-badge[{letter}] Variant",
        list(VARIANTS),
        format_func=lambda name: VARIANTS[name].title,
        **_bound(place, "variant", run.variant),
    )
    st.number_input(
        f"Learning rate of {letter}",
        MIN_RATE,
        MAX_RATE,
        step=0.001,
        format="%g",
        placeholder=f"{shared.learning_rate:.7g} (sidebar)",
        **_bound(place, "lr", run.own.get("lr")),
    )
    for name in run_specs.applicable(run.variant)[1:]:
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


def _ask(preset: Preset) -> None:
    set_control("runs", run_specs.normalize(preset.runs))
    if preset.epochs is not None:
        set_control("epochs", float(preset.epochs))


def _write_url(text: str) -> None:
    """Write the runs to the URL, which leaves out the default."""
    if text != CONTROLS["runs"].default:
        st.query_params["runs"] = text
    elif "runs" in st.query_params:
        del st.query_params["runs"]
