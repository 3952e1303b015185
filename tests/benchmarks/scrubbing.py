"""Pictures per second of all charts of a page while something moves them.

    python tests/benchmarks/scrubbing.py

In Chromium, on a server of its own, each of these moves on as soon as the browser has drawn the
last: the scrubber, a state at a time; a learning rate and a start that are only tried, whose
training the page previews. Target: 50 pictures per second, so at most 20 ms of the processor for
each: that column, of all threads of the page, holds on a busy machine, too. The last column counts
the messages that the browser sent meanwhile: none are expected.
"""

import sys
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.conftest import ARGS, chromium_path, start_server

SECONDS = 3
# How often the browser painted, and how many of these pictures showed something new.
MEASURE = """async ([seconds, move]) => {
  const slider = document.querySelector('input[aria-label="Epoch"]');
  const preview = (detail) => document.dispatchEvent(new CustomEvent("gd:preview", {detail}));
  const moves = {
    scrubber: (at) => {
      slider.value = at % (Number(slider.max) + 1);
      slider.dispatchEvent(new Event("input", {bubbles: true}));
    },
    rate: (at) => preview({rate: 0.01 * (1 + (at % 100) / 100)}),
    start: (at) => preview({start: [Math.cos(at / 20), Math.sin(at / 20)]}),
  };
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')];
  let changed = false, pictures = 0, frames = 0;
  const observer = new MutationObserver(() => { changed = true; });
  const all = {subtree: true, attributes: true, childList: true};
  charts.forEach((svg) => observer.observe(svg, all));
  const begun = performance.now();
  while (performance.now() - begun < 1000 * seconds) {
    moves[move](frames);
    await new Promise(requestAnimationFrame);
    pictures += changed;
    changed = false;
    frames += 1;
  }
  observer.disconnect();
  preview(null);
  return [frames / seconds, pictures / seconds];
}"""


def open_page(page: Page, address: str) -> list[str]:
    """Open a page; the messages that it sends from then on."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.goto(address)
    page.locator('input[aria-label="Epoch"]').wait_for(timeout=120_000)
    page.wait_for_timeout(3000)
    sent.clear()
    return sent


def cpu_time(session: CDPSession) -> float:
    """Seconds of processor time that the page's process has taken."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "ProcessTime")


def main() -> None:
    process, url = start_server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGS)
            head = f"{'page':46}{'moved':>10}{'frames/s':>10}{'pictures/s':>12}{'ms each':>9}"
            print(f"{head}{'sent':>6}")
            for path in (
                "numpy_by_hand?epochs=20",
                "torch_autograd?epochs=100",
                "torch_module?epochs=100",
                "torch_module?epochs=100&optimizer=Adam",
                "torch_module?epochs=50000",
            ):
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                sent = open_page(page, f"{url}/{path}&tab=Code")
                session = page.context.new_cdp_session(page)
                session.send("Performance.enable")
                for move in ("scrubber", "rate", "start"):
                    begun = cpu_time(session)
                    frames, pictures = page.evaluate(MEASURE, [SECONDS, move])
                    each = 1000 * (cpu_time(session) - begun) / (pictures * SECONDS)
                    print(
                        f"{path:46}{move:>10}{frames:10.0f}{pictures:12.0f}{each:9.1f}{len(sent):6}"
                    )
                page.close()
    finally:
        process.terminate()


if __name__ == "__main__":
    main()
