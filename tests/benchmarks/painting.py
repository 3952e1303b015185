"""A browser for the benchmarks that knows when a page's charts were painted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

# As root, Chromium has no sandbox; the other arguments keep it from calling home.
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Runs in each page before its own code. A chart changes when an element inside its box does (part
# of an SVG, or a canvas that is inserted) or when something is drawn on a canvas inside its box.
# What changed within a frame is on the screen when the next frame starts: that moment is kept, on
# the page's own clock, which starts with the navigation.
WATCH = """(() => {
  const BOX = '[data-testid="stVegaLiteChart"]';
  const watch = window.chartWatch = {first: null, last: null, pressed: null};
  let changed = false;
  const touched = new Set();  // boxes; looked at once a frame, so as not to slow what is measured
  const drawn = box => [...box.querySelectorAll('svg, canvas')].some(one => one.clientWidth > 0);
  new MutationObserver(records => {
    for (const {target} of records) {
      const box = (target.nodeType === 1 ? target : target.parentElement)?.closest?.(BOX);
      if (box) touched.add(box);
    }
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const canvas = CanvasRenderingContext2D.prototype;
  for (const name of ['fill', 'stroke', 'fillRect', 'clearRect', 'fillText', 'drawImage']) {
    const original = canvas[name];
    canvas[name] = function (...all) {
      if (this.canvas.closest?.(BOX)) changed = true;
      return original.apply(this, all);
    };
  }
  document.addEventListener('keydown', () => {
    watch.pressed = performance.now();
    watch.last = null;
  }, true);
  const frame = () => {
    changed ||= [...touched].some(drawn);
    touched.clear();
    if (changed) {
      watch.last = performance.now();
      watch.first ??= watch.last;
      changed = false;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()"""

# The page's script has ended, a chart has changed, and no chart is changing any more.
SETTLED = """quiet => {
  const running = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
  const last = window.chartWatch.last;
  return running === 'notRunning' && last !== null && performance.now() - last > quiet;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The headless Chromium installed on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise SystemExit("no Chromium on this machine: install one (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """A page with nothing cached, whose charts are watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def settle(page: Page, quiet: int = 500) -> None:
    """Wait until no chart has changed for `quiet` ms since the page opened or a key was pressed."""
    page.wait_for_function(SETTLED, arg=quiet, polling=50)


def first_painted(page: Page) -> float:
    """Milliseconds from the navigation to the page's first chart."""
    page.wait_for_function("() => window.chartWatch.first !== null", polling="raf")
    return page.evaluate("() => window.chartWatch.first")


def since_key(page: Page) -> float:
    """Milliseconds from the last press of a key to the last change of a chart."""
    return page.evaluate("() => window.chartWatch.last - window.chartWatch.pressed")
