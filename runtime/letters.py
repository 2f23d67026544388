"""Letters found in a text whatever their case, as Turkish has it: İ and i are one letter, I and ı another."""

from functools import reduce

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_

CAPITALS = "ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZÂÎÛ"
SMALL = "abcçdefgğhıijklmnoöpqrsştuüvwxyzâîû"
MOST = 100
"""Letters that can be looked for."""
_FOLD = str.maketrans(CAPITALS, SMALL)


def folded(text: str) -> str:
    """The text in small letters, each space one."""
    return " ".join(text.translate(_FOLD).split())


def holds(letters: str, *columns: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether one of the columns holds these letters. What stands for anything elsewhere, as %, stands for itself."""
    looked_for = folded(letters)
    found = [func.translate(column, CAPITALS, SMALL).contains(looked_for, autoescape=True) for column in columns]
    return reduce(or_, found)
