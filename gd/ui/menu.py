"""The pages, in the order of the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from gd.ui.display import charts_alone
from gd.variants import FOUR_WAYS, VARIANTS


@dataclass(frozen=True)
class Entry:
    """A page: `pages/<path>.py`, its name in the menu, and the variants that it trains.

    A page that trains no variant with the sidebar's settings has no sidebar, or one for the
    `points` alone. The menu lists the pages of a `group` under its name; those of no group stand in
    the bar itself. The settings that are `fixed` are none of the sidebar's.
    """

    path: str
    title: str
    icon: str
    variants: tuple[str, ...]
    group: str = ""
    fixed: frozenset[str] = frozenset()
    points: bool = False


ENTRIES = (
    Entry("overview", "Overview", ":material/stairs:", FOUR_WAYS),
    *(
        Entry(name, VARIANTS[name].title, icon, (name,))
        for name, icon in zip(
            FOUR_WAYS,
            (
                ":material/back_hand:",
                ":material/function:",
                ":material/step:",
                ":material/deployed_code:",
            ),
            strict=True,
        )
    ),
    Entry(
        "torch_minibatch",
        VARIANTS["torch_minibatch"].title,
        ":material/shuffle:",
        ("torch_minibatch",),
        "Understand",
    ),
    Entry("learning_rate", "Learning rate", ":material/speed:", FOUR_WAYS, "Understand"),
    Entry("compare", "Compare", ":material/compare_arrows:", tuple(VARIANTS), "Understand"),
    Entry("mistakes", "Mistakes", ":material/bug_report:", (), "Understand"),
    Entry("documents", "The notebooks", ":material/fact_check:", (), "Notebooks"),
    Entry("doctor", "Doctor", ":material/stethoscope:", (), "Notebooks", points=True),
    Entry("exercises", "Exercises", ":material/exercise:", (), "For class"),
    Entry("check_answers", "Check answers", ":material/checklist:", (), "For class"),
)


def pages() -> dict[str, StreamlitPage]:
    """Streamlit's page for each entry, by path; the first is the one at `/`."""
    return {
        entry.path: st.Page(
            f"pages/{entry.path}.py",
            title=entry.title,
            icon=entry.icon,
            url_path=entry.path,
            default=entry is ENTRIES[0],
        )
        for entry in ENTRIES
    }


def address(path: str, parameters: Mapping[str, str]) -> str:
    """The address of a page of this app, wherever it runs, with `parameters`."""
    return f"{urljoin(st.context.url or '', path)}?{urlencode(parameters)}"


def navigation() -> tuple[Entry, StreamlitPage]:
    """Declare the menu to Streamlit; return the requested entry and its page."""
    # The icon is set before the menu: else the browser would fetch the page's icon, for its tab,
    # from another site.
    st.set_page_config(page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
    by_path = pages()
    groups: dict[str, list[StreamlitPage]] = {}
    for entry in ENTRIES:
        groups.setdefault(entry.group, []).append(by_path[entry.path])
    page = st.navigation(groups, position="hidden" if charts_alone() else "top")
    # The default page's own url_path is empty.
    entry = next((entry for entry in ENTRIES if entry.path == page.url_path), ENTRIES[0])
    st.set_page_config(page_title=f"{entry.title} · Gradient descent, four ways")
    return entry, page
