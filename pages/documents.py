"""The notebooks: what they printed, replayed, and what it means."""

from gd.ui.pages.documents_page import render_documents

render_documents()
