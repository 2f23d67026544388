"""The build id: what the sources say, so that two builds with one id run the same code."""

from runtime.sources import build_id

__all__ = ["build_id"]
