"""Frames per second of all views of a page while the scrubber moves.

    python tests/benchmarks/scrubbing.py

In Chromium, on a server of its own, the slider of each variant's page moves one epoch on as soon as
the browser has drawn the last. The table also gives the messages that the browser sent meanwhile:
none are expected. Target: 30 frames per second.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.conftest import ARGS, chromium_path, start_server

SECONDS = 3
MOVE = """async (seconds) => {
  const slider = document.querySelector('input[aria-label="Epoch"]');
  const begun = performance.now();
  let frames = 0, drawn = 0;
  const marks = [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')];
  const observer = new MutationObserver(() => { drawn += 1; });
  marks.forEach((svg) => observer.observe(svg, {subtree: true, attributes: true, childList: true}));
  while (performance.now() - begun < 1000 * seconds) {
    slider.value = 1 + (frames % slider.max);
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise(requestAnimationFrame);
    frames += 1;
  }
  return [frames / seconds, drawn / frames];
}"""


def measure(page: Page, address: str) -> tuple[float, float, int]:
    """Frames per second, batches of DOM changes per frame, messages to the server."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.goto(address)
    page.locator('input[aria-label="Epoch"]').wait_for()
    page.wait_for_timeout(3000)
    sent.clear()
    frames, drawn = page.evaluate(MOVE, SECONDS)
    return frames, drawn, len(sent)


def main() -> None:
    process, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGS)
            print(f"{'page':34}{'frames/s':>12}{'changes/frame':>18}{'sent':>6}")
            for path in (
                "numpy_by_hand?epochs=20",
                "torch_autograd?epochs=100",
                "torch_module?epochs=100",
                "torch_module?epochs=50000",
            ):
                page = browser.new_page(viewport={"width": 1400, "height": 1200})
                frames, drawn, sent = measure(page, f"{url}/{path}")
                print(f"{path:34}{frames:12.0f}{drawn:18.1f}{sent:6}")
                page.close()
    finally:
        process.terminate()


if __name__ == "__main__":
    main()
