"""The Minister's decision and the enterprise: entered from papers, and tested like everything from outside."""

from decimal import Decimal
from typing import Any

import pytest

from grants.contracts.stages import Outcome, Stage
from services.application.store import approvals
from tests.conftest import OpenRoom
from tests.services.application.test_acts import DECISION, ENTERPRISE
from tests.services.application.way import at, rules_of

pytestmark = pytest.mark.servers


async def test_an_approval_is_for_what_the_agreed_plan_asks(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.APPROVAL)
    answer = await way.as_ministers_office().post(way.path("approval"), DECISION)
    assert answer.json()["stage"] == "approved"
    assert (await way.record()).approved_amount == Decimal("500000.00")
    told = await way.last("application.approval.decided")
    assert (told["approved"], told["number"], told["amount"]) == (True, "2027/9", "500000.00")


async def test_a_refusal_ends_the_application_with_its_reason(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.APPROVAL)
    body = {**DECISION, "approved": False, "reason": "Bütçe yok"}
    answer = await way.as_ministers_office().post(way.path("approval"), body)
    assert (answer.json()["stage"], answer.json()["outcome"]) == ("ended", "not_selected")
    record = await way.record()
    assert (record.outcome, record.outcome_reason, record.approved_amount) == (Outcome.NOT_SELECTED, "Bütçe yok", None)
    assert (await way.last("application.approval.decided"))["amount"] == "0.00"


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"decided_on": "2027-03-02"}, ["approval.in_future"]),
        ({"decided_on": "2027-02-28"}, ["approval.before_submission"]),
        ({"approved": False}, ["approval.reason_missing"]),
        ({"approved": False, "reason": "  "}, ["approval.reason_missing"]),
        ({"approved": False, "decided_on": "2028-01-01"}, ["approval.in_future", "approval.reason_missing"]),
    ],
)
async def test_a_decision_that_cannot_be_is_refused_whole(
    room_of: OpenRoom, change: dict[str, Any], rules: list[str]
) -> None:
    way = await at(room_of, Stage.APPROVAL)
    answer = await way.as_ministers_office().post(way.path("approval"), {**DECISION, **change})
    assert (answer.status_code, rules_of(answer)) == (422, rules)
    assert (await way.record()).stage is Stage.APPROVAL


async def test_the_day_counts_in_istanbul(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.APPROVAL)
    way.room.clock.forward(hours=15)  # 21:00 in UTC, midnight in Istanbul
    answer = await way.as_ministers_office().post(way.path("approval"), {**DECISION, "decided_on": "2027-03-02"})
    assert answer.status_code == 200


async def test_the_enterprise_is_kept_with_its_provinces_official_name(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.FOUNDING)
    answer = await way.as_coordinator().post(way.path("enterprise"), {**ENTERPRISE, "province": "İÇEL"})
    assert answer.json()["stage"] == "founded"
    async with way.room.desk.database.transaction() as session:
        kept = await approvals.find_enterprise(session, way.id)
    assert kept is not None
    assert (kept.province, kept.tax_number, kept.recorded_by) == ("Mersin", "9990001112", way.coordinator)
    assert (await way.last("application.enterprise.recorded"))["name"] == "Teşebbüs A.Ş."


async def test_everything_wrong_with_an_enterprise_is_said_at_once(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.FOUNDING)
    wrong = {**ENTERPRISE, "founded_on": "2027-03-02", "tax_number": "12345678901", "province": "Atlantis"}
    answer = await way.as_coordinator().post(way.path("enterprise"), wrong)
    assert answer.status_code == 422
    assert rules_of(answer) == ["enterprise.in_future", "enterprise.tax_number", "enterprise.province"]
