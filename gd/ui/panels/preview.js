// Previews a training in the browser: the one that would follow another learning rate or start. The
// charts draw what is written as "preview".

const MAX_ROWS = 121;
const LANDED = 500; // milliseconds for which a preview stays beside the run that it foresaw

// The states that a preview shows: all, or ever fewer, from the start to the end.
function framesOf(epochs) {
  const last = Math.min(epochs, MAX_ROWS - 1);
  const frame = (k) => Math.max(k, Math.round((epochs + 1) ** (k / last) - 1));
  return Array.from({ length: last + 1 }, (_, k) => (epochs > last ? frame(k) : k));
}

// The rows [epoch, loss, w, b, grad_w, grad_b] of a training, up to the last that is finite. In
// δ = θ - θ*, the loss is L* + ½ δᵀHδ and its gradient Hδ. The rules are gd.theory.optimizer_rules'.
function simulate(of, rate = of.rate, start = of.start) {
  const { hessian, optimum, rule } = of;
  const size = optimum.length;
  const memories = rule?.memories ?? [];
  const kept = memories.map(() => new Float64Array(size));
  const powers = new Float64Array(memories.length).fill(1); // decay to the power of the epoch
  const delta = Float64Array.from(optimum, (best, i) => start[i] - best);
  const gradient = new Float64Array(size);
  const state = new Float64Array(6);
  const frames = framesOf(of.epochs);
  const rows = [];

  function measure(epoch) {
    let loss = of.min_loss;
    for (let i = 0; i < size; i++) {
      let slope = 0;
      for (let j = 0; j < size; j++) slope += hessian[i][j] * delta[j];
      loss += 0.5 * delta[i] * slope;
      gradient[i] = of.scale * slope;
    }
    if (!(loss <= of.max_loss)) return false;
    state[0] = epoch;
    state[1] = loss;
    for (let i = 0; i < size; i++) {
      state[2 + i] = optimum[i] + delta[i];
      state[4 + i] = gradient[i];
    }
    return true;
  }

  function direction(i) {
    if (!rule) return gradient[i];
    let [first, last] = [gradient[i], 0];
    for (let k = 0; k < memories.length; k++) {
      const { decay, weight, squared, corrected } = memories[k];
      kept[k][i] = decay * kept[k][i] + weight * gradient[i] * (squared ? gradient[i] : 1);
      last = corrected ? kept[k][i] / (1 - powers[k]) : kept[k][i];
      if (k < memories.length - 1) first = last;
    }
    if (rule.epsilon !== null) return first / (Math.sqrt(last) + rule.epsilon);
    return rule.nesterov ? gradient[i] + memories[0].decay * last : last;
  }

  for (let epoch = 0; epoch <= of.epochs && measure(epoch); epoch++) {
    if (epoch === frames[rows.length]) rows.push([...state]);
    for (let k = 0; k < memories.length; k++) powers[k] *= memories[k].decay;
    for (let i = 0; i < size; i++) delta[i] -= rate * direction(i);
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
