"""What an inspector says to a lead: to be followed up, or nothing in it. What turns up later opens it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.audit.domain.leads import Lead


class Verdict(StrEnum):
    """followed: it is followed up. dismissed: there is nothing in it."""

    FOLLOWED = "followed"
    DISMISSED = "dismissed"


class LeadStatus(StrEnum):
    """open: nobody has answered it, or it shows more than when it was answered."""

    OPEN = "open"
    FOLLOWED = "followed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Answer:
    """evidence: the events that were before the inspector."""

    lead_id: str
    verdict: Verdict
    reason: str
    evidence: tuple[str, ...]
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Weighed:
    """A lead with its last answer. fresh: how much of its evidence came after that answer."""

    lead: Lead
    answer: Answer | None = None

    @property
    def fresh(self) -> int:
        return len(set(self.lead.evidence).difference(self.answer.evidence)) if self.answer else 0

    @property
    def status(self) -> LeadStatus:
        if self.answer is None or self.fresh:
            return LeadStatus.OPEN
        return LeadStatus(self.answer.verdict.value)


_ORDER = tuple(LeadStatus)


def weighed(found: Iterable[Lead], answers: Mapping[str, Answer]) -> tuple[Weighed, ...]:
    """Open ones first, dismissed ones last; among equals as they came."""
    all_of_them = (Weighed(lead, answers.get(lead.id)) for lead in found)
    return tuple(sorted(all_of_them, key=lambda one: _ORDER.index(one.status)))
