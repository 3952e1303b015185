"""What can be taken from a run and used elsewhere: programs, tables, pictures."""
