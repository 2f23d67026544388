"""Lines of spending: what each counts, what may not stand in one, and what an officer says to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.rules.lines import counts
from grants.values import ZERO
from services.monitoring.domain.facts import Grant, GrantFile, Report, Spending, SupportItem
from services.monitoring.domain.papers import Elsewhere, Key, paper_key
from services.monitoring.domain.papers import breaches as paper_breaches
from services.monitoring.domain.report_facts import DocumentType, LineKind, LineSaid, Paper, SpendingLine

OWN = "Destek"
_SOLD = frozenset({DocumentType.INVOICE, DocumentType.RECEIPT, DocumentType.FEE_RECEIPT})
"""Papers somebody else gives for what was bought; the enterprise cannot give them to itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record besides. papers: in other reports of the grant. scans: those handed in."""

    papers: Mapping[Key, Elsewhere]
    scans: frozenset[str]


NOTHING_KNOWN = Known({}, frozenset())


@dataclass(frozen=True, slots=True)
class Disallowed:
    """What an officer does not accept of a line: all of it if no amount is named."""

    line: int
    reason: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What an officer says to a line when the report is returned."""

    line: int
    text: str


def valued(grant: Grant, report: int, lines: Iterable[LineSaid], rules: RuleSet) -> tuple[SpendingLine, ...]:
    """The lines in order, each with what it counts."""
    return tuple(
        SpendingLine(grant.id, report, place, one, counts(one.net, one.vat, rules, in_kind=one.in_kind))
        for place, one in enumerate(lines, 1)
    )


