"""What a link describes is what the app sets up; what is refused is said by a control's name."""

from typing import Any

import numpy as np
import pytest

import gd
from gd.data.datasets import DATASETS
from gd.data.holdout import hold_out
from gd.links.setup import read_values, setup
from gd.ui.inputs import sidebar
from tests.pages.app import opened

NOISY = {"x": "0,1,2,3,5,8,9,10", "y": "1,2,4,8,9,15,17,20"}
POINTS = gd.Problem([0, 1, 2, 3, 5, 8, 9, 10], [1, 2, 4, 8, 9, 15, 17, 20])
OF_BATCHES = {"batch_size": "3", "shuffle": "false", "batch_seed": "4", "held_out": "0.25"}
A_PAIR = "torch_module..torch_minibatch--batch_size-2"


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("torch_minibatch", {**NOISY, **OF_BATCHES, "standardise": "true", "dtype": "float64"}),
        ("torch_module", {**NOISY, **OF_BATCHES, "schedule": "cosine", "seed": "3"}),
        ("compare", {**NOISY, **OF_BATCHES, "runs": A_PAIR}),
        ("compare", {**NOISY, **OF_BATCHES}),
    ],
)
def test_a_link_describes_what_its_page_sets_up(
    page: str, url: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    seen: list[Any] = []
    check = sidebar.check_inputs
    monkeypatch.setattr(
        sidebar, "check_inputs", lambda *given: seen.append(check(*given)) or seen[-1]
    )
    app = opened(page, **url)
    assert not app.error
    found, of_page = setup(read_values(url), page), seen[-1]
    assert found.points == of_page.points
    assert found.problem == of_page.problem
    assert found.settings == of_page.settings
    assert found.scale == of_page.scale


def test_batches_and_points_held_out_are_of_their_page_alone():
    values = read_values({**NOISY, **OF_BATCHES})
    found = setup(values, "torch_minibatch")
    assert found.problem == hold_out(POINTS, 0.25).train != POINTS
    assert found.points == POINTS
    assert found.settings == gd.Settings(batch_size=3, shuffle=False, batch_seed=4)
    assert found.plans == (("torch_minibatch", found.settings),)
    for page in ("numpy_by_hand", "torch_module", "compare"):
        found = setup(values, page)
        assert found.problem == POINTS
        assert found.settings == gd.Settings()
    assert setup({**values, "runs": A_PAIR}, "compare").problem == POINTS


def test_points_are_held_out_before_the_rest_is_standardised():
    values = read_values({"data": "norris", "standardise": "true", "held_out": "0.5"})
    found = setup(values, "torch_minibatch")
    train, _ = hold_out(DATASETS["norris"].problem, 0.5)
    assert found.problem.x == pytest.approx((train.x - train.x.mean()) / np.std(train.x))
    assert found.scale is not None
    assert found.scale.x_mean == pytest.approx(train.x.mean())


def test_runs_of_compare_share_the_batches_of_the_sidebar():
    runs = "torch_minibatch..torch_minibatch--batch_size-2--lr-0.02--schedule-step"
    found = setup(read_values({"runs": runs, "shuffle": "false", "batch_size": "3"}), "compare")
    shared = gd.Settings(batch_size=3)
    own = gd.Settings(0.02, batch_size=2, schedule="step")
    assert found.plans == (("torch_minibatch", shared), ("torch_minibatch", own))
    three = setup(read_values({"runs": f"torch_module..torch_autograd..{runs}"}), "compare")
    assert [variant for variant, _ in three.plans] == ["torch_module", "torch_autograd"]
    assert three.settings.batch_size == 1


@pytest.mark.parametrize(
    ("page", "url", "sentence"),
    [
        ("torch_minibatch", {"batch_size": "5"},
         "Batch size takes a whole number from 1 to 4, the number of points; it got 5."),
        ("torch_minibatch", {"batch_size": "4", "held_out": "0.3"},
         "Batch size takes a whole number from 1 to 3, the number of points; it got 4."),
        ("torch_minibatch", {"batch_size": "2.5"}, "Batch size takes a whole number; it got 2.5."),
        ("torch_minibatch", {"batch_seed": "0.5"}, "Seed of the shuffling takes a whole number"),
        ("torch_minibatch", {"data": "made", "number": "100", "epochs": "2001"},
         "Epochs takes at most 2,000 with 100 batches each, 200,000 updates in all; it got 2001."),
        ("torch_minibatch", {"x": "1", "y": "2", "held_out": "0.5"},
         "Held out takes 0 where there is a single point; it got 0.5."),
        ("compare", {"runs": "torch_module..torch_minibatch--batch_size-9"},
         "Batch size of B takes a whole number from 1 to 4, the number of points; it got 9."),
        ("compare", {"runs": "torch_minibatch--batch_size-2..torch_module", "batch_size": "7"},
         "Batch size takes a whole number from 1 to 4"),
        ("compare", {"runs": "torch_minibatch..torch_module", "data": "made", "number": "100",
                     "batch_size": "100", "epochs": "2001"}, ""),
        ("compare", {"runs": "torch_minibatch--batch_size-1..torch_module", "data": "made",
                     "number": "100", "batch_size": "100", "epochs": "2001"},
         "Epochs of A takes at most 2,000 with 100 batches each"),
        ("torch_module", {"batch_size": "5", "held_out": "0.5"}, ""),
        ("torch_module", {"epochs": "2.5"}, "Epochs takes a whole number; it got 2.5."),
        ("torch_module", {"w0": "1e-46"}, "Start of w takes 0, or numbers of at least"),
        ("torch_module", {"data": "file"}, "Points takes points that a link carries"),
        ("torch_module", {"x": "1,1", "y": "1,2", "standardise": "true"},
         "x takes two or more different numbers; it got 1.0."),
        ("torch_module", {"x": "-1,1e-50,1", "y": "1,2,3", "standardise": "true"},
         "x[1] takes 0, or numbers of at least"),
        ("torch_module", {"x": "1e45,2e45", "y": "1,2"}, "x[0] takes numbers up to"),
        ("torch_module", {"x": "1e45,2e45", "y": "1,2", "standardise": "true"}, ""),
        ("torch_module", {"x": "1e-38,2e-38", "y": "1,2", "test_x": "1e38", "standardise": "true"},
         "Predict at x takes a number less than"),
    ],
)  # fmt: skip
def test_what_the_sidebar_refuses_is_refused_with_its_sentence(
    page: str, url: dict[str, str], sentence: str
):
    if not sentence:
        setup(read_values(url), page)
        return
    with pytest.raises(gd.InputError) as refusal:
        setup(read_values(url), page)
    assert str(refusal.value).startswith(sentence)
