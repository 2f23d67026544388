"""The HTTP doors: the story for everyone who may read the file; ledger and finished files for the inspector."""
