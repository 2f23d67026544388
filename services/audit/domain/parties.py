"""How people stand to a file, as far as the ledger tells: found in the events themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grants.contracts import application_events as application
from grants.contracts import committee_events as committee
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts import plan_events as plan
from grants.policy import Relation, Role

DRAFTED = application.ApplicationDrafted.type_name()
SUBMITTED = application.ApplicationSubmitted.type_name()
ADMITTED = application.ApplicationAdmitted.type_name()
CONCLUDED = application.ContractConcluded.type_name()
CREATED = application.ConsortiumCreated.type_name()
ASSIGNED = evaluation.EvaluatorAssigned.type_name()
DECLINED = evaluation.AssignmentDeclined.type_name()
DECIDED = evaluation.PreEvaluationDecided.type_name()
ASSESSED = evaluation.AssessmentSubmitted.type_name()
CONFLICT = evaluation.CommitteeConflictDeclared.type_name()
SCORED = committee.CommitteeScored.type_name()
VOTED = committee.CommitteeVoted.type_name()
OPENED = monitoring.GrantOpened.type_name()
CHANGED = plan.PlanChanged.type_name()

OF_THE_FILE = (DRAFTED, SUBMITTED, ADMITTED, CONCLUDED, ASSIGNED, DECLINED, ASSESSED, DECIDED, OPENED, CHANGED)
"""The kinds of events about an application that say how people stand to it."""
OF_THE_CALL = (CONFLICT, SCORED, VOTED)
"""The same of events about its call that name the application."""


@dataclass(frozen=True, slots=True)
class Told:
    """What counts here of one event."""

    type: str
    actor_id: str
    actor_role: str
    data: dict[str, Any]


@dataclass(slots=True)
class Parties:
    """Who stands how to one application; `is_decided`: its pre-evaluation is over; `is_grant`: it became one.

    kept: whom a conflict of interest keeps from it; who is a party stays one. judging: who was asked to evaluate it,
    and learns of the others by no other role before it is decided; judged: who did, or who scored it or voted on it in
    the committee. leaders: who acts for the grant since that changed;
    whoever led it before sees it no more, whatever other role the person holds.
    """

    call_id: str = ""
    consortium_id: str = ""
    coordinators: set[str] = field(default_factory=set)
    leaders: frozenset[str] = frozenset()
    led_version: int = 0
    tax_numbers: set[str] = field(default_factory=set)
    conflicted: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    judging: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    is_decided: bool = False
    is_grant: bool = False

    def hear(self, events: Iterable[Told]) -> None:
        for event in events:
            self._hear(event)

    def relations(self, person_id: str, tax_number: str | None) -> frozenset[Relation]:
        """How this person stands to the application."""
        found: set[Relation] = set()
        if person_id in (self.leaders or self.coordinators):
            found.add(Relation.OWN)
        if tax_number and tax_number in self.tax_numbers:
            found.add(Relation.MEMBER)
        if person_id in self.conflicted or (not found and person_id in self.kept | self.coordinators):
            found.add(Relation.CONFLICTED)
        if person_id in self.judging and not self.is_decided:
            found.add(Relation.CONFLICTED)
        if person_id in self.judged:
            found.add(Relation.JUDGED)
        return frozenset(found)

    def _hear(self, event: Told) -> None:
        data = event.data
        if event.type == CHANGED:
            self._follow(data)
        self.call_id = str(data.get("call_id") or self.call_id)
        self.consortium_id = str(data.get("consortium_id") or self.consortium_id)
        if data.get("coordinator_id"):
            self.coordinators.add(str(data["coordinator_id"]))
        if event.type in {DRAFTED, SUBMITTED} and event.actor_role == Role.COORDINATOR:
            self.coordinators.add(event.actor_id)
        if event.type != CREATED:  # members of a consortium may leave it before its application is submitted
            self.tax_numbers |= _tax_numbers(data)
        self._hear_who_judges(event)
        self.is_decided = self.is_decided or event.type == DECIDED
        self.is_grant = self.is_grant or event.type in {CONCLUDED, OPENED}

    def _hear_who_judges(self, event: Told) -> None:
        data = event.data
        if event.type == ASSIGNED:
            self.judging.add(str(data.get("evaluator_id")))
        if event.type == ASSESSED:
            self.judged.add(event.actor_id)
        if event.type in {SCORED, VOTED}:
            self.judged.add(str(data.get("member_id")))
        if event.type == DECLINED and data.get("conflict"):
            self.conflicted.add(event.actor_id)
        if event.type == CONFLICT:
            self.conflicted.add(str(data.get("member_id")))

    def _follow(self, data: Mapping[str, Any]) -> None:
        """A version of the grant's plan says who acts for it and who its members are; the newest stands."""
        version = int(data.get("plan_version") or 0)
        if version <= self.led_version:
            return
        self.led_version = version
        self.leaders = frozenset(str(data.get(name) or "") for name in ("coordinator_id", "representative_id")) - {""}
        self.coordinators |= self.leaders
        self.tax_numbers = _tax_numbers(data)


def _tax_numbers(data: Mapping[str, Any]) -> set[str]:
    return {str(member.get("tax_number")) for member in data.get("members") or ()}
