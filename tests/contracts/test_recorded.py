"""What is sensitive cannot be read without a trace: the doors that show it are marked; files are told by themselves."""

import pytest
from fastapi.routing import APIRoute

from runtime.http.door import is_recorded
from runtime.room import RoomPlan
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION
from tests.conftest import OpenRoom

pytestmark = pytest.mark.servers

SENSITIVE = {
    "application": {"/consortia/{consortium_id}"},
    "evaluation": {
        "/evaluators/{person_id}",
        "/applications/{application_id}/assessments",
        "/applications/{application_id}/conflicts",
        "/calls/{call_id}/committee/applications/{application_id}",
        "/calls/{call_id}/evaluators-report",
    },
    "monitoring": {"/payment-orders/{order_id}"},
    "audit": {"/applications/{application_id}/ledger", "/applications/{application_id}/archive", "/ledger/records"},
    "notification": set(),
}
"""Personal data of others, sealed scores, conflicts of interest, accounts that are paid to, the evidence itself."""


def gets(routes: list[object]) -> list[APIRoute]:
    return [one for one in routes if isinstance(one, APIRoute) and "GET" in one.methods]


@pytest.mark.parametrize("plan", [APPLICATION, EVALUATION, MONITORING, AUDIT, NOTIFICATION], ids=lambda plan: plan.name)
async def test_every_door_that_shows_something_sensitive_is_marked(plan: RoomPlan, room_of: OpenRoom) -> None:
    room = await room_of(plan)
    doors = [route for router in plan.routers(room.platform) for route in gets(list(router.routes))]
    marked = {door.path for door in doors if is_recorded(door.endpoint)}
    assert SENSITIVE[plan.name] <= marked
