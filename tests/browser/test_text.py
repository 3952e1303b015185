"""What a person typed is displayed as typed, whatever Streamlit does to text elsewhere."""

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from gd.errors import InputError, quote
from gd.links.controls import CONTROLS

NASTY = [
    "a <-> b -> c <- d -- e >= f <= g ~= h",
    "-- <- 5",
    ":smile: :material_home: :material/home: :streamlit: :+1: 12:30:45",
    ":red[b] :red-badge[b] :small[c] :color[d]{foreground=red}",
    "https://a.de www.b.de me@c.de <https://d.de> mailto:me@e.de",
    "[a](https://b.de) ![c](d.png) [^1] [e]: f",
    "# a\n- b\n1. c\n> d\n\n---\n| e | f |\n|---|---|",
    "    four spaces, a tab\tand  two",
    "$x^2$ $$y$$ `z` ``` *i* **b** _i_ __b__ ~~s~~",
    "<b>a</b> <img src=x onerror=alert(1)> &amp; &#33; \\* \\",
    "\ufeff1 \u200b2 \u202e3 \u2066:) \xad4 \x7f5",
    "-1.5e-3 “ü” − ½ ∞ ١٢ 😀 <3 :-) =D (c) ... 1/2",
]


def test_refusals_are_displayed_letter_for_letter(page: Page, server: str):
    names: list[str] = ["lr", "epochs", "w0", "b0", "seed", "test_x"]
    for start in range(0, len(NASTY), len(names)):
        said = dict(zip(names, NASTY[start : start + len(names)], strict=False))
        page.goto(f"{server}/torch_module?{urlencode(said)}")
        expect(page.get_by_test_id("stAlertContainer")).to_have_count(len(said))
        displayed = page.get_by_test_id("stAlertContainer").all_inner_texts()
        for name, text in said.items():
            sentence = f"In the link: {refusal(name, text)}"
            assert sentence in map(clean, displayed)


def refusal(name: str, text: str) -> str:
    try:
        CONTROLS[name].parse(text)
    except InputError as error:
        return str(error)
    raise AssertionError(quote(text))


def clean(displayed: str) -> str:
    """Without Streamlit's icon and the word joiners, which are invisible."""
    return " ".join(displayed.replace("link_off", "").replace("\u2060", "").split())
