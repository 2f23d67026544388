"""What the portal reads of calls, and of who judges their applications."""

from services.portal.reading import Listing, Moment, Read, Text, Who
from services.portal.reading_applying import Announced, Names


class Move(Read):
    """A deadline that was moved."""

    was: Moment = None
    became: Moment = None
    reason: Text = ""
    moved_by: Who = ""
    moved_at: Moment = None


class CallFile(Announced):
    """A call with how its deadline was moved."""

    moves: tuple[Move, ...] = ()


class Regime(Read):
    """A regime by its key. valid_to: the last day a call may be opened under it; none while it is in force."""

    key: str
    names: Names = Names()


class Regimes(Listing):
    entries: tuple[Regime, ...]


class Seat(Read):
    """An evaluator's part in an application. barred: by what a tie keeps the evaluator from it; "" where none does."""

    assignment_id: str
    evaluator_id: str
    evaluator_name: Text = ""
    status: Text = ""
    due_at: Moment = None
    total: Text = ""
    barred: Text = ""


class Evaluation(Read):
    """Who judges an application. missing: seats that are free; none where the reader may not know."""

    status: Text = ""
    wanted: int | None = None
    missing: int | None = None
    evaluators: tuple[Seat, ...] = ()
