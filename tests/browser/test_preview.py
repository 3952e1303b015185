"""The preview that the browser computes agrees with the training."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

import gd
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.settings import OPTIMIZERS
from gd.ui.panels import preview

FOLDER = Path(preview.__file__).parent
SOURCE = "".join((FOLDER / f"{name}.js").read_text("utf-8") for name in ("places", "preview"))
POINTS = gd.Problem([1, 2, 3, 4.5], [2.5, 3, 7, 8])
COLUMNS = ["epoch", "loss", "w", "b", "grad_w", "grad_b"]
MAX_ROWS = 121


@pytest.fixture(scope="module")
def script(chromium):
    page = chromium.new_page()
    page.set_content('<div id="root"></div>')
    module = SOURCE + "\nObject.assign(window, { simulate, showPreview, landPreview });"
    page.add_script_tag(content=module, type="module")
    page.wait_for_function("!!window.simulate")
    yield page
    page.close()


def previewed(script: Page, run: gd.Run, **asked: Any) -> np.ndarray:
    constants = preview.preview_constants(run)
    call = "([of, asked]) => simulate(of, asked.rate, asked.start)"
    return np.array(script.evaluate(call, [constants, asked]), float).reshape(-1, len(COLUMNS))


def states(run: gd.Run) -> np.ndarray:
    """The states of a run whose loss and gradient it reports: all but the last."""
    history = run.history.to_numpy()
    states = history.copy()
    states[:, 0] -= 1
    states[:, 2:4] = np.vstack([run.start, history[:-1, 2:4]])
    return states


def assert_close(found: np.ndarray, run: gd.Run, relative: float) -> None:
    """The rows of a preview are those of the run, to a fraction of the largest numbers."""
    expected = states(run)
    rows = found[found[:, 0] < len(expected)]
    expected = expected[rows[:, 0].astype(int)]
    for columns in ([1], [2, 3], [4, 5]):  # loss, weights, gradient
        off = np.abs(rows - expected)[:, columns].max()
        assert off <= relative * np.abs(expected[:, columns]).max()
    if run.diverged_at is None:
        assert found[-1, 0] == run.settings.epochs
        np.testing.assert_allclose(found[-1, 2:4], run.end, rtol=relative, atol=relative)


CASES = {
    **{f"{one} {name}": (name, {"optimizer": one}) for one in OPTIMIZERS for name in gd.VARIANTS},
    "sum": ("numpy_by_hand", {"gradient": "sum", "learning_rate": 0.02}),
    "mean": ("numpy_by_hand", {"gradient": "mean", "learning_rate": 0.1}),
    "start": ("torch_module", {"w0": -3.5, "b0": 20.0}),
    "seed": ("torch_module", {"seed": 3, "optimizer": "Nesterov"}),
    "oscillates": ("torch_module", {"learning_rate": 0.1}),
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", CASES)
def test_it_agrees_with_the_training(script: Page, case: str, dtype: str):
    variant, changed = CASES[case]
    run = gd.train(variant, POINTS, gd.Settings(epochs=100, dtype=dtype, **changed))
    found = previewed(script, run)
    assert found[:, 0].tolist() == list(range(101))
    assert_close(found, run, 1e-9 if dtype == "float64" else 1e-5)


@pytest.mark.parametrize(
    ("variant", "optimizer"),
    # where the gradient of the bias is rounding alone, Adam makes large steps of it
    [("torch_module", "SGD"), ("torch_module", "momentum"), ("torch_optimizer", "Adam")],
)
def test_it_agrees_on_standardised_data(script: Page, variant: str, optimizer: str):
    points = standardise(DATASETS["norris"].problem).problem
    settings = gd.Settings(0.1, 60, optimizer=optimizer, dtype="float64")
    run = gd.train(variant, points, settings)
    assert_close(previewed(script, run), run, 1e-9)


@pytest.mark.parametrize(("dtype", "relative"), [("float64", 1e-9), ("float32", 1e-3)])
def test_it_ends_with_the_last_finite_state_of_a_run_that_diverges(
    script: Page, dtype: str, relative: float
):
    settings = gd.Settings(1.0, 1000, dtype=dtype)
    run = gd.train("torch_module", POINTS, settings)
    assert run.diverged_at
    found = previewed(script, run)
    assert found[-1, 0] == len(run.history) - 1
    assert np.isfinite(found).all()
    assert_close(found, run, relative)


def test_it_previews_another_rate_and_another_start(script: Page):
    settings = gd.Settings(0.01, 30, dtype="float64", optimizer="momentum")
    run = gd.train("torch_module", POINTS, settings)
    faster = gd.train("torch_module", POINTS, replace(settings, learning_rate=0.03))
    moved = gd.train("torch_module", POINTS, replace(settings, w0=4.0, b0=-7.0))
    assert_close(previewed(script, run, rate=0.03), faster, 1e-9)
    assert_close(previewed(script, run, start=[4.0, -7.0]), moved, 1e-9)


@pytest.mark.parametrize("epochs", [1, 119, 120, 121, 150, 5000, 50_000])
def test_it_has_few_rows_most_of_them_early_the_first_and_the_last(script: Page, epochs: int):
    run = gd.train("numpy_by_hand", POINTS, gd.Settings(0.001, epochs))
    frames = previewed(script, run)[:, 0]
    assert len(frames) == min(epochs + 1, MAX_ROWS)
    assert frames[0] == 0
    assert frames[-1] == epochs
    assert (np.diff(frames) >= 1).all()
    assert (np.diff(frames, 2) >= -1).all()  # ever further apart, but for rounding


def test_it_writes_the_preview_and_clears_it(script: Page):
    run = gd.train("numpy_by_hand", POINTS, gd.Settings(0.01, 3))
    text, cleared = script.evaluate(
        """of => {
            const heard = [];
            const { body } = document;
            body.addEventListener("gd-moved", () => heard.push(body.value));
            showPreview(of, { rate: 0.001 });
            showPreview(of, null);
            return heard;
        }""",
        preview.preview_constants(run),
    )
    found = [[float(number) for number in row.split(",")] for row in text.split(";")]
    assert found == previewed(script, run, rate=0.001).tolist()
    assert cleared == ""


@pytest.mark.parametrize("asked", [{"rate": 0.02}, {"start": [3.0, 0.0]}])
def test_it_stays_for_a_moment_beside_the_run_that_was_asked_for(script: Page, asked: dict):
    settings = gd.Settings(0.01, 3)
    run, faster, moved = (
        preview.preview_constants(gd.train("numpy_by_hand", POINTS, replace(settings, **changed)))
        for changed in ({}, {"learning_rate": 0.02}, {"w0": 3.0})
    )
    landing, other = (faster, moved) if "rate" in asked else (moved, faster)
    show = """([before, asked, after]) => {
        showPreview(before, asked);
        landPreview(after);
        return document.body.value;
    }"""
    assert script.evaluate(show, [run, asked, landing]).startswith("0,")
    script.wait_for_function("document.body.value === ''")
    assert script.evaluate(show, [run, asked, other]) == ""


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_the_longest_training_is_previewed_within_a_frame(script: Page, optimizer: str):
    settings = gd.Settings(1e-5, 50_000, optimizer=optimizer, w0=50.0)
    run = gd.train("torch_module", POINTS, replace(settings, epochs=1))
    took = script.evaluate(
        """of => {
            const times = Array.from({ length: 15 }, () => {
                const begun = performance.now();
                simulate(of);
                return performance.now() - begun;
            });
            return Math.min(...times);
        }""",
        {**preview.preview_constants(run), "epochs": 50_000},
    )
    assert took < 16
