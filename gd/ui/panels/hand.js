// Fit by hand: two handles move a line of one's own, which the charts draw.

const NAMES = ["w", "b"];
const STEPS = 200; // at least so many from end to end of a handle

// What the landscape shows, and as far as the loss of the line 0·x + 0, which does not change with
// the start.
const reachOf = (name) => {
  const { hessian, optimum } = data.problem;
  const i = NAMES.indexOf(name);
  const [low, high] = data.box[name];
  const reach = hessian[i][i] ? Math.sqrt((2 * lossOf([0, 0])) / hessian[i][i]) : 0;
  return [Math.min(low, optimum[i] - reach), Math.max(high, optimum[i] + reach)];
};
const handAt = (name) => (name in data.weights ? Number(part(`hand-${name}`).value) : 0);
// L* + ½ δᵀHδ
const lossOf = (weights) => {
  const { hessian, optimum, min_loss } = data.problem;
  const delta = optimum.map((best, i) => weights[i] - best);
  const slopes = hessian.map((row) => row.reduce((sum, h, j) => sum + h * delta[j], 0));
  return delta.reduce((sum, d, i) => sum + (d * slopes[i]) / 2, min_loss);
};
const minLoss = () => {
  const { min_loss } = data.problem;
  return min_loss > 1e-28 * lossOf([0, 0]) ? min_loss : 0; // below that, it is rounding
};
// 1, 2 or 5 times a power of ten, so that a handle stops at short numbers.
const stepOf = (width) => {
  const [digit, power] = (width / STEPS).toExponential(0).split("e").map(Number);
  return Number(`${digit >= 5 ? 5 : digit >= 2 ? 2 : 1}e${power}`);
};

function attachHand() {
  for (const name of NAMES) {
    part(`hand-${name}`).oninput = () => {
      gd.hand[name] = handAt(name);
      moveHand();
    };
  }
  part("by-hand").onclick = () => {
    gd.hand = gd.hand ? null : { w: data.weights.w[0], b: data.weights.b?.[0] ?? 0 };
    showHand();
  };
  part("race").onclick = () => {
    pause();
    moveTo(0);
    play(sayWinner);
  };
  part("begin").onclick = () => gd.run.setTriggerValue("start", [handAt("w"), handAt("b")]);
}

function sayWinner() {
  const [theirs, yours] = [data.loss.at(-1), lossOf(NAMES.map(handAt))];
  const trained = updates(stateAt(lastStop()));
  const results = `gradient descent: ${figure(theirs)} after ${trained}; you: ${figure(yours)}`;
  part("verdict").textContent = `${yours < theirs ? "You win" : "Descent wins"}. ${results}`;
}

// Shows the handles, where they are open, over the part of the plane that the landscape shows.
function showHand() {
  const open = gd.hand !== null;
  part("hand").hidden = !open;
  part("begin").hidden = !data.canStart;
  part("by-hand").setAttribute("aria-expanded", open);
  for (const name of NAMES) {
    const range = part(`hand-${name}`);
    range.parentElement.hidden = !(name in data.weights);
    if (!open || range.parentElement.hidden) continue;
    const [low, high] = reachOf(name);
    const step = stepOf(high - low);
    range.step = step;
    range.min = Number((Math.ceil(low / step) * step).toPrecision(12));
    range.max = Number((Math.floor(high / step) * step).toPrecision(12));
    range.value = gd.hand[name];
  }
  if (open) moveHand();
  else write("hand", "");
}

function moveHand() {
  const weights = NAMES.map(handAt);
  for (const name of NAMES) {
    const range = part(`hand-${name}`);
    range.style.setProperty("--at", (range.value - range.min) / (range.max - range.min));
    part(`value-${name}`).textContent = figure(handAt(name));
  }
  const loss = lossOf(weights);
  part("verdict").textContent = `your loss ${figure(loss)}; best possible ${figure(minLoss())}`;
  write("hand", [...weights, loss].join());
}
