"""What all sessions share: the thread that trains, the runs that are kept."""
