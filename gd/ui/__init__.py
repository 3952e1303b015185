"""The part that knows Streamlit."""
