"""The history as a CSV file: pandas reads back what the run has, to the last bit."""

import io

import numpy as np
import pandas as pd
import pytest

import gd
from gd.export.history import history_csv

LINE = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def read(run: gd.Run, **options) -> pd.DataFrame:
    text = io.StringIO(history_csv(run, **options))
    return pd.read_csv(text, comment="#")


@pytest.mark.parametrize("name", gd.VARIANTS)
def test_a_row_has_the_loss_and_the_gradient_of_its_own_weights(name):
    run = gd.train(name, LINE, gd.Settings(w0=0.3, b0=-1, epochs=9))
    table = read(run)
    history = run.history[list(gd.VARIANTS[name].columns)]
    weights = [one for one in ("w", "b") if one in history]
    assert table["epoch"].tolist() == list(range(10))
    assert table[weights].iloc[0].tolist() == list(run.start[: len(weights)])
    assert table[weights].iloc[1:].to_numpy().tolist() == history[weights].to_numpy().tolist()
    others = [one for one in history if one not in weights]
    assert table[others].iloc[:-1].to_numpy().tolist() == history[others].to_numpy().tolist()
    # the last by the definition
    last = table.iloc[-1]
    error = last["w"] * LINE.x + last.get("b", 0.0) - LINE.y
    times = len(LINE.x) if name == "numpy_by_hand" else 1
    assert last["loss"] == pytest.approx((error**2).mean(), abs=1e-5)
    assert last["grad_w"] == pytest.approx(times * (2 * LINE.x * error).mean(), abs=1e-4)


def test_a_run_that_diverges_has_empty_cells_and_no_words_for_them():
    run = gd.train("torch_module", LINE, gd.Settings(learning_rate=5, epochs=300))
    text = history_csv(run)
    assert not [word for word in ("nan", "inf") if word in text.lower()]
    assert read(run)["w"].tolist()[1:] == run.history["w"].tolist()
    assert np.isnan(read(run)["loss"].iloc[-1])


def test_the_comment_says_what_a_gradient_and_a_unit_is():
    run = gd.train("numpy_by_hand", LINE, gd.Settings())
    first = history_csv(run, standardised=True).splitlines()[0]
    assert "sum over the points" in first
    assert "standard units" in first
    mean = gd.train("numpy_by_hand", LINE, gd.Settings(gradient="mean"))
    assert "sum" not in history_csv(mean).splitlines()[0]
    assert "," not in first  # a spreadsheet shows it in one cell
