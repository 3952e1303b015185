"""Fit a line by gradient descent, four ways. Start with `streamlit run streamlit_app.py`."""

from gd.ui.app import main

main()
