"""What became of those a ranking selected or put in reserve, as plain frozen records."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from grants.contracts.stages import CommitteeDecision, Outcome
from grants.decisions.reach import ReachInputs
from grants.decisions.reserve import Holding, InReserve, ReserveInputs
from grants.rules.reserve import Holder, Waiting
from services.evaluation.domain.records import Placement, Record


class SelectionState(StrEnum):
    """winner: selected, its contract awaited; gone: left before a contract; released: out of the reserve."""

    WINNER = "winner"
    CONTRACTED = "contracted"
    GONE = "gone"
    RESERVE = "reserve"
    RELEASED = "released"


class Selection(Record):
    """An application that was selected or put in reserve. amount: what it asks; total: exact text.

    moved_at: when it moved up from the reserve, if it did.
    """

    call_id: str
    application_id: str
    place: int
    total: str
    amount: Decimal
    state: SelectionState
    moved_at: datetime | None = None

    @property
    def holds_money(self) -> bool:
        return self.state in {SelectionState.WINNER, SelectionState.CONTRACTED}

    @property
    def holder(self) -> Holder:
        return Holder(self.application_id, self.amount, self.state is SelectionState.CONTRACTED)

    @property
    def waiting(self) -> Waiting:
        return Waiting(self.application_id, self.place, self.amount)


class Reserve(Record):
    """The reserve of a call. until: exclusive end of its days."""

    call_id: str
    until: datetime
    closed_at: datetime | None = None


_BEGINNINGS = {
    CommitteeDecision.SELECTED: SelectionState.WINNER,
    CommitteeDecision.RESERVE: SelectionState.RESERVE,
}


def selections(placements: Iterable[Placement]) -> tuple[Selection, ...]:
    """How those begin who were selected or put in reserve."""
    return tuple(
        Selection(
            call_id=one.call_id,
            application_id=one.application_id,
            place=one.rank,
            total=one.total,
            amount=one.requested,
            state=_BEGINNINGS[one.decision],
        )
        for one in placements
        if one.decision in _BEGINNINGS
    )


def after_end(selection: Selection, outcome: Outcome) -> Selection:
    """The same once its application has ended; one that was let go from the reserve stays so."""
    if selection.state is SelectionState.RELEASED:
        return selection
    state = SelectionState.CONTRACTED if outcome is Outcome.CONTRACTED else SelectionState.GONE
    return selection.model_copy(update={"state": state})


def in_reserve(known: Iterable[Selection]) -> tuple[Selection, ...]:
    return tuple(one for one in known if one.state is SelectionState.RESERVE)


def inputs(left: str, money: Decimal, known: Sequence[Selection]) -> ReserveInputs:
    """Everything that decides who moves up. money: what the ranking of the call could fill."""
    return ReserveInputs(
        left=left,
        money=money,
        holders=_holding(known),
        waiting=tuple(
            InReserve(application_id=one.application_id, place=one.place, amount=one.amount)
            for one in in_reserve(known)
        ),
    )


def out_of(one: Selection, money: Decimal, known: Iterable[Selection]) -> ReachInputs:
    """Everything that decides whether one in reserve can still move up."""
    return ReachInputs(application_id=one.application_id, asked=one.amount, money=money, holders=_holding(known))


def _holding(known: Iterable[Selection]) -> tuple[Holding, ...]:
    return tuple(
        Holding(
            application_id=one.application_id,
            amount=one.amount,
            concluded=one.state is SelectionState.CONTRACTED,
        )
        for one in known
        if one.holds_money
    )
