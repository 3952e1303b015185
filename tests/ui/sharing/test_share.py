import xml.etree.ElementTree as ET

import pytest

from gd.ui.sharing import link_view, share


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"seed": "3"}, "Sets seed 3"),
        ({"x": "1,2,3", "at": "7"}, "Sets x 1,2,3, slider at 7"),
        ({"x": ",".join("1" * 50)}, "Sets x 1,1,1,1,1,1,1,1,1,1,1,1…;"),
        ({"standardise": "true"}, "Sets standardise x and y true"),
        ({"\u202eevil": "\x00"}, r"Sets \u202eevil \x00"),
    ],
)
def test_a_link_is_said_in_words(parameters: dict[str, str], said: str):
    assert share.summary(parameters).startswith(said)


@pytest.mark.parametrize(
    ("link", "source", "words"),
    [
        ("http://localhost:8501/", "", ["your own machine"]),
        ("http://[::1]:8501/", "", ["your own machine"]),
        ("https://localhost.example.org/", "", []),
        ("https://example.org/", "file", ["in no link"]),
        ("https://example.org/", "norris", []),
    ],
)
def test_what_others_would_miss(link: str, source: str, words: list[str]):
    found = link_view.warnings(link, source)
    assert len(found) == len(words)
    assert all(word in text for word, text in zip(words, found, strict=True))


def test_a_link_too_long_for_a_qr_code_has_none():
    assert link_view.qr_code("https://example.org/?x=" + "1," * 1500) is None


def test_a_qr_code_is_black_on_white_svg():
    drawn = link_view.qr_code("https://example.org/?x=1,2")
    assert drawn
    colours = {one.get(name) for one in ET.fromstring(drawn).iter() for name in ("fill", "stroke")}
    assert colours - {None} == {"#fff", "#000"}


def test_an_embedded_page_keeps_its_parameters_and_cannot_end_its_attribute(monkeypatch):
    monkeypatch.setattr(
        link_view, "page_link", lambda link: "?" + "&".join(map("=".join, link.items()))
    )
    frame = ET.fromstring(link_view.embedding({"lr": "0.02", "x": '1"><script>'}))
    assert frame.tag == "iframe"
    assert frame.get("src") == '?lr=0.02&x=1"><script>&embed=true'
