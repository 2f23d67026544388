"""The working paper of a drawn file: remarks and findings, added to until it is signed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from grants.breach import Breach, Refused, RulesBroken


class NoteKind(StrEnum):
    REMARK = "remark"
    FINDING = "finding"


class Severity(StrEnum):
    """How grave a finding is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class PaperSigned(Refused):
    """The paper is signed: nothing is added to it."""

    rule: ClassVar[str] = "paper.signed"


@dataclass(frozen=True, slots=True)
class Note:
    """severity: of a finding; None on a remark."""

    kind: NoteKind
    text: str
    by: str
    at: datetime
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """place: at which the file was drawn, from 1. conclusion: what the inspector came to; "" until it is signed."""

    sample_id: str
    about: str
    place: int
    notes: tuple[Note, ...] = ()
    conclusion: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None

    @property
    def findings(self) -> int:
        return sum(note.kind is NoteKind.FINDING for note in self.notes)


def noted(paper: Paper, note: Note) -> Paper:
    """The paper with a note more. Raises PaperSigned, RulesBroken."""
    _open(paper)
    if (note.kind is NoteKind.FINDING) is (note.severity is None):
        raise RulesBroken(Breach("paper.severity", "severity", note.kind.value))
    return replace(paper, notes=(*paper.notes, note))


def signed(paper: Paper, conclusion: str, by: str, now: datetime) -> Paper:
    """The paper concluded. Raises PaperSigned."""
    _open(paper)
    return replace(paper, conclusion=conclusion, signed_by=by, signed_at=now)


def _open(paper: Paper) -> None:
    if paper.signed_at is not None:
        raise PaperSigned(Breach(PaperSigned.rule, "application_id", paper.about))
