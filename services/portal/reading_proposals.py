"""What the portal reads of a proposal whom to ask for the files of a call."""

from collections.abc import Mapping
from types import MappingProxyType

from services.portal.reading import Listing, Moment, Read, Text, Who


class Summary(Read):
    """One proposal of a call."""

    id: str
    status: str
    computed_at: Moment = None


class Summaries(Listing):
    """The proposals of a call, the newest first."""

    entries: tuple[Summary, ...]


class Chosen(Read):
    """Who is proposed. open_before, open_after: files open with the person now, and after all of the proposal."""

    evaluator_id: Who
    fit: int = 0
    open_before: int = 0
    open_after: int = 0


class PassedOver(Read):
    """Who was near and was not chosen, and why."""

    evaluator_id: Who
    reasons: tuple[str, ...] = ()


class Line(Read):
    """One file. short: seats for which nobody is left; obstacles: how many people each reason keeps from it."""

    application_id: str
    chosen: tuple[Chosen, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    short: int = 0
    obstacles: Mapping[str, int] = MappingProxyType({})


class Change(Read):
    """What an officer has put in the place of what was proposed."""

    application_id: str
    instead_of: Who = ""
    evaluator_id: Who = ""
    reason: Text = ""


class Proposal(Summary):
    """best: proven that no choice is better. names: of the consortium by application."""

    call_name: Text = ""
    accepted_at: Moment = None
    accepted_by: Who = ""
    best: bool = True
    seats: int = 0
    filled: int = 0
    names: Mapping[str, str] = MappingProxyType({})
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()


class Staffing(Read):
    """How evaluators come to the files of the call. files, people: who is lacking now."""

    by_proposal: bool = False
    reason: Text = ""
    set_at: Moment = None
    set_by: Who = ""
    files: int = 0
    people: int = 0
