// Moves all views of the page to one epoch. The views are bound to the element #epoch: giving it a
// value is all it takes, and nothing is sent to the server.

const PLAY_SECONDS = 8; // for a long run
const LEAST_PACE = 6; // epochs a second, of a short one

export default function ({ parentElement, data, setTriggerValue }) {
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const [range, play, out, explain] = ["range", "play", "out", "explain"].map(part);
  const last = data.loss.length - 1;
  const epoch = (place) => (data.epochs ? data.epochs[place] : place + 1);
  const figure = (value) => String(Number(value.toPrecision(5)));
  let frame = null;

  function words(place) {
    const weights = Object.entries(data.weights).map(([name, all]) => `${name} → ${figure(all[place])}`);
    const count = `Epoch ${epoch(place).toLocaleString("en")} of ${data.of.toLocaleString("en")}`;
    return [count, `loss ${figure(data.loss[place])}`, ...weights].join(" · ");
  }

  function show() {
    const place = Math.min(last, Number(range.value) - 1);
    out.textContent = words(place);
    range.setAttribute("aria-valuetext", out.textContent);
    const shared = document.getElementById("epoch");
    if (shared && shared.value !== String(epoch(place))) {
      shared.value = epoch(place);
      shared.dispatchEvent(new Event("input"));
    }
  }

  function stop() {
    cancelAnimationFrame(frame);
    frame = null;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play");
  }

  function start() {
    const from = Number(range.value) > last ? 1 : Number(range.value);
    const pace = Math.max(LEAST_PACE, (last + 1) / PLAY_SECONDS);
    let begun = null;
    play.textContent = "⏸";
    play.setAttribute("aria-label", "Pause");
    const move = (now) => {
      begun ??= now;
      const place = Math.min(last + 1, Math.floor(from + ((now - begun) / 1000) * pace));
      if (place !== Number(range.value)) {
        range.value = place;
        show();
      }
      if (place > last) stop();
      else frame = requestAnimationFrame(move);
    };
    frame = requestAnimationFrame(move);
  }

  parentElement.stopPlaying?.(); // of the run before, whose epochs are not these
  parentElement.stopPlaying = stop;
  range.max = last + 1;
  range.style.accentColor = data.color;
  range.oninput = () => {
    stop();
    show();
  };
  play.onclick = () => (frame === null ? start() : stop());
  explain.onclick = () => {
    setTriggerValue("explain", epoch(Math.min(last, Number(range.value) - 1)));
    document.getElementById("the-arithmetic-of-a-step")?.scrollIntoView({ behavior: "smooth" });
  };
  show();
  return stop;
}
