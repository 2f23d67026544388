"""What is personal, said where a field is declared: of every text of an event, whether it is, and why.

The texts of an event are declared by four names: `Identity`, `Words` and `Contact` are personal, `Public` is not. Ids
of persons (`PersonId`) are personal by their type, ids of things and closed lists of words are not. A list or form of
personal texts is personal as a whole. Source: Law 6698 (KVKK), article 3: any information on an identified or
identifiable natural person. Legal persons are none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class Personal(StrEnum):
    """Why a field is personal.

    identity: who a person is, by the id of the sign-in. prose: free text, which may say anything of anybody.
    contact: where somebody is found, or paid.
    """

    IDENTITY = "identity"
    PROSE = "prose"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Declared:
    """Whether a field is personal; None: it is not."""

    personal: Personal | None


Identity = Annotated[str, Declared(Personal.IDENTITY)]
"""The id of a person, where it is no `PersonId`."""

Words = Annotated[str, Declared(Personal.PROSE)]
"""What somebody wrote."""

Contact = Annotated[str, Declared(Personal.CONTACT)]
"""An address, an account."""

Public = Annotated[str, Declared(None)]
"""An id of a thing, a code, an exact number, a digest, or the name of a legal person."""


class Fate(StrEnum):
    """What becomes of a personal column of a room's table when what is personal in its file is erased.

    erased: it goes with the file. person: it goes when the person's own data are erased, who is in no file (an
    evaluator, a member of a board). The others stay, and this is the ground, of Law 6698 article 5/2:
    duty: ç, a legal duty: who decided on public money and why is kept for those who audit it, until the archive's own
    rules end the file. contract: c, a contract with the party the person acts for. log: who erased and why, which the
    by-law on erasing personal data (Official Gazette 30224, 28/10/2017) has kept for three years at least, article 7/3.
    books: ç as well, in the books of public money, which nobody changes, not for this either.
    span: ç as well, of no file and whoever is erased: it goes by itself, some time after it was written.
    What duty and log keep goes by itself some years after the rest (`runtime.settings.KeepingSettings`).
    """

    ERASED = "erased"
    PERSON = "person"
    DUTY = "duty"
    CONTRACT = "contract"
    LOG = "log"
    BOOKS = "books"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Column:
    """A personal column: why it is, and what becomes of it."""

    why: Personal
    fate: Fate


Columns = Mapping[str, Mapping[str, Column]]
"""By table and name."""


def columns(text: str) -> Columns:
    """A room's personal columns out of lines `table column,column… why fate`. Raises ValueError."""
    found: dict[str, dict[str, Column]] = {}
    for line in text.split("\n"):
        if line.strip():
            table, names, why, fate = line.split()
            for name in names.split(","):
                if name in found.setdefault(table, {}):
                    raise ValueError(f"{table}.{name} is said twice")
                found[table][name] = Column(Personal(why), Fate(fate))
    return found


def names(text: str) -> frozenset[str]:
    """A room's columns of text that name no person, parted by blanks."""
    return frozenset(text.split())
