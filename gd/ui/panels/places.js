// Where the charts look for what moves, and how they are told of it: see PLACES in linked_layers.py.

const places = {
  epoch: document.documentElement,
  preview: document.body,
  hand: document.getElementById("root"),
};

function write(name, text) {
  if (places[name].value === text) return;
  places[name].value = text;
  places[name].dispatchEvent(new Event("gd-moved"));
}
