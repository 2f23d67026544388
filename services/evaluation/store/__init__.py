"""All SQL of the room. Rows never leave it: records go in and come out."""
