"""Whether a text that goes to applicants betrays who evaluated or sat on the board. Pure.

Found are: a person's whole name, its parts next to each other in the one order or the other, whatever the case,
with or without Turkish letters, and with endings after an apostrophe; the id a person signs in with; and any e-mail
address, because an address is always somebody's. A part of a name alone is no finding: many are words ("demir").
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grants.turkish import turkish_lower

_EMAIL = re.compile(r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+\.[^\s@<>()\"',;:]+")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ‘`´][^\W\d_]*")
_UNSEEN = frozenset({"Mn", "Cf"})
"""Marks over letters, and signs that nobody sees."""


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody who must not be known. name: empty where it was erased."""

    person_id: str
    name: str


def betrays(text: str, people: Iterable[Nameable]) -> bool:
    """Whether the text holds an e-mail address, or the name or id of one of these people."""
    if _EMAIL.search(text):
        return True
    spoken = _words(text)
    return any(_is_named(one, spoken) for one in people)


def _is_named(person: Nameable, spoken: Sequence[str]) -> bool:
    name, handle = _words(person.name), _words(person.person_id)
    return _holds(spoken, name) or _holds(spoken, name[::-1]) or _holds(spoken, handle)


def _holds(spoken: Sequence[str], name: Sequence[str]) -> bool:
    length = len(name)
    return bool(name) and any(spoken[at : at + length] == name for at in range(len(spoken) - length + 1))


def _words(text: str) -> list[str]:
    """The words in plain small letters, as they are written without Turkish ones too; endings are cut off."""
    plain = unicodedata.normalize("NFKD", turkish_lower(text).replace("ı", "i"))
    bare = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    return _WORD.findall(_APOSTROPHES.sub("", bare))
