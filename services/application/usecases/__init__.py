"""What can be done in this room: load, check the right, decide, store, tell. None commits."""
