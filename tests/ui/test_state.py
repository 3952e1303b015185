import re
from pathlib import Path

from gd.links.controls import CONTROLS
from gd.ui import state

UI = Path(state.__file__).parent


def test_no_two_keys_are_alike_and_none_is_the_name_of_a_control():
    keys = [value for name, value in vars(state).items() if name.isupper()]
    assert len(keys) > 15
    assert len({*keys, *CONTROLS}) == len(keys) + len(CONTROLS)


def test_keys_of_the_session_that_are_no_controls_stand_in_one_place():
    literal = re.compile(r'session(?:_state)?(?:\.\w+\(|\[)f?"([^"]+)"')
    used = {key for path in UI.rglob("*.py") for key in literal.findall(path.read_text("utf-8"))}
    assert used <= set(CONTROLS)
