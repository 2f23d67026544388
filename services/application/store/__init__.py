"""All SQL of the room. Functions take the session of the unit of work and return records; none commits."""
