"""Plumbing that knows no word of grants."""
