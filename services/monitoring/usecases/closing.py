"""The closing report: its figures shown, kept as a draft, sent, returned or accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.contracts.closing_events import (
    ClosingAccepted,
    ClosingAsset,
    ClosingFigures,
    ClosingPart,
    ClosingRemark,
    ClosingReturned,
    ClosingSubmitted,
)
from grants.policy import Action, decide
from grants.regimes import RuleSet
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.monitoring.domain import closing
from services.monitoring.domain.closing_facts import Asset, ClosingReport, ClosingSaid
from services.monitoring.domain.facts import GrantFile
from services.monitoring.store import changes, lines
from services.monitoring.usecases.acting import Act, begin, read_file, relations

DRAFT = 0
"""The closing report among the drafts of a grant's reports, which count from 1."""


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The closing of a grant as one person may see it. figures: as the record stands now. draft: what was typed of
    the next report so far and when it was kept, for who writes it.
    """

    file: GrantFile
    rules: RuleSet
    figures: ClosingFigures
    draft: tuple[dict[str, Any], datetime] | None


async def read_closing(unit: Unit, grant_id: str) -> ClosingView:
    """For whoever may read the grant; before it is due, too."""
    file, rules = await read_file(unit, grant_id)
    writes = decide(unit.actor.roles, Action.CLOSING_SUBMIT, relations(unit.actor, file.grant)) is not None
    draft = await lines.draft_of(unit.session, grant_id, DRAFT) if writes else None
    return ClosingView(file, rules, closing.figures(file, await _plan(unit, file), unit.now), draft)


async def keep_draft(unit: Unit, grant_id: str, typed: Mapping[str, str]) -> datetime:
    """What was written so far; nothing of it counts, and nobody but who reports sees it."""
    act = await begin(unit, Action.CLOSING_SUBMIT, grant_id)
    closing.refuse_not_fileable(act.file)
    await lines.keep_draft(unit.session, grant_id, DRAFT, typed, act.by, act.now)
    return act.now


async def submit_closing(unit: Unit, grant_id: str, said: ClosingSaid) -> GrantFile:
    """The draft gives way to it; the figures of the record are kept with it as they stand."""
    act = await begin(unit, Action.CLOSING_SUBMIT, grant_id)
    known = await lines.known_scans(unit.session, grant_id, said.documents)
    plan = await _plan(unit, act.file)
    act.change(closing.submit(act.file, said, act.by, act.now, plan, known))
    await lines.drop_draft(unit.session, grant_id, DRAFT)
    sent = _sent(act)
    act.say(
        ClosingSubmitted,
        realised=act.file.grant.realised,
        number=sent.number,
        assets=tuple(_told(one) for one in sent.assets),
        documents=sent.documents,
        figures=sent.figures,
    )
    await act.keep()
    return act.file


async def return_closing(unit: Unit, grant_id: str, remarks: Mapping[ClosingPart, str], note: str) -> GrantFile:
    """It is to be put right and sent again; the regime's days for a closing begin anew."""
    act = await begin(unit, Action.CLOSING_DECIDE, grant_id)
    act.change(closing.give_back(act.file, remarks, note, act.by, act.now, act.rules))
    told = tuple(ClosingRemark(part=ClosingPart(part), remark=one) for part, one in _sent(act).remarks.items())
    act.say(ClosingReturned, number=_sent(act).number, note=note, remarks=told)
    await act.keep()
    return act.file


async def accept_closing(unit: Unit, grant_id: str, note: str) -> GrantFile:
    act = await begin(unit, Action.CLOSING_DECIDE, grant_id)
    act.change(closing.accept(act.file, note, act.by, act.now))
    act.say(ClosingAccepted, number=_sent(act).number, note=note)
    await act.keep()
    return act.file


def _told(one: Asset) -> ClosingAsset:
    return ClosingAsset(name=one.name, place=one.place, item=one.item, value=one.worth)


def _sent(act: Act) -> ClosingReport:
    return act.file.closing_reports[-1]


async def _plan(unit: Unit, file: GrantFile) -> WorkPlan | None:
    version = await changes.version_of(unit.session, file.grant.id, file.grant.plan_version)
    return None if version is None else version.plan
