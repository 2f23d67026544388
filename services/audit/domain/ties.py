"""What the evaluation room says of conflicts of interest: whom they keep from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.contracts.evaluation_events import ConflictDeclared, ConflictDismissed, ConflictFound, ConflictWaived

_SAID = frozenset(kind.type_name() for kind in (ConflictFound, ConflictDeclared, ConflictWaived, ConflictDismissed))


@dataclass(frozen=True, slots=True)
class Word:
    """What was said last of a person and a file. barred: whether the person is kept from it."""

    application_id: str
    person_id: str
    barred: bool
    said_at: datetime


def word_of(kind: str, data: Mapping[str, Any], said_at: datetime) -> Word | None:
    """What an event of this type says of a tie; None where it speaks of something else."""
    application_id, person_id = data.get("application_id"), data.get("person_id")
    if kind not in _SAID or not application_id or not person_id:
        return None
    return Word(str(application_id), str(person_id), bool(data.get("barred")), said_at)
