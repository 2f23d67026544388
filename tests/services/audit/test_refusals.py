"""What was refused about a part of a file stands in the story of the file, for those who may know of it."""

from typing import Any

import pytest

from grants.contracts.stages import DeadlineKind
from runtime.consumer import room_effect
from services.audit.app import PLAN
from services.audit.events import HEARS
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import File, hear, said
from tests.services.evaluation.acts import Case, sheet
from tests.services.monitoring.life import begun

pytestmark = pytest.mark.servers


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


async def listen(audit: Room, to: Room, about: str) -> None:
    """The audit room hears what another room told about a subject."""
    for event in await to.told(about):
        await room_effect(audit.desk, dict(HEARS[to.plan.name]))(event)


async def refusals(reader: ApiClient, about: str) -> list[dict[str, Any]]:
    answer = await reader.get(f"/applications/{about}/story", limit=200)
    assert answer.status_code == 200, answer.text
    return [line for line in answer.json()["entries"] if line["what"].endswith("act.refused.v1")]


async def test_a_refused_payment_stands_in_the_story_of_the_application(audit: Room, room_of: OpenRoom) -> None:
    life = await begun(await room_of(MONITORING))
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00")
    claim = await life.claimed()
    assert (await life.finance.post(f"/claims/{claim['id']}/pay", life.payment())).status_code == 409
    await hear(audit, said(life.contract, life.id))
    await listen(audit, life.room, life.id)
    (refused,) = await refusals(audit.api.as_("mufettis", "inspector"), life.id)
    assert (refused["what"], refused["actor_id"]) == ("monitoring.act.refused.v1", "finance")
    assert refused["numbers"]["act"] == "POST /claims/{claim_id}/pay"
    coordinator = audit.api.as_(life.contract.coordinator_id, "coordinator")
    assert await refusals(coordinator, life.id) == []


async def test_what_an_evaluator_was_refused_is_told_to_the_inspector_and_never_to_applicants(
    audit: Room, room_of: OpenRoom
) -> None:
    case, file = Case(await room_of(EVALUATION)), File()
    await case.register("d1")
    await case.admit(await case.publish(), file.id)
    await case.open(file.id)
    assignment = await case.assignment(file.id, (await case.evaluators(file.id))[0]["evaluator_id"])
    stranger = case.evaluator("stranger")
    assert (await stranger.post(f"/assignments/{assignment}/assessment", sheet("70"))).status_code == 403
    await hear(audit, *file.until_assessed()[:3])
    await listen(audit, case.room, file.id)
    (refused,) = await refusals(audit.api.as_("mufettis", "inspector"), file.id)
    assert (refused["what"], refused["actor_id"]) == ("evaluation.act.refused.v1", "stranger")
    assert await refusals(audit.api.as_(file.coordinator, "coordinator"), file.id) == []
