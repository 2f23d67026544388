"""What can be wrong with an act on a grant, by business name."""

from typing import ClassVar, Self

from grants.breach import AlreadyDone, Breach, NotAllowed, NotFound, Refused, WrongStage


class NoSuchGrant(NotFound):
    rule: ClassVar[str] = "grant_unknown"


class NoSuchThing(NotFound):
    """The grant has no report, claim, notice … of this number or id."""

    rule: ClassVar[str] = "grant_part_unknown"


class GrantStageWrong(WrongStage):
    """The grant does not stand where this act belongs."""

    rule: ClassVar[str] = "grant_stage"

    @classmethod
    def at(cls, status: str) -> Self:
        """status: where the grant stands; each has its own text."""
        return cls(Breach(f"grant_stage.{status}", "status", status))


class ReportStageWrong(WrongStage):
    rule: ClassVar[str] = "report_stage"

    @classmethod
    def at(cls, status: str, number: int) -> Self:
        return cls(Breach(f"report_stage.{status}", f"reports[{number}]", str(number)))


class ClaimStageWrong(WrongStage):
    rule: ClassVar[str] = "claim_stage"

    @classmethod
    def at(cls, status: str) -> Self:
        return cls(Breach(f"claim_stage.{status}", "claim", status))


class PaidAlready(AlreadyDone):
    """The claim was paid before; nothing is ever paid twice."""

    rule: ClassVar[str] = "claim_paid"


class PaymentStopped(Refused):
    """Something has to be lifted or closed before this grant is paid."""

    rule: ClassVar[str] = "payment_stopped"


class PaymentUnderWay(WrongStage):
    """A payment order for the grant was made and the bank has not answered yet."""

    rule: ClassVar[str] = "payment_under_way"


class OrderStageWrong(WrongStage):
    """The payment order does not stand where this can be done."""

    rule: ClassVar[str] = "order_stage"


class NotPayable(Refused):
    """Claims of a payment order cannot be paid now; nothing was ordered."""

    rule: ClassVar[str] = "not_payable"


class AccountConfirmed(AlreadyDone):
    """The bank account was confirmed before, or another was recorded since."""

    rule: ClassVar[str] = "account_confirmed"


class NoSuchOrder(NotFound):
    rule: ClassVar[str] = "order_unknown"


class NothingToRecover(WrongStage):
    """Nothing is to be taken back of this grant, or all of it has come in."""

    rule: ClassVar[str] = "nothing_to_recover"


class GuaranteeNeeded(WrongStage):
    """The guarantee still covers what is open, or was returned before."""

    rule: ClassVar[str] = "guarantee_needed"


class NothingToClaim(Refused):
    """Everything earned has been claimed."""

    rule: ClassVar[str] = "nothing_to_claim"


class FourEyes(NotAllowed):
    """This step needs another person than the step before."""

    rule: ClassVar[str] = "four_eyes"


class DecidedAlready(AlreadyDone):
    """The request was decided, or has not come so far: it does not stand where this decision belongs."""

    rule: ClassVar[str] = "decided_already"

    @classmethod
    def of(cls, part: str, status: str) -> Self:
        """part: force_majeure, extension or notice; status: how it stands."""
        return cls(Breach(f"{part}_stage.{status}", part, status))


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
    """Nothing to decide or to settle yet: no closing was submitted, or none accepted, and none was missed."""

    rule: ClassVar[str] = "closing_missing"


class AuditPending(AlreadyDone):
    """This auditor is charged already and has not reported."""

    rule: ClassVar[str] = "independent_audit_pending"


class AuditNotAwaited(AlreadyDone):
    """The auditor has reported; nothing more is awaited."""

    rule: ClassVar[str] = "independent_audit_not_awaited"


class AddendumBefore(AlreadyDone):
    """This addendum was recorded before, or the grant lives under these rules already."""

    rule: ClassVar[str] = "addendum_before"


class ClosingSubmittedAlready(AlreadyDone):
    rule: ClassVar[str] = "closing_submitted"


class ChangePending(AlreadyDone):
    """A request of this class waits for its decision; another cannot be asked for."""

    rule: ClassVar[str] = "change_pending"


class ChangeStageWrong(AlreadyDone):
    """The request was decided or withdrawn before."""

    rule: ClassVar[str] = "change_stage"


class ChangeOvertaken(WrongStage):
    """The plan changed since the request was made."""

    rule: ClassVar[str] = "change_overtaken"
