"""The link that shows a run again, as its page trained it."""

from urllib.parse import urlencode

import streamlit as st

from gd.data import point_links
from gd.errors import InputError
from gd.links import controls
from gd.links.controls import BATCH_FIELDS, CONTROLS, IN_NO_LINK, SOURCE_FIELDS
from gd.ui.inputs import source_picker
from gd.ui.inputs.page_inputs import Inputs


def run_link(page: str, inputs: Inputs) -> str | None:
    """The address of `page` with what it trained on; None where no link can hold the points.

    Where an input was refused, it has the value that was used in its place. The points of a table
    are written out. It begins with the page's name where the app does not know its own address.
    """
    points = _points(inputs)
    if points is None:
        return None
    values = {
        name: getattr(inputs.settings, control.setting)
        for name, control in CONTROLS.items()
        if control.setting and (name not in BATCH_FIELDS or inputs.settings.batch_size)
    }
    values |= {"test_x": inputs.asked_x, "standardise": inputs.scale is not None}
    if inputs.held:
        values["held_out"] = st.session_state["held_out"]
    query = urlencode({**points, **controls.link(values)})
    return f"{st.context.url or page}{'?' if query else ''}{query}"


def _points(inputs: Inputs) -> dict[str, str] | None:
    """The parameters that give the points."""
    source = inputs.link.get("data", "typed")
    names = ("data", *SOURCE_FIELDS.get(source, ()))
    link = {name: inputs.link[name] for name in names if name in inputs.link}
    try:
        values = {
            name: CONTROLS[name].parse(link[name]) if name in link else CONTROLS[name].default
            for name in names
        }
        if source not in IN_NO_LINK and source_picker.read_points(values) == inputs.points:
            return link
    except InputError:  # refused: the last valid points are shown
        pass
    try:
        x, y = point_links.format_for_link(inputs.points)
    except InputError:  # too many
        return None
    return {"x": x, "y": y}
