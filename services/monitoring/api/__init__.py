"""The HTTP doors of the room: each translates and does nothing more."""
