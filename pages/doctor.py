"""The doctor: what training printed these lines?"""

from gd.ui.pages.doctor_page import render_doctor

render_doctor(
    "Doctor",
    "Paste what your notebook printed: this finds the training that prints the same, with its "
    "mistakes.",
)
