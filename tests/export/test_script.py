"""A script prints what the page prints: run without `gd`, compared line by line."""

import re
import subprocess
import sys

import numpy as np
import pytest

import gd
import gd.variants
from gd.analysis import log
from gd.data.datasets import DATASETS
from gd.data.scaling import standardise
from gd.export import Report
from gd.settings import ARITHMETICS, OPTIMIZERS, SCHEDULES

DOUBLING = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])
UNEVEN = gd.Problem([0.1, 2.7, -3.3, 1e-7, 5e3], [0.3, 1 / 3, -7.1, 2e16, 1e-30])
TORCH = ("torch_optimizer", "torch_module")

# Every single option that the app has.
CASES = {
    **{name: (name, gd.Settings()) for name in gd.VARIANTS},
    **{f"{name} float64": (name, gd.Settings(dtype="float64")) for name in gd.VARIANTS},
    **{f"{name} at 0.1": (name, gd.Settings(0.002, 7, 0.1, -0.2)) for name in gd.VARIANTS},
    **{f"{name} diverges": (name, gd.Settings(1.5, 500)) for name in gd.VARIANTS},
    **{
        f"{name} {one}": (name, gd.Settings(0.02, 40, optimizer=one))
        for name in TORCH
        for one in OPTIMIZERS
    },
    **{one: ("numpy_by_hand", gd.Settings(arithmetic=one)) for one in ARITHMETICS},
    **{
        f"{one} diverges": ("numpy_by_hand", gd.Settings(1.5, 500, arithmetic=one))
        for one in ARITHMETICS
    },
    "mean": ("numpy_by_hand", gd.Settings(gradient="mean")),
    **{f"seed {seed}": ("torch_module", gd.Settings(seed=seed)) for seed in (0, 2**63)},
    "seed float64": ("torch_module", gd.Settings(seed=7, dtype="float64")),
    **{f"{name} {one}": (name, gd.Settings(schedule=one)) for name in TORCH for one in SCHEDULES},
    "in order": ("torch_minibatch", gd.Settings(batch_size=3)),
    "shuffled": ("torch_minibatch", gd.Settings(batch_size=1, shuffle=True, batch_seed=5, seed=2)),
    "batches, step": ("torch_minibatch", gd.Settings(batch_size=2, shuffle=True, schedule="step")),
    "batches diverges": ("torch_minibatch", gd.Settings(2.0, 300, batch_size=3)),
}


def printed(run: gd.Run, test_x: float = 5.0, **scaled) -> list[str]:
    return log.printed(run, test_x, log.usual_every(run), **scaled)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("case", CASES)
def test_prints_what_the_page_prints(case, programs):
    variant, settings = CASES[case]
    run = gd.train(variant, DOUBLING, settings)
    assert ("diverges" in case) == (run.diverged_at is not None)
    assert programs.lines(gd.export.script(run)) == printed(run)


@pytest.mark.parametrize("variant", gd.VARIANTS)
def test_standardised_points_are_predicted_in_their_own_units(variant, programs):
    for points in (DATASETS["cars"].problem, gd.Problem([1, 2, 4], [7, 7, 7]), UNEVEN):
        for dtype in ("float32", "float64"):
            scaled = standardise(points)
            run = gd.train(variant, scaled.problem, gd.Settings(0.01, 30, 0.3, dtype=dtype))
            text = gd.export.script(run, Report(points=points, test_x=7.7))
            assert programs.lines(text) == printed(run, 7.7, scaled=scaled)


def test_points_that_are_not_those_of_the_run_are_refused():
    run = gd.train("numpy_by_hand", DOUBLING, gd.Settings())
    with pytest.raises(gd.InputError, match="points takes the points that, standardised, "):
        gd.export.script(run, Report(points=DOUBLING))


@pytest.mark.parametrize("standard", [False, True])
@pytest.mark.parametrize("variant", ["numpy_by_hand", "torch_module"])
def test_more_than_200_points_are_read_from_a_file(variant, standard, programs):
    rng = np.random.default_rng(1)
    x = rng.normal(size=5001)
    points = gd.Problem(x, 3 * x + rng.normal(size=5001))
    scaled = standardise(points) if standard else None
    run = gd.train(variant, scaled.problem if scaled else points, gd.Settings(1e-4))
    text = gd.export.script(run, Report(points=points if standard else None))
    file = programs.folder / "points.csv"
    assert len(text) < 3000
    assert programs.run(text) == (
        "",
        f"{file} is missing: a line 'x,y', then a line for each point.\n",
    )
    file.write_text(gd.export.points_csv(points), "utf-8")
    assert programs.lines(text) == printed(run, scaled=scaled)
    file.unlink()


def test_points_keep_all_their_digits():
    for problem in (UNEVEN, gd.Problem(np.geomspace(1e-44, 3e38, 200), np.arange(200) / 7)):
        text = gd.export.script(gd.train("numpy_by_hand", problem, gd.Settings(dtype="float64")))
        names = {}
        exec(re.search(r"(?s)(import numpy.*?)\n\n(x = .*?)\n\n", text)[0], names)  # type: ignore[index]
        assert gd.Problem(names["x"], names["y"]) == problem


