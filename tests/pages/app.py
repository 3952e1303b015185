"""Running the app, without a browser, from its entrypoint."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
NO_NUMBER = re.compile(r"(?<![a-z])(nan|inf|infinity)(?![a-z])", re.IGNORECASE)

# For each new app, Streamlit reads what all installed packages say of themselves: 0.2 s. Once does.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)


def opened(page: str, **url: str | list[str]) -> AppTest:
    """The app after its first run, opened at `page` with the parameters `url`."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    for name, value in url.items():
        app.query_params[name] = value
    # switch_page before the first run is a deep link to a fresh server: the page's file runs alone
    app.switch_page(f"pages/{page}.py")
    return app.run()


def reopened(app: AppTest, **url: str | list[str]) -> AppTest:
    """The session of `app`, arriving at its page by another link: twice as fast as a new one.

    What the link does not say stays as it was set.
    """
    app.query_params.clear()
    for name, value in url.items():
        app.query_params[name] = value
    del app.session_state["page"]
    return app.run()


def charts(app) -> list:
    return list(app.get("vega_lite_chart"))


def buttons(app) -> list:
    """The buttons of the page itself, without *Share*, which every page has."""
    return [button for button in app.main.button if button.key != "share"]


def captions(app) -> list[str]:
    return [caption.value for caption in app.caption]


def html(app: AppTest) -> str:
    """The HTML of the page itself, without its styles."""
    bodies = (one.proto.body for one in app.main.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def shown(app: AppTest) -> list[str]:
    """What the page says, and the captions of the sidebar, which speak of the points."""
    return [html(app), *(one.value for one in app.main.markdown), *captions(app)]


STRIP = "<dl class='gd-strip'>"
STRIP_ENTRY = re.compile(r"<dt>(.*?)</dt><dd>(?:(.*?) → )?<b>(.*?)</b> <span>best (.*?)</span>")


def html_with(app: AppTest, text: str) -> list[str]:
    """The HTML elements of the page that hold `text`."""
    return [one.proto.body for one in app.main.get("html") if text in one.proto.body]


def strip(app: AppTest) -> dict[str, list[str]]:
    """What the strip shows, by name: [before,] after and best, as texts."""
    (text,) = html_with(app, STRIP)
    text = re.sub("</?dfn.*?>", "", text)
    return {term: [one for one in values if one] for term, *values in STRIP_ENTRY.findall(text)}


def verdict(app: AppTest) -> str:
    """The words of the strip's badge."""
    (popover,) = (one for one in app.main.get("popover") if "-badge[" in one.proto.popover.label)
    return re.findall(r"-badge\[(.*)\]", popover.proto.popover.label)[0]


def unfolded(app: AppTest, key: str = "more") -> AppTest:
    """The app with an expander or a popover open: what it holds is drawn."""
    app.session_state[key] = True
    return app.run()


def no_numbers(app: AppTest) -> list[str]:
    """What a person or a chart gets of NaN and infinity, in whatever was sent to the browser."""
    return [fault for message in _messages(app._tree) for fault in _faults(message)]


def _messages(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield from _messages(child)
    if getattr(block, "proto", None) is not None:
        yield block.proto


def _faults(message: Any) -> Iterator[str]:
    """Goes through a protocol buffer, its parts, and the Arrow tables in it."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated and not hasattr(value, "keys") else [value]:
            if isinstance(one, str) and NO_NUMBER.search(one):
                yield f"{message.DESCRIPTOR.name}.{field.name}: {one[:300]}"
            elif isinstance(one, bytes):
                yield from _in_table(pa.ipc.open_stream(one).read_all())
            elif hasattr(one, "ListFields"):
                yield from _faults(one)


def _in_table(table: pa.Table) -> Iterator[str]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_floating(column.type):
            numbers = column.drop_null().to_numpy()
            if not np.isfinite(numbers).all():
                yield f"column {name}: {numbers[~np.isfinite(numbers)][:10]}"
        elif NO_NUMBER.search(" ".join(map(str, column.to_pylist()))):
            yield f"column {name}: {column.to_pylist()[:10]}"
