"""The committee of a call at one instant: who may sit, who sits for which application, which scores are awaited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

from grants.breach import Breach, Refused, RulesBroken
from grants.decisions.voting import MEMBERSHIP, MembershipInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import Background
from grants.rules import quorum
from grants.values import Line, TaxNumber
from services.evaluation.domain.records import Committee, CommitteeMember, Item, SeatKind
from services.evaluation.domain.sessions import Session, Slot, SlotState

Scores = Mapping[tuple[str, str], int]
"""Points by application and person."""


class QuorumMissing(Refused):
    """Too few sit for an application; the breaches name each, and each score that is missing."""

    rule = "quorum_missing"


class ScoresMissing(Refused):
    """Members who sit have not scored an application; the breaches name each."""

    rule = "scores_missing"


class NotSeated(Refused):
    """The person does not sit for this application: absent, or a substitute who is not needed."""

    rule = "not_seated"


class Nominee(BaseModel):
    """A person named to the committee. ordinal: place among the full members, or among the substitutes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_id: str = Field(pattern=r"^[!-~]{1,200}$")
    name: Line
    background: Background
    employer_tax_number: TaxNumber | None = None
    seat: SeatKind
    ordinal: int = Field(ge=1, le=100)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about one committee. conflicts: pairs of application and person; sessions, slots: in their order."""

    committee: Committee
    members: tuple[CommitteeMember, ...]
    items: tuple[Item, ...]
    conflicts: frozenset[tuple[str, str]]
    scores: Scores
    sessions: tuple[Session, ...] = ()
    slots: tuple[Slot, ...] = ()

    def ids(self, seat: SeatKind) -> tuple[str, ...]:
        chosen = sorted((one.ordinal, one.person_id) for one in self.members if one.seat is seat)
        return tuple(person_id for _, person_id in chosen)

    def is_member(self, person_id: str) -> bool:
        return any(one.person_id == person_id for one in self.members)

    def is_chair(self, person_id: str) -> bool:
        return self.committee.chair_id == person_id

    def item(self, application_id: str) -> Item | None:
        return next((one for one in self.items if one.application_id == application_id), None)

    @property
    def seats(self) -> dict[str, str]:
        """A name for every person's seat: "full-1", "substitute-2"."""
        named = ((kind, enumerate(self.ids(kind), start=1)) for kind in SeatKind)
        return {person: f"{kind}-{number}" for kind, people in named for number, person in people}

    def session(self, number: int) -> Session | None:
        return next((one for one in self.sessions if one.number == number), None)

    def slot(self, application_id: str) -> Slot | None:
        """Where the application is heard: its place on an agenda from which it was not put off."""
        mine = (one for one in self.slots if one.application_id == application_id)
        return next((one for one in mine if one.state is not SlotState.DEFERRED), None)

    def is_on_agenda(self, application_id: str) -> bool:
        """Whether a session was called for it, even one from which it was put off."""
        return any(one.application_id == application_id for one in self.slots)

    @property
    def has_sat(self) -> bool:
        return self.committee.present is not None or any(one.present is not None for one in self.sessions)

    def present(self, application_id: str) -> tuple[str, ...]:
        """Who is there for it: as it was opened, else in its session, else as the chair last found."""
        slot = self.slot(application_id)
        if slot is None:
            return self.committee.present or ()
        if slot.present is not None:
            return slot.present
        session = self.session(slot.number)
        return (session and session.present) or ()

    def seating(self, application_id: str) -> quorum.Seating:
        """Who sits for this application."""
        conflicted = {person for application, person in self.conflicts if application == application_id}
        present = self.present(application_id)
        return quorum.seats(self.ids(SeatKind.FULL), self.ids(SeatKind.SUBSTITUTE), present, conflicted)

    def presiding(self, application_id: str) -> str | None:
        """Who is in the chair for it: the chair, or the first who sits where the chair has left or is away."""
        sitting = self.seating(application_id).sitting
        if self.committee.chair_id in sitting:
            return self.committee.chair_id
        return sitting[0] if sitting else None

    @property
    def sat(self) -> frozenset[str]:
        """Everyone who sits for one application or another."""
        return frozenset(person for item in self.items for person in self.seating(item.application_id).sitting)

    def awaited(self, application_id: str) -> tuple[str, ...]:
        """Who sits and has not scored."""
        sitting = self.seating(application_id).sitting
        return tuple(person for person in sitting if (application_id, person) not in self.scores)

    def counted(self, application_id: str) -> dict[str, int]:
        """The scores that count: those of who sits."""
        sitting = self.seating(application_id).sitting
        return {person: self.scores[application_id, person] for person in sitting}


