# Doctests are looked for in every file: these are Streamlit's to run, not Python's.
collect_ignore_glob = ["peer/*"]
