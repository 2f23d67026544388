"""Record, read, check: everything the room does."""