def appointment_breaches(nominees: Sequence[Nominee], chair: str, rules: RuleSet) -> tuple[Breach, ...]:
    """Everything that is wrong with a committee as it is named."""
    return (
        *_sizes(nominees, rules),
        *_doubles(nominees),
        *_backgrounds(nominees, rules),
        *_chair(nominees, chair),
    )


def _sizes(nominees: Sequence[Nominee], rules: RuleSet) -> Iterator[Breach]:
    full = sum(one.seat is SeatKind.FULL for one in nominees)
    wanted, most = rules.committee.full_members, rules.committee.substitutes
    if full != wanted.value:
        yield Breach("committee.full_members", "members", str(full), str(wanted.value), rules.cite(wanted))
    if len(nominees) - full > most.value:
        yield Breach("committee.substitutes", "members", str(len(nominees) - full), str(most.value), rules.cite(most))


def _doubles(nominees: Sequence[Nominee]) -> Iterator[Breach]:
    persons: set[str] = set()
    places: set[tuple[SeatKind, int]] = set()
    for index, one in enumerate(nominees):
        if one.person_id in persons:
            yield Breach("committee.person_twice", f"members[{index}].person_id", one.person_id, "1", "Destek")
        if (one.seat, one.ordinal) in places:
            yield Breach("committee.ordinal_twice", f"members[{index}].ordinal", str(one.ordinal), "1", "Destek")
        persons.add(one.person_id)
        places.add((one.seat, one.ordinal))


def membership(background: Background, rules: RuleSet) -> Explanation:
    """Whether a person of this background may sit, and why or why not."""
    return MEMBERSHIP.decide(MembershipInputs(background=background), rules)


def memberships(board: Board, rules: RuleSet) -> tuple[Explanation, ...]:
    """Of everyone on the board, in the order of the seats, that the person may sit."""
    backgrounds = {one.person_id: one.background for one in board.members}
    return tuple(membership(backgrounds[person], rules) for person in board.seats)


def _backgrounds(nominees: Sequence[Nominee], rules: RuleSet) -> Iterator[Breach]:
    for index, one in enumerate(nominees):
        for breach in quorum.membership_breaches(one.background, rules):
            yield replace(breach, subject=f"members[{index}].background")


def _chair(nominees: Sequence[Nominee], chair: str) -> Iterator[Breach]:
    if not any(one.person_id == chair and one.seat is SeatKind.FULL for one in nominees):
        yield Breach("committee.chair", "chair", chair, "", "Destek")


def attendance_breaches(board: Board, present: Sequence[str]) -> tuple[Breach, ...]:
    strangers = [(index, person) for index, person in enumerate(present) if not board.is_member(person)]
    return tuple(Breach("committee.not_a_member", f"present[{index}]", person) for index, person in strangers)


def refuse_unseated(board: Board, application_id: str, person_id: str) -> None:
    """Raises NotSeated with the reason."""
    seating = board.seating(application_id)
    if person_id not in seating.sitting:
        reason = seating.reason(person_id) or quorum.Seat.ABSENT
        raise NotSeated(Breach("committee.not_seated", "application_id", reason))


def refuse_unready(board: Board, rules: RuleSet, hidden: frozenset[str]) -> None:
    """Raises QuorumMissing or ScoresMissing, naming each; of the `hidden` applications says only that they lack it."""
    unfit = [breach for item in board.items for breach in _quorum(board, item.application_id, rules)]
    awaited = [breach for item in board.items for breach in _awaited(board, item.application_id)]
    said = [_veiled(breach, hidden) for breach in (*unfit, *awaited)]
    if unfit:
        raise QuorumMissing(*dict.fromkeys(said))
    if awaited:
        raise ScoresMissing(*dict.fromkeys(said))


def refuse_no_quorum(board: Board, application_id: str, rules: RuleSet) -> None:
    """Raises QuorumMissing where too few sit for this application."""
    if unfit := tuple(_quorum(board, application_id, rules)):
        raise QuorumMissing(*unfit)


def _quorum(board: Board, application_id: str, rules: RuleSet) -> Iterator[Breach]:
    sitting = board.seating(application_id).sitting
    for breach in quorum.quorum(sitting, len(board.ids(SeatKind.FULL)), rules):
        yield replace(breach, subject=application_id)


def _awaited(board: Board, application_id: str) -> Iterator[Breach]:
    for person in board.awaited(application_id):
        yield Breach("committee.score_missing", application_id, person)


def _veiled(breach: Breach, hidden: frozenset[str]) -> Breach:
    return Breach("committee.hidden_not_ready") if breach.subject in hidden else breach


def refuse_broken(breaches: Sequence[Breach]) -> None:
    """Raises RulesBroken with all of them, if any."""
    if breaches:
        raise RulesBroken(*breaches)
