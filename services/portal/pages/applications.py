"""The list of applications, and one application with everything that belongs to it."""

from asyncio import gather
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BeforeValidator

from grants.contracts.stages import Outcome, Stage
from grants.policy import Action, Role
from services.portal.file_acts import places_of
from services.portal.filing import answer_of
from services.portal.pages.money import money_of
from services.portal.people import whose
from services.portal.reading import Applications, File, Story
from services.portal.reading_applying import Calls
from services.portal.reading_evaluation import PreEvaluation
from services.portal.reading_evaluators import Findings
from services.portal.reading_feedback import Feedback
from services.portal.reading_grants import Grant
from services.portal.rooms import Answer, Paper, Refusal, Room
from services.portal.visit import Visit, Visitor, read, read_part, refusal

router = APIRouter()
PAGE = 25
_MOST_FINDINGS, _MOST_CALLS = 200, 100
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
WRITTEN: Mapping[Action, str] = MappingProxyType(
    {
        Action.APPLICATION_DRAFT: "draft",
        Action.CHECK_COMPLETE: "completion",
        Action.NEGOTIATION_REVISE_PLAN: "talks",
    }
)
"""Pages on which an application is written, by the right to."""
After = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]
Letters = Annotated[str, Query(max_length=100)]
"""Looked for in the names of what is listed."""
CallChosen = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]
StageChosen = Annotated[Stage | None, BeforeValidator(lambda said: said or None)]
"""A form of a browser sends a blank where nothing was chosen."""


@router.get("/applications")
async def listed(
    visit: Visitor, stage: StageChosen = None, call_id: CallChosen = "", q: Letters = "", after: After = ""
) -> Response:
    """Those the person may read, the newest first: of a stage, of a call, with letters in their names."""
    chosen = {"stage": stage.value if stage else "", "call_id": call_id, "q": q.strip()}
    query = {name: said for name, said in (*chosen.items(), ("after", after)) if said}
    caller = visit.caller()
    answers = await gather(
        caller.get(Room.APPLICATION, "/applications", {"limit": PAGE, **query}),
        caller.get(Room.APPLICATION, "/calls", {"limit": _MOST_CALLS}),
    )
    calls, _ = read_part(answers[1], Room.APPLICATION, Calls)
    return visit.page(
        "applications.html",
        found=read(answers[0], Applications),
        stages=tuple(Stage),
        calls=calls.entries if calls else (),
        chosen=chosen,
        is_first=not after,
    )


@router.get("/applications/{application_id}")
async def one(visit: Visitor, application_id: Key, after: After = "") -> Response:
    """One application; the grant in force, the story and the pre-evaluation, where there are any to be read."""
    caller = visit.caller()
    path = f"/applications/{application_id}"
    may_see_ties = visit.may(Action.CONFLICT_READ)
    conflicts = [caller.get(Room.EVALUATION, f"{path}/conflicts", {"limit": _MOST_FINDINGS})] if may_see_ties else []
    answers = await gather(
        caller.get(Room.APPLICATION, path),
        caller.get(Room.MONITORING, f"/grants/{application_id}"),
        caller.get(Room.AUDIT, f"{path}/story", {"after": after} if after else {}),
        _pre_evaluated(visit, path),
        caller.get(Room.EVALUATION, f"{path}/feedback"),
        *conflicts,
    )
    file = read(answers[0], File)
    grant, grant_gap = read_part(answers[1], Room.MONITORING, Grant)
    story, story_gap = read_part(answers[2], Room.AUDIT, Story)
    pre_evaluation, _ = read_part(answers[3], Room.EVALUATION, PreEvaluation)
    feedback, _ = read_part(answers[4], Room.EVALUATION, Feedback)
    findings = next((read_part(one, Room.EVALUATION, Findings)[0] for one in answers[5:]), None)
    return visit.page(
        "application.html",
        file=file,
        grant=grant,
        grant_gap=grant_gap,
        story=story,
        story_gap=story_gap,
        money=money_of(file, grant),
        pre_evaluation=pre_evaluation,
        findings=findings,
        who=await whose(visit, file, grant, findings),
        answer=await answer_of(visit, file),
        may_settle=visit.may(Action.CONFLICT_WAIVE),
        places=places_of(file.can),
        written=_written(visit, file),
        feedback=feedback,
        remedy=_remedy(visit, file, feedback),
        is_inspector=visit.may(Action.AUDIT_READ),
    )


async def _pre_evaluated(visit: Visit, path: str) -> Answer:
    """How the pre-evaluation came out; not asked for whom no role lets know: the room would record a refusal."""
    if not visit.may_of_some(Action.EVALUATION_READ):
        return Refusal(Room.EVALUATION, HTTPStatus.FORBIDDEN)
    return await visit.caller().get(Room.EVALUATION, f"{path}/pre-evaluation")


def _remedy(visit: Visit, file: File, feedback: Feedback | None) -> str:
    """What can be done against how it ended, for those who applied: "object", "excluded"; "" where nothing ended it."""
    roles = visit.signed_in().roles
    if feedback and feedback.may_object and Role.COORDINATOR.value in roles:
        return "object"
    applies = {Role.COORDINATOR.value, Role.CONSORTIUM_MEMBER.value} & {*roles}
    return "excluded" if applies and file.outcome == Outcome.EXCLUDED.value else ""


def _written(visit: Visit, file: File) -> tuple[str, ...]:
    """The pages of this application on which the person can write, by how their addresses end."""
    found = tuple(name for action, name in WRITTEN.items() if action.value in file.can)
    confirms = Role.CONSORTIUM_MEMBER.value in visit.signed_in().roles and file.stage == Stage.DRAFT.value
    return (*found, "part") if confirms else found


@router.get("/applications/{application_id}/contract.pdf")
async def contract(visit: Visitor, application_id: Key) -> Response:
    """The paper of the contract, handed through."""
    answer = await visit.caller().paper(Room.APPLICATION, f"/applications/{application_id}/contract.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="sozlesme-{application_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})
