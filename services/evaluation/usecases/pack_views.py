"""What a reader is shown of approval packs."""

from grants.values import Moment
from services.evaluation.domain.packs import PackStatus
from services.evaluation.domain.records import SeatKind
from services.evaluation.usecases.combination_views import CombinationView
from services.evaluation.usecases.session_views import MissingView
from services.evaluation.usecases.views import View


class OpinionView(View):
    """What a member with a say said. agrees: none while nothing was said, or while it is not shown yet.

    answered: whether something was said. While the pack is open each member's word is shown to that member alone.
    """

    person_id: str
    name: str
    seat: SeatKind
    chair: bool
    answered: bool
    agrees: bool | None
    reason: str


class PackLine(View):
    """document: SHA-256 of the PDF, once it is closed. reason: why it followed another one."""

    number: int
    combination: int
    status: PackStatus
    reason: str
    officer_id: str
    opened_at: Moment
    document: str | None
    closed_at: Moment | None


class PackList(View):
    packs: tuple[PackLine, ...]


class PackView(PackLine):
    """missing: whose word is missing before it may be closed. may_answer: whether the reader has a say in it now."""

    chosen: CombinationView
    opinions: tuple[OpinionView, ...]
    missing: tuple[MissingView, ...]
    may_answer: bool
