"""What the portal reads of a grant in force. Amounts in its currency; ends of spans are exclusive."""

from datetime import date

from grants.explanation import Explanation, Line
from services.portal.reading import Amount, Listing, Moment, Read, Text, Who
from services.portal.reading_funds import Funds
from services.portal.reading_plans import Change, Milestone, Plan
from services.portal.reading_reports import AuditDue, DevelopmentReport, Finding
from services.portal.reading_risk import Hold, Risk, Visit

FILEABLE = ("open", "late", "returned")
_ACCEPTED = "accepted"


class Deadline(Read):
    """Something that falls due. number: of the period, report or notice; 0 for none."""

    kind: str
    at: Moment = None
    number: int = 0


class DerivedDate(Read):
    """A date of the grant and how it came about. at: none while force majeure suspends it. ends: of the day before.

    due: what falls due then, where it still does.
    """

    name: str
    number: int = 0
    due: Text = ""
    at: Moment = None
    on: date | None = None
    ends: bool = False
    steps: tuple[Line, ...] = ()


class GrantLine(Read):
    """A grant in a list."""

    id: str
    application_id: Text = ""
    number: Text = ""
    consortium_name: Text = ""
    enterprise_name: Text = ""
    province: Text = ""
    status: str
    outcome: Text = ""
    starts_on: date | None = None
    support_ends_on: date | None = None
    approved: Amount = None
    paid: Amount = None
    currency: Text = ""


class Grants(Listing):
    """A page of them."""

    entries: tuple[GrantLine, ...]


class GrantMoney(Read):
    """earned: by accepted spending; claimable: what may be claimed now; recovered: ordered back at the settlement.

    explanation: how what may be claimed comes about.
    """

    total: Amount = None
    approved: Amount = None
    realised: Amount = None
    earned: Amount = None
    claimed: Amount = None
    claimable: Amount = None
    paid: Amount = None
    recovered: Amount = None
    explanation: Explanation | None = None


class SpentOn(Read):
    """What a report counts for a support item."""

    item: str
    realised: Amount = None


class Report(Read):
    """A reporting period and the report on it. indicators: by code. spending: by support item."""

    number: int
    status: str
    period_starts_on: date | None = None
    period_ends_on: date | None = None
    due_at: Moment = None
    submitted_at: Moment = None
    decided_at: Moment = None
    remarks: Text = ""
    technical: Text = ""
    administrative: Text = ""
    financial: Text = ""
    indicators: dict[str, int] = {}  # noqa: RUF012 - frozen
    spending: tuple[SpentOn, ...] = ()


class Measured(Read):
    """A measure the grant reports on."""

    code: str
    names: dict[str, str] = {}  # noqa: RUF012 - frozen


class Claim(Read):
    """A claim for payment. round: how often it was sent; remarks: why it was returned or refused; note: what was put
    right. set_off, retained: what of it goes against the advance, and what is kept until closing.
    """

    id: Text = ""
    can: tuple[str, ...] = ()
    set_off: Amount = None
    retained: Amount = None
    approved_at: Moment = None
    countersigned_at: Moment = None
    number: int = 0
    amount: Amount = None
    status: str
    final: bool = False
    advance: bool = False
    prepared_at: Moment = None
    paid_on: date | None = None
    round: int = 1
    remarks: Text = ""
    correct_by: Moment = None
    note: Text = ""


class ForceMajeure(Read):
    """ended_on: the first day without it; none while it lasts."""

    id: Text = ""
    status: str
    starts_on: date | None = None
    ended_on: date | None = None
    ground: Text = ""
    evidence: Text = ""
    documents: tuple[str, ...] = ()
    reason: Text = ""


class Extension(Read):
    """new_end: the first day without support, as asked."""

    id: Text = ""
    status: str
    ground: Text = ""
    new_end: date | None = None
    reason: Text = ""
    evidence: Text = ""
    documents: tuple[str, ...] = ()
    decision_reason: Text = ""


class Notice(Read):
    """A formal notice."""

    id: Text = ""
    number: int = 0
    status: str
    reason: Text = ""
    given_at: Moment = None
    cure_end: Moment = None


