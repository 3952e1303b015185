"""Where points come from: data sets, files, pasted text, links."""
