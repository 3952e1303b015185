"""What the pages show below their title."""
