// Copies the link of the dialog. Only where a page came over https, or from this machine, may a script
// write to the clipboard; elsewhere the browser's old command does.
const row = document.querySelector(".gd-copy");
const [field, button] = row.children;
field.onfocus = () => field.select();
button.onclick = async () => {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl + C";
  }
};
