import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gd.ui import glossary

UI = Path(glossary.__file__).parent


def used() -> set[str]:
    """The words that the interface explains somewhere."""
    files = (path for path in UI.rglob("*.py") if path.name != "glossary.py")
    code = "\n".join(path.read_text("utf-8") for path in files)
    return set(re.findall(r"""(?:\bword\(|MEANINGS\[)["']([^"']+)["']""", code))


def test_a_word_is_focusable_and_its_meaning_is_announced():
    element = ElementTree.fromstring(glossary.word("gradient", "gradients <w>"))
    assert element.text == "gradients <w>"
    assert element.get("tabindex") == "0"
    assert element.get("aria-description") == glossary.MEANINGS["gradient"]


def test_a_word_without_a_meaning_is_an_error():
    with pytest.raises(KeyError):
        glossary.word("epok")


def test_each_word_in_use_has_a_meaning_and_none_is_left_over():
    assert used() == set(glossary.MEANINGS)
