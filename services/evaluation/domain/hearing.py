"""When an application on an agenda may be opened, scored, voted on and closed, and what keeps it from a conclusion."""

from collections.abc import Iterator

from grants.breach import Breach, Refused, WrongStage
from grants.regimes import RuleSet
from services.evaluation.domain.board import Board
from services.evaluation.domain.sessions import Slot, SlotState


class ItemsUnheard(Refused):
    """Applications were not heard to their end in a session; the breaches name each."""

    rule = "items_unheard"


def placed_slot(board: Board, application_id: str) -> Slot:
    """The application's place on an agenda. Raises WrongStage where it has none."""
    slot = board.slot(application_id)
    if slot is None:
        raise WrongStage(Breach("session.unscheduled", application_id))
    return slot


def open_slot(board: Board, application_id: str) -> Slot:
    """The application's place, if it is open now. Raises WrongStage."""
    slot = placed_slot(board, application_id)
    if slot.state is not SlotState.OPEN:
        raise WrongStage(Breach("session.item_not_open", application_id, slot.state, SlotState.OPEN))
    return slot


def refuse_unopened(board: Board, application_id: str, rules: RuleSet) -> None:
    """Points are given to what is open. What lies on no agenda may be scored where the regime asks for none.

    Raises WrongStage.
    """
    if rules.committee.sessions_required.value or board.is_on_agenda(application_id):
        open_slot(board, application_id)


def refuse_second(board: Board, application_id: str, hidden: frozenset[str]) -> None:
    """One application is heard at a time. Raises WrongStage, naming the other unless the person may not see it."""
    others = [one for one in board.slots if one.state is SlotState.OPEN and one.application_id != application_id]
    if others:
        named = [one.application_id for one in others if one.application_id not in hidden]
        raise WrongStage(Breach("session.another_open", application_id, ", ".join(named)))


def refuse_unheard(board: Board, rules: RuleSet, hidden: frozenset[str]) -> None:
    """Raises ItemsUnheard for what was not heard to its end; of the `hidden` says only that there is something."""
    found = [
        Breach("committee.hidden_not_ready") if breach.subject in hidden else breach
        for breach in _unheard(board, rules)
    ]
    if found:
        raise ItemsUnheard(*dict.fromkeys(found))


def _unheard(board: Board, rules: RuleSet) -> Iterator[Breach]:
    required = rules.committee.sessions_required
    for item in board.items:
        one = item.application_id
        slot = board.slot(one)
        if slot is not None and slot.state is not SlotState.CLOSED:
            yield Breach("session.item_not_closed", one, slot.state, SlotState.CLOSED, "Destek")
        elif slot is None and board.is_on_agenda(one):
            yield Breach("session.item_not_closed", one, SlotState.DEFERRED, SlotState.CLOSED, "Destek")
        elif slot is None and required.value:
            yield Breach("session.unscheduled", one, "", "", rules.cite(required))
