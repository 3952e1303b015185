"""The pages, below their titles and introductions."""
