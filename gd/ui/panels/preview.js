// Previews a training in the browser: the one that would follow another learning rate or start. The
// charts draw what is written as "preview".

const MAX_ROWS = 121;
const LANDED = 500; // milliseconds for which a preview stays beside the run that it foresaw

// What a schedule multiplies the rate by after t of T updates, as gd.theory.schedules has it.
const FACTORS = {
  constant: () => 1,
  step: (t, T) => 0.5 ** Math.floor(t / Math.ceil(T / 4)),
  cosine: (t, T) => (1 + Math.cos((Math.PI * t) / T)) / 2,
  "1/t": (t, T) => 1 / (1 + (10 * t) / T),
};

// The states that a preview shows: all, or ever fewer, from the start to the end.
function framesOf(updates) {
  const last = Math.min(updates, MAX_ROWS - 1);
  const frame = (k) => Math.max(k, Math.round((updates + 1) ** (k / last) - 1));
  return Array.from({ length: last + 1 }, (_, k) => (updates > last ? frame(k) : k));
}

// The rows [update, loss, w, b, grad_w, grad_b] of a training, up to the last that is finite. In
// δ = θ - θ*, the loss is L* + ½ δᵀHδ and its gradient Hδ. The rules are gd.theory.optimizer_rules'.
function simulate(of, rate = of.rate, start = of.start) {
  const { hessian, optimum, updates } = of;
  const { memories, epsilon, nesterov } = of.rule;
  const factor = FACTORS[of.schedule];
  const size = optimum.length;
  const kept = memories.map(() => new Float64Array(size));
  const powers = new Float64Array(memories.length).fill(1); // decay to the power of the update
  const delta = Float64Array.from(optimum, (best, i) => start[i] - best);
  const gradient = new Float64Array(size);
  const state = new Float64Array(6);
  const frames = framesOf(updates);
  const rows = [];

  function measure(update) {
    let loss = of.min_loss;
    for (let i = 0; i < size; i++) {
      let slope = 0;
      for (let j = 0; j < size; j++) slope += hessian[i][j] * delta[j];
      loss += 0.5 * delta[i] * slope;
      gradient[i] = of.scale * slope;
    }
    if (!(loss <= of.max_loss)) return false;
    state[0] = update;
    state[1] = loss;
    for (let i = 0; i < size; i++) {
      state[2 + i] = optimum[i] + delta[i];
      state[4 + i] = gradient[i];
    }
    return true;
  }

  function direction(i) {
    if (!memories.length) return gradient[i];
    let [first, last] = [gradient[i], 0];
    for (let k = 0; k < memories.length; k++) {
      const { decay, weight, squared, corrected } = memories[k];
      kept[k][i] = decay * kept[k][i] + weight * gradient[i] * (squared ? gradient[i] : 1);
      last = corrected ? kept[k][i] / (1 - powers[k]) : kept[k][i];
      if (k < memories.length - 1) first = last;
    }
    if (epsilon !== null) return first / (Math.sqrt(last) + epsilon);
    return nesterov ? gradient[i] + memories[0].decay * last : last;
  }

  for (let update = 0; update <= updates && measure(update); update++) {
    if (update === frames[rows.length]) rows.push([...state]);
    const now = rate * factor(update, updates);
    for (let k = 0; k < memories.length; k++) powers[k] *= memories[k].decay;
    for (let i = 0; i < size; i++) delta[i] -= now * direction(i);
  }
  if (rows.length && rows.at(-1)[0] !== state[0]) rows.push([...state]); // the last that is finite
  return rows;
}

let asked = null;
let landing = null;

// Shows what was asked for, {rate} or {start: [w, b]}; null clears it.
function showPreview(of, detail) {
  clearTimeout(landing);
  asked = detail;
  const rows = detail ? simulate(of, detail.rate, detail.start) : [];
  write("preview", rows.map((row) => row.join()).join(";"));
}

// A new run clears the preview; if it is the run that was asked for, after a moment beside it.
function landPreview(of) {
  if (!asked) return;
  const { rate = of.rate, start = of.start } = asked;
  const same = (one, i) => Math.fround(one) === Math.fround(start[i]); // in a run's precision
  const landed = rate === of.rate && of.start.every(same);
  clearTimeout(landing);
  if (landed) landing = setTimeout(showPreview, LANDED, of, null);
  else showPreview(of, null);
}
