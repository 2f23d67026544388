"""What the portal reads of reports and audits: lines of spending, development reports, findings."""

from datetime import date

from services.portal.reading import Amount, Moment, Read, Text


class AuditDue(Read):
    """Why an auditor is to be appointed. audit: number of the audit that settles it; none while it is open."""

    cause: str
    year: int = 0
    opened_at: Moment = None
    audit: int | None = None


class Finding(Read):
    """A finding of an audit. due: force majeure taken out; blocks: whether it keeps payments back."""

    number: int = 0
    audit: int = 0
    visit: int = 0
    text: Text = ""
    severity: Text = ""
    amount: Amount = None
    status: str
    due: Moment = None
    answer: Text = ""
    reason: Text = ""
    blocks: bool = False


class DevelopmentReport(Read):
    """A development report and what was decided on it."""

    technical: Text = ""
    administrative: Text = ""
    financial: Text = ""
    number: int = 0
    status: str
    period_starts_on: date | None = None
    period_ends_on: date | None = None
    due: Moment = None
    submitted_at: Moment = None
    decision: Text = ""
    reason: Text = ""
    paper: Text = ""
    decided_on: date | None = None


class Paper(Read):
    """The paper of a line."""

    kind: Text = ""
    number: Text = ""
    issued_on: date | None = None
    issuer: Text = ""
    issuer_tax_number: Text = ""
    total: Amount = None
    document: Text = ""


class Line(Read):
    """A line of spending. accepted: what is left of `counted` once `disallowed` is out."""

    line: int
    kind: Text = ""
    item: Text = ""
    cost_head: Text = ""
    net: Amount = None
    vat: Amount = None
    counted: Amount = None
    disallowed: Amount = None
    accepted: Amount = None
    certificate: Text = ""
    paper: Paper | None = None
    reason: Text = ""
    remark: Text = ""
    flags: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


class Lines(Read):
    """The lines of one report."""

    number: int = 0
    currency: Text = ""
    lines: tuple[Line, ...] = ()
