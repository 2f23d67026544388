"""What can be done in this room, a file a verb. A use case never commits: the door does."""
