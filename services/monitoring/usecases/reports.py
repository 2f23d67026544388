"""Activity reports: kept as a draft, filed, accepted, returned; what stands in one and what may not count twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from grants.breach import Breach, NotFound, RulesBroken
from grants.contracts.monitoring_events import ReportAccepted, ReportReturned, ReportSubmitted
from grants.contracts.report_events import LineDisallowed, LineFiled, LineRemarked, PaperCounted
from grants.policy import Action, decide
from grants.values import GrantId
from runtime.unit import Unit
from services.monitoring.domain import lines, money, reporting
from services.monitoring.domain import papers as papers_of
from services.monitoring.domain.errors import NoSuchGrant
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.report_facts import LineSaid, Paper, SpendingLine
from services.monitoring.domain.states import ReportStatus
from services.monitoring.store import files, kept
from services.monitoring.store import lines as store
from services.monitoring.store.kept import Stamp
from services.monitoring.store.tables import COUNTED_PAPER
from services.monitoring.usecases.acting import Act, begin, permit, relations


@dataclass(frozen=True, slots=True)
class LinesView:
    """The lines of a report as one person may see them. elsewhere: other grants in which the paper of a line was
    reported, by number of the line; for the officers alone.
    """

    file: GrantFile
    report: Report
    lines: tuple[SpendingLine, ...]
    elsewhere: Mapping[int, tuple[str, ...]]


async def submit_report(unit: Unit, grant_id: str, number: int, filed: reporting.Filed) -> Report:
    """What was filed before, and the draft, give way to it."""
    act = await begin(unit, Action.REPORT_SUBMIT, grant_id)
    filed = replace(filed, known=await _known(act, number, filed.lines))
    act.change(reporting.submit(act.file, number, filed, act.by, act.now, act.rules))
    made = lines.valued(act.file.grant, number, filed.every_line, act.rules)
    await store.put(unit.session, grant_id, number, made)
    await store.drop_draft(unit.session, grant_id, number)
    act.say(
        ReportSubmitted,
        number=number,
        realised=sum(one.counted for one in made),
        lines=tuple(map(_filed, made)),
        indicators=dict(filed.indicators),
    )
    await act.keep()
    return reporting.find(act.file, number)


async def accept_report(
    unit: Unit, grant_id: str, number: int, note: str, disallowed: Sequence[lines.Disallowed] = ()
) -> GrantFile:
    """What was spent and is not disallowed counts from now on, and the money it earns can be claimed.

    Raises `RulesBroken` where a paper counts in another grant already.
    """
    act = await begin(unit, Action.REPORT_DECIDE, grant_id)
    before = money.total(money.realised_by_item(act.file, ReportStatus.ACCEPTED))
    left = lines.disallow(await store.of_report(unit.session, grant_id, number), disallowed, act.rules)
    recounted = reporting.recounted(act.file, number, left) if left else act.file
    act.change(reporting.accept(recounted, number, note, act.by, act.now, act.rules))
    counted = await store.count(unit.session, left)
    if counted.taken:
        raise RulesBroken(*papers_of.counted_elsewhere(left, counted.taken))
    _tell_split(act, counted.split)
    await store.put(unit.session, grant_id, number, left)
    grant = act.file.grant
    act.say(
        ReportAccepted,
        number=number,
        realised=grant.realised - before,
        earned=grant.earned,
        disallowed=tuple(_disallowed(one) for one in left if one.disallowed),
        explanations=(money.claim_explained(act.file, act.rules), *lines.explained(left, act.rules)),
    )
    await act.keep()
    return act.file


def _tell_split(act: Act, papers: Sequence[Mapping[str, Any]]) -> None:
    """How much of a paper that is split counts now; to the grant in which its first part did."""
    grant = act.file.grant
    for one in papers:
        if one["grant_id"] == grant.id:
            act.note(COUNTED_PAPER, one)
        elif (told := kept.row(COUNTED_PAPER, one, Stamp(act.now, act.by))) is not None:
            first = GrantId(one["grant_id"])
            act.unit.tell(PaperCounted(grant_id=first, counted_in=GrantId(grant.id), kept=(told,)), about=first)


async def return_report(
    unit: Unit, grant_id: str, number: int, remarks: str, to_lines: Sequence[lines.Remark] = ()
) -> Report:
    """With what is to be done about it, as a whole and line by line."""
    act = await begin(unit, Action.REPORT_DECIDE, grant_id)
    act.change(reporting.give_back(act.file, number, remarks, act.by, act.now, act.rules))
    remarked = lines.remark(await store.of_report(unit.session, grant_id, number), to_lines)
    await store.put(unit.session, grant_id, number, remarked)
    told = tuple(LineRemarked(line=one.line, item=one.said.item, remark=one.remark) for one in remarked if one.remark)
    act.say(ReportReturned, number=number, remarks=remarks, lines=told)
    await act.keep()
    return reporting.find(act.file, number)


async def keep_draft(unit: Unit, grant_id: str, number: int, content: Mapping[str, Any]) -> datetime:
    """What was written so far; nothing of it counts, and nobody but who reports sees it."""
    act = await begin(unit, Action.REPORT_SUBMIT, grant_id)
    reporting.refuse_not_fileable(act.file, number)
    await store.keep_draft(unit.session, grant_id, number, content, act.by, act.now)
    return act.now


async def read_draft(unit: Unit, grant_id: str, number: int) -> tuple[dict[str, Any], datetime]:
    """Raises `NotFound` where none was kept."""
    await _seen(unit, Action.REPORT_SUBMIT, grant_id)
    found = await store.draft_of(unit.session, grant_id, number)
    if found is None:
        raise NotFound(Breach("report.no_draft", "report", str(number)))
    return found


async def read_lines(unit: Unit, grant_id: str, number: int) -> LinesView:
    file = await _seen(unit, Action.GRANT_READ, grant_id)
    found = await store.of_report(unit.session, grant_id, number)
    elsewhere: dict[int, tuple[str, ...]] = {}
    if decide(unit.actor.roles, Action.REPORT_DECIDE, relations(unit.actor, file.grant)) is not None:
        papers = {one.line: papers_of.of_paper(one.said.paper) for one in found if one.said.paper is not None}
        others = await store.in_other_grants(unit.session, grant_id, set(papers.values()))
        elsewhere = {line: others[key] for line, key in papers.items() if key in others}
    return LinesView(file, reporting.find(file, number), found, elsewhere)


async def _known(act: Act, number: int, told: Sequence[LineSaid]) -> lines.Known:
    """What is on record of the papers of these lines. A report without any asks nothing."""
    papers = [one.paper for one in told if one.paper is not None]
    if not papers:
        return lines.NOTHING_KNOWN
    session, grant_id = act.unit.session, act.file.grant.id
    before = await store.in_other_reports(session, grant_id, number, {papers_of.of_paper(one) for one in papers})
    scans = await store.known_scans(session, grant_id, {one.document for one in papers if one.document})
    return lines.Known(before, frozenset(scans))


async def _seen(unit: Unit, action: Action, grant_id: str) -> GrantFile:
    file = await files.read(unit.session, grant_id)
    if file is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    permit(unit, action, file.grant)
    return file


def _disallowed(one: SpendingLine) -> LineDisallowed:
    return LineDisallowed(line=one.line, item=one.said.item, amount=one.disallowed, reason=one.reason)


def _filed(one: SpendingLine) -> LineFiled:
    told, paper = one.said, one.said.paper
    facts = {"cost_head": told.cost_head, "in_kind": told.in_kind, "certificate": told.certificate}
    line = LineFiled(line=one.line, item=told.item, net=told.net, vat=told.vat, counted=one.counted, **facts)
    return line if paper is None else line.model_copy(update=_papered(paper))


def _papered(paper: Paper) -> dict[str, Any]:
    issuer, key = papers_of.of_paper(paper)
    return {
        "paper_kind": paper.kind.value,
        "paper_number": paper.number,
        "paper_key": key,
        "issued_on": paper.issued_on,
        "issuer": paper.issuer,
        "issuer_tax_number": issuer,
        "document": paper.document,
        "paper_total": paper.total,
    }