def test_a_training_stopped_by_hand_trains_as_long(programs):
    training = gd.Training("numpy_by_hand", DOUBLING, gd.Settings(epochs=5000))
    training.advance(731)
    run = training.run()
    text = gd.export.script(run)
    assert "epochs = 731  # of 5,000: stopped by hand\n" in text
    assert programs.lines(text) == printed(run)
    nothing = gd.Training("numpy_by_hand", DOUBLING, gd.Settings(epochs=5000)).run()
    assert programs.lines(gd.export.script(nothing)) == printed(nothing)


def test_a_prediction_too_large_for_the_numbers_is_told_in_words(programs):
    for variant in gd.VARIANTS:
        run = gd.train(variant, DOUBLING, gd.Settings(w0=-20.0))
        text = gd.export.script(run, Report(test_x=3e38))
        assert programs.lines(text) == printed(run, 3e38)
        assert programs.lines(text)[0].endswith("= too far below 0")


def test_the_sign_of_nothing_is_that_of_the_notebooks(programs):
    for variant in gd.VARIANTS:
        run = gd.train(variant, DOUBLING, gd.Settings())
        lines = programs.lines(gd.export.script(run, Report(test_x=-5)))
        assert lines == printed(run, -5)
        assert lines[0].endswith(" 0.000" if run.has_bias else " -0.000")


@pytest.mark.parametrize("every", [1, 3, 100])
@pytest.mark.parametrize(("size", "counter"), [(None, "epoch"), (3, "update")])
def test_every_so_many_updates(every, size, counter, programs):
    run = gd.train("torch_minibatch", DOUBLING, gd.Settings(batch_size=size))
    text = gd.export.script(run, Report(every=every))
    assert programs.lines(text) == log.printed(run, 5.0, every)
    assert (f"{counter} %" in text) == (every > 1)


def test_reads_as_a_notebook_does(tmp_path):
    """Clean for ruff as it comes, formatted, and without a trace of the engine."""
    for number, (variant, settings) in enumerate(CASES.values()):
        run = gd.train(variant, DOUBLING, settings)
        (tmp_path / f"script_{number}.py").write_text(gd.export.script(run), "utf-8")
    for name, points in {"level": gd.Problem(range(9), [1] * 9), "many": UNEVEN}.items():
        run = gd.train("torch_module", standardise(points).problem, gd.Settings())
        text = gd.export.script(run, Report(points=points, names=('"""', "\\"), link='"""\\'))
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    for number in (30, 200, 201):
        run = gd.train(
            "numpy_by_hand",
            gd.Problem(np.linspace(-1, 1e17, number) / 3, [1] * number),
            gd.Settings(1e-30),
        )
        (tmp_path / f"points_{number}.py").write_text(
            gd.export.script(run, Report(test_x=1e17)), "utf-8"
        )
    for command in (
        ["format", "--check"],
        [
            "check",
            "--select",
            "E,F,W,I,UP,B,C4,SIM,RUF,PT,PL,N,ARG,PERF",
            "--ignore",
            "RUF001,RUF002,RUF003",
        ],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length=100", tmp_path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
    for file in tmp_path.iterdir():
        text = file.read_text("utf-8")
        assert not re.search(r"\bgd\b|yield|DOT|make_optimizer|seeded|Vector", text)


def test_only_what_the_run_uses_is_there():
    def text(variant="numpy_by_hand", **settings):
        return gd.export.script(gd.train(variant, DOUBLING, gd.Settings(**settings)))

    assert "grad / len(x)" not in text()
    assert "grad = grad / len(x)\n" in text(gradient="mean")
    assert "torch" not in text()
    assert "seed" not in text("torch_module")
    assert "w0" not in text("torch_module", seed=3)
    assert "torch.optim.SGD([w], lr=learning_rate, momentum=0.9)" in text(
        "torch_optimizer", optimizer="momentum"
    )
    for variant in gd.VARIANTS:
        assert "isfinite" not in text(variant)
        comments = re.findall(r"# .*", "\n".join(gd.VARIANTS[variant].blocks.values()))
        assert [one for one in comments if one not in text(variant)] == []


@pytest.mark.parametrize("variant", gd.VARIANTS)
def test_is_made_of_the_code_of_the_engine(variant, monkeypatch):
    """A changed digit in the variant's file turns up in the script."""
    old = {"torch_module": "nn.Linear(1, 1)", "torch_minibatch": "self[rows]"}.get(variant, "w * ")
    new = {"torch_module": "nn.Linear(1, 7)", "torch_minibatch": "self[rows[:7]]"}.get(
        variant, "w * 7 * "
    )
    run = gd.train(variant, DOUBLING, gd.Settings())
    source = gd.VARIANTS[variant].source
    monkeypatch.setattr(gd.variants, "_text", lambda _: source.replace(old, new))
    assert new in gd.export.script(run)


def test_bad_arguments_are_named():
    for arguments, field in (({"test_x": float("nan")}, "test_x"), ({"every": 0}, "every")):
        with pytest.raises(gd.InputError, match=f"{field} takes"):
            Report(**arguments)  # type: ignore[arg-type]
