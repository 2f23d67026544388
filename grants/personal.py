"""What is personal, said where a field is declared: of every text of an event, whether it is, and why.

The texts of an event are declared by four names: `Identity`, `Words` and `Contact` are personal, `Public` is not. Ids
of persons (`PersonId`) are personal by their type, ids of things and closed lists of words are not. A list or form of
personal texts is personal as a whole. Source: Law 6698 (KVKK), article 3: any information on an identified or
identifiable natural person. Legal persons are none.
"""

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
