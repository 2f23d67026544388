"""What the application room decides, without I/O."""
