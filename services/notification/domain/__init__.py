"""Who is written to about what, and what a mail looks like. Pure."""