class Audit(Read):
    """An independent audit. until: the first day its report does not cover."""

    number: int = 0
    status: str
    due_at: Moment = None
    until: date | None = None
    opinion: Text = ""
    findings: tuple[str, ...] = ()
    auditor_id: Who = ""


class AuditDuties(Read):
    """What the rules say of independent audits."""

    yearly: bool = False
    on_complaint: bool = False
    source: Text = ""


class DayChanged(Read):
    """A date that an addendum moved; first days after."""

    name: str
    before: date | None = None
    after: date | None = None


class AmountChanged(Read):
    """An amount that an addendum changed."""

    name: str
    before: Amount = None
    after: Amount = None


class Effect(Read):
    """What an addendum changed."""

    dates: tuple[DayChanged, ...] = ()
    amounts: tuple[AmountChanged, ...] = ()


class Addendum(Read):
    """How the grant came under other rules."""

    number: Text = ""
    signed_on: date | None = None
    reason: Text = ""
    old_regime: Text = ""
    old_revision: Text = ""
    regime: Text = ""
    revision: Text = ""
    effect: Effect = Effect()


class Obligation(Read):
    """A duty that outlives the grant. ends_on: the first day without it."""

    number: int
    code: Text = ""
    names: dict[str, str] | None = None
    since: date | None = None
    ends_on: date | None = None
    status: Text = ""
    found: Text = ""
    note: Text = ""


class Settlement(Read):
    """The final settlement."""

    settled_at: Moment = None
    allowed: Amount = None
    due_to_grantee: Amount = None
    to_recover: Amount = None
    explanation: Explanation | None = None


class Happening(Read):
    """An act on the grant. explanations: how what was decided automatically came about."""

    at: Moment = None
    explanations: tuple[Explanation, ...] = ()


class Grant(GrantLine):
    """A grant with everything that belongs to it. earned, realised: on accepted reports. can: what one may do now."""

    can: tuple[str, ...] = ()

    regime: Text = ""
    revision: Text = ""
    ceiling_ends_on: date | None = None
    coordinator_id: Who = ""
    representative_id: Who = ""
    plan_version: int = 0
    plan: Plan = Plan()
    milestones: tuple[Milestone, ...] = ()
    changes: tuple[Change, ...] = ()
    risk: Risk | None = None
    holds: tuple[Hold, ...] = ()
    visits: tuple[Visit, ...] = ()
    dates: tuple[DerivedDate, ...] = ()
    money: GrantMoney = GrantMoney()
    funds: Funds = Funds()
    deadlines: tuple[Deadline, ...] = ()
    reports: tuple[Report, ...] = ()
    indicators: tuple[Measured, ...] = ()
    claims: tuple[Claim, ...] = ()
    force_majeure: tuple[ForceMajeure, ...] = ()
    extensions: tuple[Extension, ...] = ()
    notices: tuple[Notice, ...] = ()
    audits: tuple[Audit, ...] = ()
    audit_duties: AuditDuties = AuditDuties()
    audits_due: tuple[AuditDue, ...] = ()
    findings: tuple[Finding, ...] = ()
    development: tuple[DevelopmentReport, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    settlement: Settlement | None = None
    history: tuple[Happening, ...] = ()
    termination_reason: Text = ""
    termination_ground: dict[str, str] | None = None

    @property
    def undecided(self) -> tuple[tuple[Report, str], ...]:
        """The reports that keep the closing waiting, each with the page where whoever looks finds or files it."""
        fileable = next((one for one in self.reports if one.status in FILEABLE), None)
        mine = fileable if "report.submit" in self.can else None
        left = (one for one in self.reports if one.status != _ACCEPTED)
        return tuple(
            (one, f"/grants/{self.id}/report" if one is mine else f"/grants/{self.id}/reports/{one.number}")
            for one in left
        )

    def begins(self, due: Deadline) -> bool:
        """Whether it comes with a day, as a reminder, and is not the end of one: as its date says."""
        return any((one.due, one.number, one.ends) == (due.kind, due.number, False) for one in self.dates)

    def measure(self, code: str, language: str) -> str:
        """What a measure is called; its code where nobody says."""
        names = next((one.names for one in self.indicators if one.code == code), {})
        return names.get(language) or code
