"""The points of a session, and the sidebar that gives them, without a page."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

import gd
from gd.ui import state

PAGE = "torch_autograd"
GOOD = "x;y\n1,5;3\n2,5;5\n4;8\n"
GOOD_POINTS = gd.Problem([1.5, 2.5, 4], [3, 5, 8])
DEFAULT_POINTS = gd.Problem([1, 2, 3, 4], [2, 4, 6, 8])


def said(elements) -> str:
    return "\n".join(element.value for element in elements).replace("\\", "").replace("\u2060", "")


def points(app: AppTest) -> gd.Problem:
    """The points that the page got last."""
    return app.session_state[state.LAST_VALID_POINTS]


def choose(app: AppTest, source: str) -> AppTest:
    return app.sidebar.selectbox(key="data").set_value(source).run()


def upload(app: AppTest, data: bytes, name: str = "a.csv") -> AppTest:
    return app.sidebar.file_uploader[0].set_value((name, data, "text/csv")).run()


def paste(app: AppTest, text: str) -> AppTest:
    return app.sidebar.text_area[0].set_value(text).run()


def column(app: AppTest, axis: str) -> Selectbox:
    """The choice of the column for x or y."""
    return next(box for box in app.sidebar.selectbox if box.label == f"Column of {axis}")


def edit(app: AppTest, number: int = 0, **changes) -> AppTest:
    edits = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | changes
    app.session_state[state.table_editor(PAGE, number)] = edits
    return app.run()


def _sidebar_alone() -> None:
    from gd.ui.inputs.sidebar import sidebar  # noqa: PLC0415 - a script of its own
    from gd.ui.menu import ENTRIES  # noqa: PLC0415

    sidebar(next(entry for entry in ENTRIES if entry.path == "torch_autograd"))


def sidebar_alone(**url: str | list[str]) -> AppTest:
    """The sidebar without a page: many times as fast."""
    app = AppTest.from_function(_sidebar_alone, default_timeout=60)
    for name, value in url.items():
        app.query_params[name] = value
    return app.run()
