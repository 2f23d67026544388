"""The list of applications, and one application with everything that belongs to it."""

from asyncio import gather
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from grants.contracts.stages import Stage
from grants.policy import Action
from services.portal.file_acts import places_of
from services.portal.pages.money import money_of
from services.portal.reading import Applications, File, Story
from services.portal.reading_evaluation import PreEvaluation
from services.portal.reading_evaluators import Findings
from services.portal.reading_grants import Grant
from services.portal.rooms import Got, Paper, Room
from services.portal.visit import Visitor, read, read_part, refusal

router = APIRouter()
PAGE = 25
_MOST_FINDINGS = 200
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
After = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]


@router.get("/applications")
async def listed(visit: Visitor, stage: Stage | None = None, after: After = "") -> Response:
    """Those the person may read, the newest first."""
    query: dict[str, str | int] = {"limit": PAGE}
    query |= {"stage": stage.value} if stage else {}
    query |= {"after": after} if after else {}
    found = read(await visit.caller().get(Room.APPLICATION, "/applications", query), Applications)
    return visit.page("applications.html", found=found, stages=tuple(Stage), chosen=stage, is_first=not after)


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
        caller.get(Room.EVALUATION, f"{path}/pre-evaluation"),
        caller.get(Room.EVALUATION, f"{path}/feedback"),
        *conflicts,
    )
    file = read(answers[0], File)
    grant, grant_gap = read_part(answers[1], Room.MONITORING, Grant)
    story, story_gap = read_part(answers[2], Room.AUDIT, Story)
    pre_evaluation, _ = read_part(answers[3], Room.EVALUATION, PreEvaluation)
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
        may_settle=visit.may(Action.CONFLICT_WAIVE),
        places=places_of(file.can),
        has_feedback=isinstance(answers[4], Got),
        is_inspector=visit.may(Action.AUDIT_READ),
    )


@router.get("/applications/{application_id}/contract.pdf")
async def contract(visit: Visitor, application_id: Key) -> Response:
    """The paper of the contract, handed through."""
    answer = await visit.caller().paper(Room.APPLICATION, f"/applications/{application_id}/contract.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="sozlesme-{application_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})
