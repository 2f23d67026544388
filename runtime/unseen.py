"""Texts in which nothing can be seen, as a zero-width space alone: to a person they are empty, so they are here."""

import re

_UNSEEN = (
    r"\s\x01-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Spaces, controls and what steers letters; fillers, and what picks a shape; of music, and tags.

Not NUL: whoever reads a text refuses it by name.
"""
_ESCAPED = (
    r"\\[bfnrt]|\\u(?i:00(?:0[1-9a-f]|1[0-9a-f]|20|7f|[89][0-9a-f]|a0|ad)|034f|061c|115f|1160|1680|17b[45]|180[b-f]"
    r"|200[0-9a-f]|202[89a-f]|205f|206[0-9a-f]|2800|3000|3164|fe0[0-9a-f]|feff|ffa0|fff[9ab])"
    r"|\\u(?i:d834)\\u(?i:dd7[3-9a])|\\u(?i:db4[0-3])\\u(?i:d[c-f][0-9a-f]{2})"
)
"""The same as JSON may write them."""
_TEXT = re.compile(rf"[{_UNSEEN}]++")
_IN_JSON = re.compile(rf'"(?:(?![\x00-\x1f])[{_UNSEEN}]|{_ESCAPED})++"')
_ANY = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"(?P<name>\s*+:)?|\\?\Z)', re.DOTALL)
"""A text in JSON, or what was begun as one and never ended; a name is told by its colon."""


def is_unseen(text: str) -> bool:
    """Whether there is something in a text, and none of it can be seen."""
    return bool(_TEXT.fullmatch(text))


def emptied(body: bytes) -> bytes:
    """A request in JSON with such texts empty; whatever it is, all else stays as it came."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return _ANY.sub(_emptied, text).encode() if _IN_JSON.search(text) else body


def _emptied(found: re.Match[str]) -> str:
    return '""' if not found["name"] and _IN_JSON.fullmatch(found[0]) else found[0]
