// Copies the link of a dialog, which changes while a class link is prepared. Only where a page came
// over https, or from this machine, may a script write to the clipboard; elsewhere the browser's old
// command does. Listened to once, however often a dialog is opened.
document.addEventListener("focusin", (window.gdSelect ??= ({ target }) => {
  if (target.matches(".gd-copy input")) target.select();
}));
document.addEventListener("click", (window.gdCopy ??= async ({ target }) => {
  if (!target.matches(".gd-copy button")) return;
  const field = target.previousElementSibling;
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    target.textContent = "Copied";
  } catch {
    target.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl + C";
  }
}));
