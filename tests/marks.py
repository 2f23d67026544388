"""Which marks the tests of a file have, told from its text: a file of which none is asked for need not be imported."""

import re
from collections.abc import Collection

MARKS = frozenset({"servers", "journey", "browser", "long"})
_NAMED = re.compile(rf"\bmark\.({'|'.join(sorted(MARKS))})\b")
_WHOLE = re.compile(r"^pytestmark = pytest\.mark\.\w+$", re.MULTILINE)
_WORD = re.compile(r"\w+")


def alike(text: str) -> frozenset[str] | None:
    """The marks of every test in a file of this text; None where its tests differ."""
    named = frozenset(_NAMED.findall(text))
    if not named:
        return named
    return named if len(named) == 1 and _WHOLE.search(text) else None


def asked_for(marks: Collection[str], expression: str) -> bool:
    """Whether tests with these marks are meant by an expression such as "servers and not journey".

    One that asks for more than these marks is left to pytest: then all are.
    """
    words = {*_WORD.findall(expression)} - {"and", "or", "not"}
    if not words or not words <= MARKS:
        return True
    return bool(eval(expression, {}, {word: word in marks for word in words}))  # noqa: S307 names of marks and nothing else