def spending(grant_id: str, report: int, lines: Iterable[SpendingLine]) -> tuple[Spending, ...]:
    """What the lines come to by item, in the order in which items first stand; what is disallowed left out."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for one in lines:
        sums[one.said.item][0] += one.accepted
        sums[one.said.item][1] += one.accepted if one.said.in_kind else ZERO
    return tuple(Spending(grant_id, report, item, whole, in_kind) for item, (whole, in_kind) in sums.items())


def breaches(
    file: GrantFile, report: Report, lines: Sequence[LineSaid], rules: RuleSet, known: Known = NOTHING_KNOWN
) -> Iterator[Breach]:
    """Everything that is wrong with the lines by themselves. Subjects: `lines[2].vat`, counted from 1."""
    items = {item.key: item for item in file.items}
    for place, one in enumerate(lines, 1):
        where = f"lines[{place}]"
        yield from _amounts(where, one, rules)
        yield from _item(where, one, items.get(one.item), rules)
        if one.paper is not None:
            yield from _paper(where, one.paper, file.grant, report, rules)
        elif one.in_kind:
            yield Breach("line.in_kind_paper", f"{where}.paper", one.item, "", OWN)
        elif rules.reporting.documents_required.value:
            yield Breach(
                "line.paper_missing", f"{where}.paper", one.item, "", rules.cite(rules.reporting.documents_required)
            )
    yield from paper_breaches(lines, known.papers, rules)
    yield from _scans(lines, known.scans)


def disallow(lines: Sequence[SpendingLine], decided: Sequence[Disallowed], rules: RuleSet) -> tuple[SpendingLine, ...]:
    """The lines with what is not accepted taken out. Raises `RulesBroken` naming each wrong one."""
    known = {one.line: one for one in lines}
    if wrong := (*_unknown(known, [one.line for one in decided]), *_beyond(known, decided, rules)):
        raise RulesBroken(*wrong)
    said_of = {one.line: one for one in decided}
    return tuple(_without(one, said_of.get(one.line)) for one in lines)


def disallow_more(
    lines: Sequence[SpendingLine], decided: Sequence[Disallowed], rules: RuleSet
) -> tuple[tuple[SpendingLine, ...], tuple[Disallowed, ...]]:
    """The lines with more taken out than was before, and of which line how much. Raises `RulesBroken`."""
    known = {one.line: one for one in lines}
    least = {line: replace(one, counted=one.accepted) for line, one in known.items()}
    if wrong := (
        *_unknown(known, [one.line for one in decided]),
        *_beyond(least, decided, rules),
        *_spent(least, decided, rules),
    ):
        raise RulesBroken(*wrong)
    more = tuple(replace(one, amount=known[one.line].accepted if one.amount is None else one.amount) for one in decided)
    taken = {one.line: one for one in more}
    return tuple(_less(one, taken.get(one.line)) for one in lines), more


def _spent(least: Mapping[int, SpendingLine], decided: Sequence[Disallowed], rules: RuleSet) -> Iterator[Breach]:
    """Of what counts nothing any more nothing can be taken."""
    for one in decided:
        line = least.get(one.line)
        if line is not None and one.amount is None and not line.counted:
            nothing = said(ZERO, rules.money.currency.value)
            yield Breach("line.disallowed", f"lines[{one.line}].amount", nothing, nothing, OWN)


def _less(line: SpendingLine, decided: Disallowed | None) -> SpendingLine:
    if decided is None or decided.amount is None:
        return line
    reason = f"{line.reason} / {decided.reason}" if line.reason else decided.reason
    return replace(line, disallowed=line.disallowed + decided.amount, reason=reason)


def remark(lines: Sequence[SpendingLine], remarks: Sequence[Remark]) -> tuple[SpendingLine, ...]:
    """The lines with what the officer says to them. Raises `RulesBroken` naming each line there is not."""
    known = {one.line: one for one in lines}
    if wrong := tuple(_unknown(known, [one.line for one in remarks])):
        raise RulesBroken(*wrong)
    texts = {one.line: one.text for one in remarks}
    return tuple(replace(one, remark=texts.get(one.line, one.remark)) for one in lines)


def explained(lines: Sequence[SpendingLine], rules: RuleSet) -> tuple[Explanation, ...]:
    """How what the lines count comes about; nothing is to be told where they are plain sums, all accepted."""
    if all(one.said.kind is LineKind.PLAIN and not one.disallowed for one in lines):
        return ()
    told = [
        {
            "line": one.line,
            "item": one.said.item,
            "net": one.said.net,
            "vat": one.said.vat,
            "in_kind": one.said.in_kind,
            "disallowed": one.disallowed,
        }
        for one in lines
    ]
    return (explain("lines", {"lines": told}, rules),)


def _amounts(where: str, one: LineSaid, rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    if one.kind is not LineKind.PLAIN and not one.net:
        yield Breach("line.amount", f"{where}.net", said(one.net, currency), "", OWN)
    if one.vat > (ZERO if one.in_kind else one.net):
        most = said(ZERO if one.in_kind else one.net, currency)
        yield Breach("line.vat", f"{where}.vat", said(one.vat, currency), most, OWN)


def _item(where: str, one: LineSaid, item: SupportItem | None, rules: RuleSet) -> Iterator[Breach]:
    if item is None:
        return  # that there is no such item is said of the sums
    if one.cost_head and one.cost_head != item.cost_head:
        yield Breach("line.cost_head", f"{where}.cost_head", one.cost_head, item.cost_head, OWN)
    bonuses = rules.money.bonuses
    rewarded = item.domestic_goods and any(item.cost_head in bonus.heads for bonus in bonuses.value)
    if rewarded and one.kind is LineKind.DOCUMENT and not one.certificate:
        yield Breach("line.certificate", f"{where}.certificate", one.item, "", rules.cite(bonuses))


def _paper(where: str, paper: Paper, grant: Grant, report: Report, rules: RuleSet) -> Iterator[Breach]:
    earlier = rules.reporting.earlier_documents
    first = grant.starts_on if earlier.value else report.period_starts_on
    last = (report.period_ends_on or grant.support_ends_on) - timedelta(days=1)
    if not first <= paper.issued_on <= last:
        span = f"{first.isoformat()} – {last.isoformat()}"
        yield Breach(
            "line.issued_on", f"{where}.paper.issued_on", paper.issued_on.isoformat(), span, rules.cite(earlier)
        )
    if paper.kind in _SOLD and paper.issuer_tax_number == grant.enterprise_tax_number:
        yield Breach("line.own_paper", f"{where}.paper.issuer_tax_number", paper.issuer_tax_number, "", OWN)
    if not paper_key(paper.number):
        yield Breach("line.paper_number", f"{where}.paper.number", paper.number, "", OWN)
    required = rules.reporting.documents_required
    if required.value and not paper.document:
        yield Breach("line.scan_missing", f"{where}.paper.document", paper.number, "", rules.cite(required))


def _scans(lines: Sequence[LineSaid], handed_in: frozenset[str]) -> Iterator[Breach]:
    for place, one in enumerate(lines, 1):
        if one.paper is not None and one.paper.document and one.paper.document not in handed_in:
            yield Breach("line.scan_unknown", f"lines[{place}].paper.document", one.paper.document, "", OWN)


def _unknown(known: Mapping[int, SpendingLine], places: Sequence[int]) -> Iterator[Breach]:
    for place, times in Counter(places).items():
        if place not in known:
            yield Breach("line.unknown", f"lines[{place}]", str(place), str(max(known, default=0)), OWN)
        elif times > 1:
            yield Breach("line.decided_twice", f"lines[{place}]", str(place), "1", OWN)


def _beyond(known: Mapping[int, SpendingLine], decided: Sequence[Disallowed], rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    for one in decided:
        line = known.get(one.line)
        if line is not None and one.amount is not None and not ZERO < one.amount <= line.counted:
            most = said(line.counted, currency)
            yield Breach("line.disallowed", f"lines[{one.line}].amount", said(one.amount, currency), most, OWN)


def _without(line: SpendingLine, decided: Disallowed | None) -> SpendingLine:
    if decided is None:
        return line
    amount = line.counted if decided.amount is None else decided.amount
    return replace(line, disallowed=amount, reason=decided.reason)
