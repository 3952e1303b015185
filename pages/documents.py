"""The notebooks: what they printed, replayed, and what it means."""

from gd.ui.documents import documents

documents()
