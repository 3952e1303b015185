// Moves all charts of the page to one state of the run: to write it as "epoch" is all it takes. Nothing
// is sent to the server.

const PLAY_SECONDS = 8; // for a long run
const LEAST_PACE = 6; // states a second, of a short one
const REST = 250; // ms without a move: only then the address is written, and the server told

// What outlives the elements, which Streamlit may draw anew.
const gd = (window.gd = { wish: null, view: "0", hand: null, ...window.gd });

let root = null;
let data = null;
let frame = null;
let resting = null;
let reported = null;

const part = (name) => root.querySelector(`[data-part="${name}"]`);
const figure = (value) => String(Number(value.toPrecision(3))).replaceAll("-", "−");
const lastStop = () => data.loss.length - 1;
const stateAt = (stop) => (data.epochs ? data.epochs[stop] : stop);
const updates = (count) => `${count.toLocaleString("en")} ${count === 1 ? "update" : "updates"}`;
const stop = () => Number(part("range").value);

function words(at) {
  const state = stateAt(at);
  const end = at === lastStop() ? `, ${data.end}` : "";
  const when = `after ${updates(state)}${end}`;
  const values = Object.entries({ loss: data.loss, ...data.weights });
  const numbers = values.map(([name, all]) => `${name} ${figure(all[at])}`);
  return `${state ? when : "start"}: ${numbers.join(", ")}`;
}

// The stop that the learner wished for, or the nearest that this run has.
function wished() {
  if (gd.wish === null) {
    const asked = new URLSearchParams(location.search).get("at") ?? "";
    const state = /^\d+$/.test(asked) ? Number(asked) : 0;
    gd.wish = { state, last: state >= stateAt(lastStop()) };
  }
  if (gd.wish.last) return lastStop();
  const off = (at) => Math.abs(stateAt(at) - gd.wish.state);
  return data.loss.reduce((best, _, at) => (off(at) < off(best) ? at : best), 0);
}

// `live`: whether a screen reader says it. The slider says its own moves, and play would flood it.
function show(live = false) {
  const range = part("range");
  const out = part("out");
  const text = words(stop());
  out.setAttribute("aria-live", live ? "polite" : "off");
  if (out.textContent !== text) out.textContent = text;
  range.setAttribute("aria-valuetext", text);
  range.style.setProperty("--at", lastStop() ? stop() / lastStop() : 0);
  part("back").disabled = stop() === 0;
  part("forward").disabled = stop() === lastStop();
  write("epoch", String(stateAt(stop())));
  clearTimeout(resting);
  resting = setTimeout(rest, REST);
}

function moveTo(at, live) {
  part("range").value = at;
  gd.wish = { state: stateAt(stop()), last: stop() === lastStop() };
  show(live);
}

function rest() {
  if (frame !== null || !root.isConnected) return;
  const state = stateAt(stop());
  const url = new URL(location.href);
  if (state) url.searchParams.set("at", state);
  else url.searchParams.delete("at");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  if (data.follow === null || data.follow === state || reported === state) return;
  reported = state;
  gd.run.setStateValue("at", state);
}

function pause() {
  cancelAnimationFrame(frame);
  frame = null;
  part("play").setAttribute("aria-label", "Play");
}

// Plays from here, or from the start where it is at the end; then calls `ended`.
function play(ended) {
  const from = stop() === lastStop() ? 0 : stop();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const stride = calm ? Math.ceil(lastStop() / 10) : 1; // few changes rather than a motion
  const pace = calm ? 1.25 : Math.max(LEAST_PACE, lastStop() / PLAY_SECONDS) / stride;
  let begun = null;
  part("play").setAttribute("aria-label", "Pause");
  const move = (now) => {
    begun ??= now;
    const at = from + stride * Math.floor(((now - begun) / 1000) * pace);
    if (at >= lastStop()) {
      pause();
      moveTo(lastStop(), true);
      ended?.();
    } else {
      if (at !== stop()) moveTo(at);
      frame = requestAnimationFrame(move);
    }
  };
  frame = requestAnimationFrame(move);
}

function attach(parent) {
  parent.querySelector(".gd-scrubber")?.remove(); // of the script before
  parent.insertAdjacentHTML("beforeend", document.getElementById("scrubber-markup").innerHTML);
  root = parent.lastElementChild;
  const by = (step) => () => {
    pause();
    moveTo(stop() + step, true);
  };
  part("back").onclick = by(-1);
  part("forward").onclick = by(1);
  part("play").onclick = () => (frame === null ? play() : pause());
  part("range").oninput = () => {
    pause();
    moveTo(stop());
  };
  attachViews();
  attachHand();
}

// On a wall, where nothing else has a use for the keys; the slider itself knows the arrows.
function listenToKeys(signal) {
  const parts = { ArrowLeft: "back", ArrowRight: "forward", " ": "play" };
  const press = (event) => {
    if (!parts[event.key] || event.target.closest("input, button") || !root) return;
    event.preventDefault();
    part(parts[event.key]).click();
  };
  document.addEventListener("keydown", press, { signal });
}

// On a phone, one chart at a time.
function attachViews() {
  const buttons = root.querySelectorAll("[data-view]");
  const choose = (view) => {
    gd.view = document.documentElement.dataset.view = view;
    for (const one of buttons) one.setAttribute("aria-pressed", one.dataset.view === view);
  };
  for (const one of buttons) one.onclick = () => choose(one.dataset.view);
  choose(gd.view);
}

// Draws the run that the component has brought last, which keeps its place.
function draw() {
  if (!gd.run) return;
  ({ data } = gd.run);
  reported = null;
  if (!gd.run.parentElement.contains(root)) attach(gd.run.parentElement);
  pause(); // what played was the run before, whose states are not these
  part("range").max = lastStop();
  part("range").setAttribute("aria-label", data.unit ?? "Epoch");
  part("range").value = wished();
  const widest = Math.max(...data.loss.map((_, at) => words(at).length));
  root.style.setProperty("--widest", `${0.85 * widest}ch`); // the slider keeps its length
  show();
  showHand();
  landPreview(data.problem);
  drawPhone();
}

gd.left?.abort(); // the listeners of a page left
gd.left = new AbortController();
const { signal } = gd.left;
document.addEventListener("gd:preview", ({ detail }) => data && showPreview(data.problem, detail), {
  signal,
});
listenToLandscape(signal);
if (new URLSearchParams(location.search).get("present") === "true") listenToKeys(signal);
gd.draw = draw;
write("preview", ""); // of a page left
draw();
