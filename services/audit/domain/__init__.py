"""The chain of hashes, who stands how to a file, and who sees what of its story. Pure."""
