// Sets the learning rate. While it moves, it tells the page, whose charts preview the training, and
// nothing is sent to the server. Letting go sends the rate.

const PLACES = 1000; // of the range
const PAGE = 10 ** (1 / 3);
const PAUSE = 400; // milliseconds without a key after which a rate counts
const ARROWS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };
const PAGES = { PageUp: PAGE, PageDown: 1 / PAGE };

const rounded = (rate) => Number(rate.toPrecision(2));

// The rate at a place of the range: within a zone, equal steps are equal factors.
function rateAt(place, zones) {
  let along = place / PLACES;
  for (const { share, least, most } of zones) {
    if (along <= share) return least * (most / least) ** (along / share);
    along -= share;
  }
  return zones.at(-1).most;
}

function placeOf(rate, zones) {
  let before = 0;
  for (const { share, least, most } of zones) {
    if (rate <= most) {
      const along = Math.log(rate / least) / Math.log(most / least);
      return Math.round(PLACES * (before + share * Math.max(0, along)));
    }
    before += share;
  }
  return PLACES;
}

function draw({ parentElement, data, setTriggerValue }) {
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const [range, out, bar] = ["range", "out", "zones"].map(part);
  const zones = data.zones;
  const home = placeOf(data.rate, zones);
  const shared = (parentElement.dial ??= {}); // with the calls before and after this one
  let dropped = false;
  let frame = null;

  const place = () => Number(range.value);
  const rate = () => (place() === home ? data.rate : rounded(rateAt(place(), zones)));

  function show() {
    const { word } = zones.find(({ most }) => rate() <= most) ?? zones.at(-1);
    out.textContent = String(rate());
    range.setAttribute("aria-valuetext", word ? `${rate()}, ${word}` : String(rate()));
  }

  function preview(detail) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      document.dispatchEvent(new CustomEvent("gd:preview", { detail }));
    });
  }

  function settle() {
    clearTimeout(shared.timer);
    shared.moving = false;
  }

  function move(to) {
    range.value = to;
    shared.moving = true;
    show();
    preview({ rate: rate() });
  }

  function cancel() {
    settle();
    range.value = home;
    show();
    preview(null);
  }

  function commit() {
    if (!shared.moving) return;
    settle();
    if (rate() === data.rate) preview(null);
    else setTriggerValue("rate", rate());
  }

  // The next place at which the rate is larger, or smaller.
  function neighbour(step) {
    const now = rate();
    let to = place() + step;
    while (to > 0 && to < PLACES && step * (rounded(rateAt(to, zones)) - now) <= 0) to += step;
    return to;
  }

  function target(key) {
    if (key in ARROWS) return neighbour(ARROWS[key]);
    if (key in PAGES) return placeOf(rate() * PAGES[key], zones);
    return { Home: 0, End: PLACES }[key];
  }

  bar.replaceChildren(
    ...zones.map(({ word, share, most }) => {
      const zone = document.createElement("span");
      const end = document.createElement("i");
      zone.style.width = `${100 * share}%`;
      zone.className = word.split(" ").at(-1).replace(/s$/, "");
      end.textContent = rounded(most);
      zone.append(word, end);
      return zone;
    }),
  );
  range.max = PLACES;
  range.onpointerdown = range.onpointerup = () => {
    dropped = false;
  };
  range.onkeydown = (event) => {
    const to = target(event.key);
    if (event.key === "Escape" && shared.moving) {
      dropped = range.matches(":active"); // the pointer still holds it
      cancel();
    } else if (to !== undefined) {
      event.preventDefault();
      move(to);
      clearTimeout(shared.timer);
      shared.timer = setTimeout(commit, PAUSE);
    }
  };
  range.oninput = () => (dropped ? cancel() : move(range.value));
  range.onchange = range.onblur = commit;
  if (!shared.moving) range.value = home;
  show();
}

// The component leaves here what it brings, and calls this.
window.drawDial = () => window.dial && draw(window.dial);
window.drawDial();
