// The learning rate and the epochs, where a phone's sidebar would cover what they move. The middle of
// the range is the present rate, its ends a hundredth and a hundred times as much.

export default ({ parentElement, data, setTriggerValue }) => {
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const [range, out, epochs] = ["rate", "out", "epochs"].map(part);
  const rate = () => {
    const wanted = data.rate * 10 ** (Number(range.value) / 50);
    const limited = Math.min(data.most, Math.max(data.least, wanted));
    return range.value === "0" ? data.rate : Number(limited.toPrecision(2));
  };
  range.value = 0;
  out.textContent = data.rate;
  epochs.value = data.epochs;
  epochs.max = data.most_epochs;
  range.oninput = () => {
    out.textContent = rate();
    document.dispatchEvent(new CustomEvent("gd:preview", { detail: { rate: rate() } }));
  };
  range.onchange = () => setTriggerValue("rate", rate());
  epochs.onchange = () => {
    if (epochs.reportValidity() && epochs.value) setTriggerValue("epochs", Number(epochs.value));
    else epochs.value = data.epochs;
  };
};
