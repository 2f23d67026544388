"""What can be wrong with an act on a grant, by business name."""

from typing import ClassVar

from grants.breach import AlreadyDone, NotAllowed, NotFound, Refused, WrongStage


class NoSuchGrant(NotFound):
    rule: ClassVar[str] = "grant_unknown"


class NoSuchThing(NotFound):
    """The grant has no report, claim, notice … of this number or id."""

    rule: ClassVar[str] = "grant_part_unknown"


class GrantStageWrong(WrongStage):
    """The grant does not stand where this act belongs."""

    rule: ClassVar[str] = "grant_stage"


class ReportStageWrong(WrongStage):
    rule: ClassVar[str] = "report_stage"


class ClaimStageWrong(WrongStage):
    rule: ClassVar[str] = "claim_stage"


class PaidAlready(AlreadyDone):
    """The claim was paid before; nothing is ever paid twice."""

    rule: ClassVar[str] = "claim_paid"


class NothingToClaim(Refused):
    """Everything earned has been claimed."""

    rule: ClassVar[str] = "nothing_to_claim"


class FourEyes(NotAllowed):
    """This step needs another person than the step before."""

    rule: ClassVar[str] = "four_eyes"


class DecidedAlready(AlreadyDone):
    rule: ClassVar[str] = "decided_already"


class ExtensionPending(AlreadyDone):
    """One extension waits for its decision; another cannot be asked for."""

    rule: ClassVar[str] = "extension_pending"


class NoticeMissing(WrongStage):
    """A grant is ended for breach only after a formal notice."""

    rule: ClassVar[str] = "notice_missing"


class ReportsUndecided(WrongStage):
    """A closing needs every report accepted."""

    rule: ClassVar[str] = "reports_undecided"


class ClosingMissing(WrongStage):
    """Nothing to settle yet: the closing was neither submitted nor missed."""

    rule: ClassVar[str] = "closing_missing"


class ClosingSubmittedAlready(AlreadyDone):
    rule: ClassVar[str] = "closing_submitted"
