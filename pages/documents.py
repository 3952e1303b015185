"""The notebooks: what they printed, replayed, and what it means."""

from gd.ui.pages.documents_page import render_documents

render_documents(
    "The notebooks, to the printed digit",
    """This app grew out of five notebooks that fit the line y = 2x. They print twelve
    trainings. Here each of them runs again, and every line that it prints is written beside the
    line that the notebook printed.""",
)
