"""Tables of a run, and the Altair charts that draw them."""
