"""What the address of a page says: the controls, and their values as text."""
