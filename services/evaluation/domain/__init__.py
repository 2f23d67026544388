"""What the room decides, without any input or output."""
