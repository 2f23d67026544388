"""All SQL of the room. Rows never leave it: facts and plain records do."""
