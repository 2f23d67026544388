"""What can be done in this room: load, check the right, decide, keep, tell. None commits."""
