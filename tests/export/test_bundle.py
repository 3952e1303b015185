"""The zip file: what is in it, always the same bytes, and that its script finds its points."""

import io
import zipfile

import numpy as np
import pytest

import gd
from gd.analysis import log
from gd.data.scaling import standardise
from gd.export import Report, pictures
from gd.export.bundle import bundle

LINE = gd.Problem([1, 2, 3, 4], [2.5, 4, 6, 9])
MANY = gd.Problem(np.linspace(-1, 1, 301), np.linspace(0, 3, 301) ** 2)


@pytest.fixture(autouse=True)
def drawn(request, monkeypatch):
    """Pictures that are quick to draw, but where a test is slow."""
    if request.node.get_closest_marker("slow"):
        return
    monkeypatch.setattr(
        pictures,
        "render",
        lambda views, settings: [pictures.Picture(b"s", settings.encode()) for _ in views],
    )


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_holds_what_can_be_taken_each_on_its_own():
    run = gd.train("torch_module", LINE, gd.Settings())
    link = "https://app/torch_module?lr=0.01"
    files = unpacked(bundle(run, pictures.views(run), Report(link=link)))
    assert files["script.py"] == gd.export.script(run, Report(link=link))
    assert files["distributed.py"] == gd.export.distributed(run, Report(link=link))
    assert files["history.csv"] == gd.export.history_csv(run)
    assert files["points.csv"] == "x,y\n1.0,2.5\n2.0,4.0\n3.0,6.0\n4.0,9.0\n"
    assert link in files["README.txt"]
    views = {f"{name}.{kind}" for name in pictures.views(run) for kind in ("svg", "png")}
    programs = {"script.py", "notebook.ipynb", "distributed.py"}
    assert set(files) == programs | views | {"README.txt", "history.csv", "points.csv"}
    for name in set(files) - {"README.txt"}:
        assert name.replace(".svg", ".png") in files["README.txt"]


def test_the_same_run_gives_the_same_bytes():
    run = gd.train("numpy_by_hand", LINE, gd.Settings())
    assert bundle(run, pictures.views(run)) == bundle(run, pictures.views(run))


def test_points_that_no_link_carries_travel_in_the_file_and_the_script_reads_them(programs):
    scaled = standardise(MANY)
    run = gd.train("torch_module", scaled.problem, gd.Settings())
    files = unpacked(bundle(run, pictures.views(run), Report(points=MANY, test_x=0.3)))
    assert "The points are in no link; points.csv has them." in files["README.txt"]
    assert "standardised" in files["points.png"]
    file = programs.folder / "points.csv"
    file.write_text(files["points.csv"])
    expected = log.printed(run, 0.3, log.usual_every(run), scaled=scaled)
    assert programs.lines(files["script.py"]) == expected
    file.unlink()


@pytest.mark.parametrize("variant", gd.VARIANTS)
def test_a_run_without_a_single_finite_epoch_can_be_taken(variant):
    run = gd.train(variant, LINE, gd.Settings(learning_rate=1e38, w0=1e19, b0=1e19))
    assert run.diverged_at == 1
    files = unpacked(bundle(run, pictures.views(run)))
    assert not [name for name, text in files.items() if "nan" in text.replace("nanmean", "")]


@pytest.mark.slow
@pytest.mark.parametrize("variant", gd.VARIANTS)
@pytest.mark.parametrize("settings", [gd.Settings(1e38, w0=1e19), gd.Settings(0.6, 3000)])
def test_extreme_runs_can_be_drawn(variant, settings):
    run = gd.train(variant, LINE, settings)
    for picture in pictures.render(pictures.views(run).values(), ""):
        assert b"NaN" not in picture.svg
        assert b"Infinity" not in picture.svg
