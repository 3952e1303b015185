"""Code for the browser: the CSS and JavaScript that lie beside a module."""

import re
from pathlib import Path


def page_code(*files: Path) -> str:
    """The elements of a page that hold the styles and scripts in `files`, in their order.

    For `st.html`. What a rerun leaves as it was is named and not sent again: so the code reaches a
    browser once, and a component hands it each run's numbers.
    """
    texts = {file: file.read_text("utf-8") for file in files}
    css = "".join(minify_css(text) for file, text in texts.items() if file.suffix == ".css")
    js = "\n".join(minify_js(text) for file, text in texts.items() if file.suffix == ".js")
    return f'<style>{css}</style><script type="module">{js}</script>'


def minify_css(text: str) -> str:
    """`text` without comments and white space that means nothing."""
    return re.sub(r"/\*.*?\*/|\s*([{};,])\s*|(: )\s*", r"\1\2", text, flags=re.DOTALL)


def minify_js(text: str) -> str:
    """`text` without comments and indentation."""
    return re.sub(r"^ +|^ *//.*\n| // .*", "", text, flags=re.MULTILINE)
