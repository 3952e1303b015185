// A press on the landscape: what a training from there would do, while the pointer is down, and
// the start of the next one where it is let go.

let pressed = null; // the plot under the pointer that is down

// The rectangle of the landscape's axes, if the pointer is on that chart; none of a canvas.
function plotUnder(target) {
  const charts = [...document.querySelectorAll('.st-key-views [data-testid="stVegaLiteChart"]')];
  const chart = target.closest?.('[data-testid="stVegaLiteChart"]');
  if (!chart || chart !== charts[1] || !data?.box || !data.canStart) return null;
  return chart.querySelector("svg.marks .role-frame.root > g > path.background");
}

// The weights at a place on the screen, in as many digits as a pixel can tell.
function weightsAt(plot, { clientX, clientY }) {
  const { left, bottom, width, height } = plot.getBoundingClientRect();
  const along = (range, part) => {
    const [low, high] = range;
    const value = low + (high - low) * Math.min(1, Math.max(0, part));
    const pixel = 10 ** Math.floor(Math.log10((high - low) / width));
    return Number((Math.round(value / pixel) * pixel).toPrecision(12));
  };
  const w = along(data.box.w, (clientX - left) / width);
  return [w, "b" in data.weights ? along(data.box.b, (bottom - clientY) / height) : 0];
}

function isOver(plot, { clientX, clientY }) {
  const { left, right, top, bottom } = plot.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

const previewFrom = (detail) => document.dispatchEvent(new CustomEvent("gd:preview", { detail }));

function release() {
  if (pressed) previewFrom(null);
  pressed = null;
}

function listenToLandscape(signal) {
  const on = (name, listener) => document.addEventListener(name, listener, { signal });
  on("pointerover", ({ target }) => {
    if (!plotUnder(target)) return;
    const chart = target.closest('[data-testid="stVegaLiteChart"]');
    chart.title = "Press to start the training there";
    chart.style.cursor = "crosshair";
  });
  on("pointerdown", (event) => {
    const plot = plotUnder(event.target);
    if (event.button !== 0 || !event.isPrimary || !plot || !isOver(plot, event)) return;
    pressed = plot;
    previewFrom({ start: weightsAt(plot, event) });
  });
  on("pointermove", (event) => {
    if (pressed) previewFrom({ start: weightsAt(pressed, event) });
  });
  on("pointerup", (event) => {
    if (!pressed) return;
    const start = weightsAt(pressed, event);
    const moved = start[0] !== data.weights.w[0] || start[1] !== (data.weights.b?.[0] ?? 0);
    if (!moved || !isOver(pressed, event)) return release();
    pressed = null; // the preview stays until the run lands on it
    gd.run.setTriggerValue("start", start);
  });
  on("pointercancel", release); // a touch that scrolls
  on("keydown", (event) => event.key === "Escape" && release());
}
