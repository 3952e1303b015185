"""What a person sets: the sidebar, and the values of a link."""
