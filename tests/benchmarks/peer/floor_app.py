"""An empty page with the same two controls: what a rerun costs Streamlit itself."""

import streamlit as st

learning_rate = st.sidebar.number_input(
    "Learning rate", 0.000001, 10.0, 0.01, 0.001, format="%g", key="lr", bind="query-params"
)
epochs = st.sidebar.number_input("Epochs", 1, 50_000, 100, 10, key="epochs", bind="query-params")
