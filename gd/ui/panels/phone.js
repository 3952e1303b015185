// The learning rate and the epochs, where a phone's sidebar would cover what they move. The middle of
// the range is the present rate, its ends a hundredth and a hundred times as much.

// They lie below the charts, and are there later than the scrubber: on a slow machine, by seconds.
function drawPhone(tries = 600) {
  const knob = (name) => document.getElementById(`phone-${name}`);
  const [range, out, epochs] = ["rate", "out", "epochs"].map(knob);
  if (!range) {
    if (tries) setTimeout(drawPhone, 100, tries - 1);
    return;
  }
  const { rate: present, epochs: count } = data.problem;
  const rate = () => {
    const wanted = present * 10 ** (Number(range.value) / 50);
    const limited = Math.min(data.rates[1], Math.max(data.rates[0], wanted));
    return range.value === "0" ? present : Number(limited.toPrecision(2));
  };
  range.value = 0;
  out.textContent = present;
  epochs.value = count;
  range.oninput = () => {
    out.textContent = rate();
    document.dispatchEvent(new CustomEvent("gd:preview", { detail: { rate: rate() } }));
  };
  range.onchange = () => gd.run.setTriggerValue("rate", rate());
  epochs.onchange = () => {
    if (epochs.reportValidity()) gd.run.setTriggerValue("epochs", Number(epochs.value));
    else epochs.value = count;
  };
}
