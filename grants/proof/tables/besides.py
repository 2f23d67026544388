"""What of the monitoring room's rows is told beside its events: which columns, how, and what a book makes of it.

Most columns follow from what an event says. Of these it says nothing, or not always, and so each act tells what it left
in them (`grants.contracts.row_kept`). Both are held against the tables.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from grants.proof.sealed import Hashed
from grants.proof.tables.book import ROW, Book, Difference, Key, Row, Rows, Table, Told, compared, is_known
from grants.proof.veil import VEILED

_FIRST = "monitoring.grant.opened."
_UNKNOWN = {VEILED: ""}


@dataclass(frozen=True, slots=True)
class Besides:
    """The columns of a table that are told so. key: of its rows within one grant; none where there is one row.

    said, digests: name nobody, told as they are or by hash. texts: what persons wrote, by hash. persons: ids, and
    short texts of persons that are told as they are.
    """

    key: tuple[str, ...]
    said: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    @property
    def columns(self) -> frozenset[str]:
        return self.said | self.digests | self.texts | self.persons


def _read(text: str) -> dict[str, Besides]:
    """Out of lines `table key kind column,column…`; key "-": there is one row."""
    keys: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, dict[str, frozenset[str]]] = defaultdict(lambda: defaultdict(frozenset))
    for line in text.strip().split("\n"):
        table, key, kind, names = line.split()
        keys[table] = () if key == "-" else tuple(key.split(","))
        kinds[table][kind] |= frozenset(names.split(","))
    return {table: Besides(key, **kinds[table]) for table, key in keys.items()}


TOLD: Mapping[str, Besides] = MappingProxyType(
    _read("""
    grant               -                  said     turn,support_ends_on,ceiling_ends_on,outcome,earned,realised,paid
    grant               -                  said     total,closing_since,closing_due_at,closing_reminders
    grant               -                  said     closing_reminded_at,closing_submitted_at,closing_accepted_at
    grant               -                  said     terminated_at
    grant               -                  persons  representative_id,closing_by,auditor_id
    grant               -                  texts    termination_ground,termination_reason
    report              number             said     period_starts_on,period_ends_on,status,opened_at,duty_since,due_at
    report              number             said     was_late,reminded_at,escalated_at,submitted_at,decided_at
    report              number             persons  submitted_by,decided_by
    report              number             texts    technical,administrative,financial,remarks
    claim               id                 said     number,amount,status,final,advance,set_off,retained,prepared_at
    claim               id                 said     approved_at,countersigned_at,order_id,paid_at,paid_on
    claim               id                 said     round,answered_at,correct_by
    claim               id                 persons  prepared_by,approved_by,countersigned_by,paid_by,answered_by
    claim               id                 persons  payment_ref
    claim               id                 texts    remarks,note
    force_majeure       id                 said     documents,decided_at,ended_on
    force_majeure       id                 persons  decided_by
    force_majeure       id                 texts    evidence,reason
    extension           id                 said     documents,decided_at
    extension           id                 persons  decided_by
    extension           id                 texts    evidence,reason,decision_reason
    notice              id                 said     status,decided_at,cure_until
    addendum            id                 said     periods_since,periods_before
    addendum            id                 digests  effect
    obligation          number             said     since,years,code,ends_on,look_on,status,reminded_at,found,looked_at
    obligation          number             said     ended_at
    obligation          number             persons  looked_by
    obligation          number             texts    note
    closing_report      number             said     documents,decided_at
    closing_report      number             digests  figures
    closing_report      number             texts    aims,indicators,spending,left_open,assets,remarks,note
    closing_report      number             persons  decided_by
    independent_audit   number             said     until,opinion,reported_at,was_late
    independent_audit   number             texts    findings
    audit_duty          number             said     audit
    audit_duty          number             persons  opened_by
    audit_duty          number             texts    ground
    finding             number             said     audit,visit,duty_since,due_at,status,was_late,severity,amount
    finding             number             said     answered_at,decided_at
    finding             number             persons  answered_by,decided_by
    finding             number             texts    text,answer,reason
    development_report  number             said     period_starts_on,period_ends_on,duty_since,due_at,status,was_late
    development_report  number             said     reminded_at,escalated_at,submitted_at,decision,decided_on
    development_report  number             said     recorded_at
    development_report  number             persons  submitted_by,recorded_by
    development_report  number             texts    technical,administrative,financial,reason,paper
    change_request      id                 said     base_version,status,version,decided_at
    change_request      id                 persons  decided_by
    change_request      id                 texts    decision_reason,paper
    milestone           key                said     place,status,reached_on,documents,declared_at,decided_at,late_since
    milestone           key                persons  declared_by,decided_by
    milestone           key                texts    note,remark
    risk_assessment     number             said     answered_at
    risk_assessment     number             persons  answered_by
    risk_assessment     number             texts    answer
    payment_hold        id                 said     lifted_at
    payment_hold        id                 persons  lifted_by
    payment_hold        id                 texts    lift_reason
    site_visit          id                 said     status,visited_on,latitude,longitude,decided_at
    site_visit          id                 persons  decided_by,place
    site_visit          id                 texts    points,summary
    payee_account       id                 said     confirmed_at
    payee_account       id                 persons  confirmed_by
    guarantee           id                 said     status,returned_at,warned_at
    guarantee           id                 persons  returned_by
    recovery            id                 said     ordered_on,status,planned_at,amount,disallowed
    recovery            id                 persons  planned_by,reference
    instalment          number             said     recovery_id,amount,due_on,late_at,reminded_at
    receipt             id                 said     received_on
    receipt             id                 persons  reference
    disallowance        number             said     report,line,item,amount,ground,finding
    disallowance        number             texts    reason
    disallowance        number             persons  decided_by
    settlement          -                  digests  result
    ledger_entry        id                 said     at,act,document,debit,credit,amount
    ledger_entry        id                 persons  by
    scan                document           said     media_type
    scan                document           texts    name
    visit_photograph    visit_id,document  said     media_type,latitude,longitude
    visit_photograph    visit_id,document  texts    note
    plan_version        version            said     has_chamber
    counted_paper       report,line        said     total,parts
    counted_paper       report,line        persons  issuer_tax_number,paper_key
    spending_line       report,line        texts    reason
    """)
)
"""By table. What is not here is held by what the events say themselves."""
SOME = frozenset({"counted_paper", "plan_version", "spending_line"})
"""Tables of which not every row is told so: what is, stands with what the events say of them."""


@dataclass(slots=True)
class Kept:
    """What acts left in the rows. is_whole: they told it from the first day of the grant on."""

    is_whole: bool
    rows: dict[str, Rows] = field(default_factory=dict)

    def put(self, table: str, key: Key, told: Told, facts: Mapping[str, Any]) -> None:
        row = self.rows.setdefault(table, {}).setdefault(key, {ROW: (True, told.record)})
        for name, value in facts.items():
            row.pop(name, None)
            if is_known(value):
                row[name] = (value, told.record)

    def of(self, table: str) -> "Kept":
        """The same of one table alone."""
        return replace(self, rows={table: self.rows.get(table, {})})

    def differences(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        """What the tables say else."""
        for name, about in ((one, TOLD[one]) for one in TOLD if one not in SOME):
            table = Table(key=about.key, whole=self.is_whole)
            yield from compared(name, table, self.rows.get(name, {}), held.get(name, ()))


def kept(book: Book, told: Told) -> None:
    """What the act of an event left in the rows, where the room told it."""
    if told.data.get("kept") is None:
        return
    if not book.beside:
        book.beside.append(Kept(told.type.startswith(_FIRST)))
    for one in told.data["kept"]:
        _left(book, book.beside[0], told, one)


def _left(book: Book, rows: Any, told: Told, one: Mapping[str, Any]) -> None:
    table, key = one["table"], tuple(one.get("key", ()))
    if one.get("gone"):
        rows.rows.get(table, {}).pop(key, None)
    elif table in SOME:
        book.put(table, key, told, **_facts(one, TOLD[table], told))
    elif table in TOLD:
        rows.put(table, key, told, _facts(one, TOLD[table], told))


def _facts(row: Mapping[str, Any], about: Besides, told: Told) -> dict[str, Any]:
    facts: dict[str, Any] = {**row.get("said", {}), **dict.fromkeys(row.get("at", ()), told.at)}
    facts |= {name: Hashed(value, name) for name, value in row.get("digests", {}).items()}
    facts |= dict.fromkeys(row.get("by", ()), told.by)
    written = row.get("written", {})
    if not is_known(written):
        return dict.fromkeys(about.texts | about.persons, _UNKNOWN) | facts
    return facts | {name: Hashed(value, name) if name in about.texts else value for name, value in written.items()}
