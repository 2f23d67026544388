"""Milestones over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from grants.values import Moment, Prose
from runtime.http.door import Door
from services.monitoring.api.risk import Day
from services.monitoring.api.shapes import Answered, Asked, Documents, Key, Note, TheUnit
from services.monitoring.domain.milestone_facts import MilestoneStatus, Reached
from services.monitoring.usecases import milestones

router = APIRouter(route_class=Door, prefix="/grants/{grant_id}/milestones/{key}", tags=["milestones"])

MilestoneKey = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$")]


class ReachedIn(Asked):
    """documents: hashes of papers handed in for the grant before."""

    reached_on: Day
    documents: Annotated[Documents, Field(min_length=1)]
    note: Note = ""


class ConfirmIn(Asked):
    remark: Note = ""


class RemarkIn(Asked):
    """Why it is not found reached."""

    remark: Prose


class MilestoneOut(Answered):
    """late_since: when it was told as late."""

    key: str
    title: str
    quarter: int
    status: MilestoneStatus
    reached_on: date | None
    documents: tuple[str, ...]
    note: str
    declared_at: Moment | None
    decided_at: Moment | None
    remark: str
    late_since: Moment | None


@router.post("/declare")
async def declare(grant_id: Key, key: MilestoneKey, asked: ReachedIn, unit: TheUnit) -> MilestoneOut:
    """The coordinator says it was reached."""
    said = Reached(asked.reached_on, asked.documents, asked.note)
    return MilestoneOut.model_validate(await milestones.declare_milestone(unit, grant_id, key, said))


@router.post("/confirm")
async def confirm(grant_id: Key, key: MilestoneKey, asked: ConfirmIn, unit: TheUnit) -> MilestoneOut:
    done = await milestones.decide_milestone(unit, grant_id, key, asked.remark, confirmed=True)
    return MilestoneOut.model_validate(done)


@router.post("/return")
async def send_back(grant_id: Key, key: MilestoneKey, asked: RemarkIn, unit: TheUnit) -> MilestoneOut:
    done = await milestones.decide_milestone(unit, grant_id, key, asked.remark, confirmed=False)
    return MilestoneOut.model_validate(done)
