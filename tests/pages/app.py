"""Running the app, without a browser, from its entrypoint."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def opened(page: str, **url: str | list[str]) -> AppTest:
    """The app after its first run, opened at `page` with the parameters `url`."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    for name, value in url.items():
        app.query_params[name] = value
    # switch_page before the first run is a deep link to a fresh server: the page's file runs alone
    app.switch_page(f"pages/{page}.py")
    return app.run()


def metric(app: AppTest, label: str) -> str:
    return next(metric.value for metric in app.metric if metric.label == label)
