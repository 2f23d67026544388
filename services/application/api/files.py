"""An application as its readers get it: in a list, and with everything that belongs to it."""

from datetime import date
from decimal import Decimal

from grants.contracts.stages import Outcome, Stage
from grants.explanation import Explanation
from grants.policy import Action
from grants.regimes.words import Currency
from grants.values import Moment, Money
from grants.workplan import WorkPlan
from services.application.api.calls import CallOut
from services.application.api.consortia import ConsortiumOut
from services.application.api.papers import AskedPaperOut, PaperOut
from services.application.api.shapes import Answered
from services.application.domain.records import CheckDecision
from services.application.store.lists import Listed
from services.application.usecases.reading import File


class ApplicationOut(Answered):
    """An application as it stands; due_at is the end of what its stage allows."""

    id: str
    call_id: str
    consortium_id: str
    title: str
    regime: str
    revision: str
    currency: Currency
    coordinator_id: str
    province: str
    stage: Stage
    outcome: Outcome | None
    outcome_reason: str
    stage_due_at: Moment | None
    completion_used: bool
    submitted_at: Moment | None
    plan_version: int
    agreed_version: int | None
    approved_amount: Money | None
    mean: str
    total: str
    rank: int | None
    created_at: Moment


class ListedOut(ApplicationOut):
    consortium_name: str
    plan_total: Money | None
    requested: Money | None


class ApplicationPage(Answered):
    entries: tuple[ListedOut, ...]
    after: str | None


class StageOut(Answered):
    stage: Stage
    entered_at: Moment
    left_at: Moment | None
    due_at: Moment | None
    entered_by: str
    entered_role: str


class MoneyOut(Answered):
    """Amounts of the newest plan and of the Minister's decision, in the application's currency."""

    total: Money | None
    requested: Money | None
    approved: Money | None


class VersionOut(Answered):
    version: int
    total: Money
    requested: Money
    made_by: str
    made_at: Moment
    why: str


class CheckOut(Answered):
    decision: CheckDecision
    reason: str
    decided_by: str
    decided_at: Moment


class CompletionOut(Answered):
    """replaced: the sections that it changed, as they were before; none where that was not kept."""

    items: tuple[str, ...]
    requested_at: Moment
    due_at: Moment
    note: str
    submitted_at: Moment | None
    replaced: dict[str, str] | None


class PointOut(Answered):
    id: str
    round: int
    title: str
    text: str
    plan_version: int
    raised_by: str
    raised_at: Moment
    answer: str
    answered_by: str | None
    answered_at: Moment | None


class PresentationOut(Answered):
    """When and where the application is presented to the board; who sits there is not said."""

    starts_at: Moment
    minutes: int
    place: str


class PackOut(Answered):
    """The approval pack of the call. number: of the newest; is_open: approvals wait for it.

    closed: number of the newest closed one, 0 for none; document: SHA-256 of its PDF. amount: what it gives this
    application at most; none where it does not fund it.
    """

    number: int
    is_open: bool
    closed: int
    document: str
    amount: Money | None
    agreed: int
    disagreed: int
    closed_at: Moment | None


class ApprovalOut(Answered):
    approved: bool
    number: str
    decided_on: date
    amount: Money
    reason: str


class EnterpriseOut(Answered):
    name: str
    tax_number: str
    registry_no: str
    founded_on: date
    province: str


class ContractOut(Answered):
    number: str
    document: str
    plan_version: int
    total: Money
    approved: Money
    prepared_at: Moment
    signed_ministry_at: Moment | None
    signed_enterprise_at: Moment | None
    signed_on: date | None
    concluded_at: Moment | None
    taken_over: bool
    provenance: str


class BelongsOut(Answered):
    """A member of the grant that came of the application. until: when it left; none while it belongs."""

    name: str
    kind: str
    tax_number: str
    province: str
    since: Moment
    until: Moment | None


class OfferOut(Answered):
    """What is written to be handed in next: to complete the application, or to offer its plan anew.

    count: how often it was written. plan: none while it is as it was; form: the sections that change. explanation: how
    the plan, as it would be then, is held against the rules.
    """

    count: int
    plan: WorkPlan | None
    form: dict[str, str]
    explanation: Explanation | None


class FileOut(ApplicationOut):
    """Everything for the page of one application. can: what the reader may do now.

    offer: what whoever may write to be handed in has written so far; none for others.

    members: who belongs to the grant since its contract, and who did; nobody before. consortium: as it applied.
    explanations: how consortium and plan, as they stand, are held against the rules.
    papers: those the reader may see; asked_papers: what the rules ask for with it.
    """

    call: CallOut
    consortium: ConsortiumOut
    timeline: tuple[StageOut, ...]
    money: MoneyOut
    plan: WorkPlan | None
    form: dict[str, str]
    papers: tuple[PaperOut, ...]
    asked_papers: tuple[AskedPaperOut, ...]
    versions: tuple[VersionOut, ...]
    check: CheckOut | None
    completion: CompletionOut | None
    points: tuple[PointOut, ...]
    presentation: PresentationOut | None
    pack: PackOut | None
    approval: ApprovalOut | None
    enterprise: EnterpriseOut | None
    contract: ContractOut | None
    members: tuple[BelongsOut, ...]
    explanations: tuple[Explanation, ...]
    can: tuple[Action, ...]
    offer: OfferOut | None


def listed_out(one: Listed) -> ListedOut:
    """An application in a list."""
    facts = _facts(ApplicationOut.model_validate(one.application))
    return ListedOut(**facts, consortium_name=one.consortium_name, plan_total=one.total, requested=one.requested)


def file_out(file: File) -> FileOut:
    """An application with everything that belongs to it."""
    return FileOut.model_validate(
        {
            **_facts(ApplicationOut.model_validate(file.application)),
            "call": CallOut.model_validate(file.call),
            "consortium": ConsortiumOut.model_validate(file.consortium),
            "timeline": file.timeline,
            "money": _money(file),
            "plan": file.plan.plan if file.plan else None,
            "form": dict(file.application.form),
            "papers": file.papers,
            "asked_papers": file.asked_papers,
            "versions": file.versions,
            "check": file.check,
            "completion": file.completion,
            "points": file.points,
            "presentation": file.presentation,
            "pack": _pack(file),
            "approval": file.approval,
            "enterprise": file.enterprise,
            "contract": file.contract,
            "members": file.members,
            "explanations": file.explanations,
            "can": file.can,
            "offer": _offer(file),
        }
    )


def _facts(out: ApplicationOut) -> dict[str, object]:
    return {name: getattr(out, name) for name in ApplicationOut.model_fields}


def _offer(file: File) -> OfferOut | None:
    if file.offer is None:
        return None
    offer = file.offer.offer
    return OfferOut(count=offer.count, plan=offer.plan, form=dict(offer.form), explanation=file.offer.explanation)


def _pack(file: File) -> PackOut | None:
    pack = file.pack
    if pack is None:
        return None
    return PackOut(
        number=pack.number,
        is_open=pack.is_open,
        closed=pack.closed,
        document=pack.document,
        amount=pack.amount_for(file.application.id),
        agreed=pack.agreed,
        disagreed=pack.disagreed,
        closed_at=pack.closed_at,
    )


def _money(file: File) -> MoneyOut:
    approved: Decimal | None = file.application.approved_amount
    plan = file.plan
    return MoneyOut(total=plan.total if plan else None, requested=plan.requested if plan else None, approved=approved)
