# pytest looks for doctests in every file, but Streamlit runs these.
collect_ignore_glob = ["peer/*"]
