"""Where points come from: data sets, files, pasted text, links; and how they are scaled."""
