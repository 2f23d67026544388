"""What somebody else wrote, on a terminal: on one line, without what would steer it or turn its letters round."""

import json
import unicodedata

_STEERS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of characters: control, invisible (they turn the direction of writing), halves of pairs, ends of lines."""


def plain(text: str) -> str:
    """The text with each such character written as its number."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(one) if _steers(one) else one for one in text)


def plain_json(text: str) -> str:
    """The same for a JSON text, whose own lines stay: what cannot be printed is written as JSON writes it."""
    return "".join(json.dumps(one)[1:-1] if one != "\n" and _steers(one) else one for one in text)


def _written(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")


def _steers(one: str) -> bool:
    return unicodedata.category(one) in _STEERS
