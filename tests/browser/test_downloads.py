"""Each file of the tab *Code*, downloaded, and used as its reader would."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

import gd
from gd.analysis import log
from gd.export import Report

from .conftest import idle

STEM = "torch_module-Adam-lr-0.02-epochs-12"
FILES = {
    "Script .py": f"{STEM}.py",
    "Notebook .ipynb": f"{STEM}.ipynb",
    "Several machines .py": f"{STEM}-distributed.py",
    "History .csv": f"{STEM}.csv",
    "Points .csv": "points.csv",
    "Loss .png": f"{STEM}-loss.png",
    "Landscape .svg": f"{STEM}-landscape.svg",
    "Everything .zip": f"{STEM}.zip",
}


@pytest.fixture(scope="module")
def files(chromium: Browser, server: str, tmp_path_factory) -> dict[str, Path]:
    """The files, by the names of their buttons."""
    folder, found = tmp_path_factory.mktemp("downloads"), {}
    page = chromium.new_page()
    page.goto(f"{server}/torch_module?tab=Code&lr=0.02&epochs=12&optimizer=Adam&test_x=7")
    open_list(page)
    for name, file in FILES.items():
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename == file
        download.value.save_as(folder / file)
        found[name] = folder / file
    page.close()
    return found


def open_list(page: Page) -> None:
    idle(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Download").click()
    expect(page.get_by_role("button", name="Everything .zip")).to_be_visible()


@pytest.fixture(scope="module")
def run() -> gd.Run:
    settings = gd.Settings(learning_rate=0.02, epochs=12, optimizer="Adam")
    return gd.train("torch_module", gd.Problem([1, 2, 3, 4], [2, 4, 6, 8]), settings)


def printed_by(script: Path) -> list[str]:
    command = [sys.executable, "-I", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=script.parent)
    return done.stdout.splitlines()


def test_the_script_prints_what_the_page_prints(files, run):
    assert printed_by(files["Script .py"]) == log.printed(run, 7.0, log.usual_every(run))


def test_the_tables_are_read_by_pandas(files, run):
    history = pd.read_csv(files["History .csv"], comment="#")
    assert history["w"].tolist() == [run.start[0], *run.history["w"]]
    assert pd.read_csv(files["Points .csv"])["y"].tolist() == [2, 4, 6, 8]


def test_the_pictures_are_pictures(files):
    png = files["Loss .png"].read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) > 1000
    texts = "".join(ElementTree.fromstring(files["Landscape .svg"].read_text()).itertext())
    assert "nn.Linear module · Adam · lr 0.02 · 12 epochs" in texts


def test_the_programs_are_the_engines(files, run, server):
    link = f"{server}/torch_module?lr=0.02&epochs=12&optimizer=Adam&test_x=7"
    several = files["Several machines .py"]
    expected = gd.export.distributed(run, Report(test_x=7, link=link), several.name)
    assert several.read_text() == expected
    cells = json.loads(files["Notebook .ipynb"].read_text())["cells"]
    assert link in "".join(cells[0]["source"])
    assert "for epoch in range(epochs):" in "".join(line for one in cells for line in one["source"])


def test_the_zip_has_them_all_and_its_script_runs(files, run, server, tmp_path):
    with zipfile.ZipFile(io.BytesIO(files["Everything .zip"].read_bytes())) as archive:
        archive.extractall(tmp_path)
    assert printed_by(tmp_path / "script.py") == log.printed(run, 7.0, log.usual_every(run))
    assert (tmp_path / "loss.png").read_bytes() == files["Loss .png"].read_bytes()
    assert f"{server}/torch_module?lr=0.02" in (tmp_path / "README.txt").read_text()


def test_on_a_phone_the_list_fits(chromium: Browser, server: str):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{server}/torch_module?tab=Code")
    open_list(page)
    box = page.get_by_test_id("stPopoverBody").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert box["height"] <= 600
    last = page.get_by_role("button", name="Weights .svg")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    page.close()
