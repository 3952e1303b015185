"""The four codes side by side, read back out of the HTML."""

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

import gd
from gd.ui.panels.four_ways import four_ways_html

NAMES = list(gd.FOUR_WAYS)
PARTS = ("prediction", "loss", "gradient", "update", "zero")
POINTS = gd.Problem([1, 2, 3, 4, 5], [2, 4, 6, 8, 11])
LINK = {"lr": "0.02", "x": "1, 2", "tab": "Four ways"}


def shown(run: gd.Run, state: int = 0, link: dict[str, str] | None = LINK) -> ElementTree.Element:
    return ElementTree.fromstring(four_ways_html(run, state, link))


def cells(element: ElementTree.Element) -> dict[tuple[str, str], ElementTree.Element]:
    """The cells by part and variant."""
    rows = list(element.iter("tr"))[1:]
    return {
        (part, name): cell
        for part, row in zip(PARTS, rows, strict=True)
        for name, cell in zip(NAMES, row, strict=True)
    }


@pytest.fixture(scope="module", params=NAMES)
def run(request):
    return gd.train(request.param, POINTS, gd.Settings(0.02, w0=0.3, b0=0.1))


def test_each_row_is_one_part_of_the_code_of_all_four(run):
    for (part, name), cell in cells(shown(run)).items():
        code = cell.find("code")
        lines = [] if code is None else ["".join(line.itertext()) for line in code]
        assert "\n".join(lines) == gd.VARIANTS[name].blocks.get(part, "")
        assert bool(lines) == ((part, name) != ("zero", "numpy_by_hand"))


def test_what_torch_takes_over_is_tinted_and_called_new(run):
    found = cells(shown(run))
    tinted = {place for place, cell in found.items() if "gd-new" in cell.get("class", "")}
    assert tinted == {
        ("gradient", "torch_autograd"),
        ("loss", "torch_optimizer"),
        ("update", "torch_optimizer"),
        ("prediction", "torch_module"),
    }
    for place, cell in found.items():
        who = "".join(text for line in cell.iter("p") for text in line.itertext())
        assert who.startswith("now ") == (place in tinted)
        if place[0] in gd.VARIANTS[place[1]].steps:
            assert who.removeprefix("now ") == gd.VARIANTS[place[1]].steps[place[0]]


@pytest.mark.parametrize("state", [0, 4, 20])
def test_the_numbers_of_the_step_stand_in_the_runs_own_column_alone(run, state):
    values = {}
    for (part, name), cell in cells(shown(run, state)).items():
        lines = ["".join(value.itertext()) for value in cell.iter("samp")]
        told = [line.replace("−", "-").split(" = ") for line in lines]
        assert not told or name == run.variant
        assert ("gd-own" in cell.get("class", "")) == (name == run.variant)
        if name == run.variant:
            values[part] = dict(told)
    epoch = min(state + 1, 20)
    row = run.history.iloc[epoch - 1]
    before = run.history.iloc[epoch - 2] if epoch > 1 else dict(zip("wb", run.start, strict=True))
    first, second, third, more = values["prediction"]["y_pred"].split(", ")
    assert more == "…"
    for x, text in zip((1, 2, 3), (first, second, third), strict=True):
        assert float(text) == pytest.approx(before["w"] * x + before["b"], rel=1e-5)
    gradients = {f"{name}.grad": f"{row[f'grad_{name}']:.6g}" for name in "wb"}
    if run.variant == "numpy_by_hand":
        gradients = {"grad": gradients["w.grad"]}
    elif not run.has_bias:
        del gradients["b.grad"]
    assert values["loss"] == {"loss": f"{row['loss']:.6g}"}
    assert values["gradient"] == gradients
    assert values["update"] == {name: f"{row[name]:.6g}" for name in "wb"[: 1 + run.has_bias]}
    assert values["zero"] == {}


def test_the_heads_lead_to_the_other_pages_with_the_settings(run):
    heads = dict(zip(NAMES, shown(run).iter("th"), strict=True))
    assert heads[run.variant].get("aria-current") == "page"
    assert heads[run.variant].text == gd.VARIANTS[run.variant].title
    for name in set(NAMES) - {run.variant}:
        address = urlsplit(heads[name][0].get("href", ""))
        assert (address.netloc, address.path) == ("", name)
        assert parse_qs(address.query) == {key: [value] for key, value in LINK.items()}
    assert not list(shown(run, link=None).iter("a"))


def test_without_a_step_the_codes_stand_alone():
    run = gd.train("numpy_by_hand", gd.Problem([3e38], [-3e38]), gd.Settings(w0=3.0))
    element = shown(run)
    assert len(list(element.iter("code"))) == 19
    assert not list(element.iter("samp"))
    assert "numbers" not in "".join(element.itertext())


def test_a_page_beyond_the_four_has_no_column_and_is_said_to_take_their_steps():
    run = gd.train("torch_minibatch", POINTS, gd.Settings(epochs=2, batch_size=2))
    element = shown(run)
    assert not [cell for cell in element.iter("td") if "gd-own" in cell.get("class", "")]
    text = "".join(element.itertext())
    assert "Outlined" not in text
    assert "nn.Linear module, a batch at a time" in text
