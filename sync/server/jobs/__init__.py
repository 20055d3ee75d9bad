"""What takes longer than a page may wait? Jobs on the same database, worked off by a process beside the one that answers."""
