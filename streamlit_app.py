"""Fit a line by gradient descent, four ways. Start with `streamlit run streamlit_app.py`."""

from gd.ui.page import main

main()
