"""The notebooks: what they printed, replayed, and what it means."""

from gd.ui.pages.documents_page import render_documents

render_documents(
    "The notebooks, to the printed digit",
    "Five notebooks fit the line y = 2x and print twelve trainings. Here each of them runs again.",
)
