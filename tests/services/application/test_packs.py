"""An approval by the pack of its call: it waits for an open one, and follows a closed one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grants.contracts.pack_events import ApprovalPackClosed, ApprovalPackOpened, FundedData
from grants.contracts.stages import Stage
from grants.regimes import RuleSet, load
from grants.values import CallId
from services.application.domain.packs import ApprovalPack, pack_breaches
from tests.conftest import OpenRoom
from tests.grants.regimes.changed import changed
from tests.services.application.test_acts import DECISION
from tests.services.application.test_board import hear
from tests.services.application.way import REGIME, at, rules_of

RULES = load(REGIME)
REQUIRED = changed(RULES, {"committee.pack_required": True})
OPEN = ApprovalPack(CallId("c"), 1, is_open=True)


def closed(amount: str | None = "500000.00", *, number: int = 1, is_open: bool = False) -> ApprovalPack:
    """The first pack is closed; of a higher number, another one is open."""
    funded = (("A", Decimal(amount)),) if amount else ()
    return replace(OPEN, number=number, is_open=is_open, closed=1, document="0" * 64, funded=funded)


@pytest.mark.parametrize(
    ("pack", "rules", "expected"),
    [
        (None, RULES, []),
        (None, REQUIRED, ["approval.pack_missing"]),
        (OPEN, RULES, ["approval.pack_open"]),
        (OPEN, REQUIRED, ["approval.pack_open"]),
        (closed(), RULES, []),
        (closed("499999.99"), RULES, ["approval.above_pack"]),
        (closed(None), RULES, ["approval.not_in_pack"]),
        (closed(is_open=True, number=2), RULES, ["approval.pack_open"]),
    ],
)
def test_an_approval_follows_the_closed_pack_and_waits_for_an_open_one(
    pack: ApprovalPack | None, rules: RuleSet, expected: list[str]
) -> None:
    found = pack_breaches(pack, "A", Decimal("500000.00"), rules)
    assert [breach.rule for breach in found] == expected


@pytest.mark.servers
async def test_the_ministers_office_sees_the_pack_and_approves_by_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.APPROVAL)
    call_id = (await way.record()).call_id
    office = way.as_ministers_office()
    assert (await office.get(f"/applications/{way.id}")).json()["pack"] is None
    await hear(way, ApprovalPackOpened(call_id=call_id, number=1, combination=3))
    waits = await office.post(way.path("approval"), {**DECISION, "decided_on": "2028-01-01"})
    assert (waits.status_code, rules_of(waits)) == (422, ["approval.in_future", "approval.pack_open"])
    funded = (FundedData(application_id=way.id, amount=Decimal("500000.00")),)
    told = ApprovalPackClosed(call_id=call_id, number=1, document="a" * 64, funded=funded, agreed=4, disagreed=1)
    await hear(way, told)
    shown = (await office.get(f"/applications/{way.id}")).json()["pack"]
    assert (shown["closed"], shown["is_open"], shown["amount"], shown["agreed"], shown["disagreed"]) == (
        1,
        False,
        "500000.00",
        4,
        1,
    )
    assert (await way.as_coordinator().get(f"/applications/{way.id}")).json()["pack"] is None
    assert (await office.post(way.path("approval"), DECISION)).status_code == 200


@pytest.mark.servers
async def test_packs_heard_out_of_order_come_to_the_same_end(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.APPROVAL)
    call_id = (await way.record()).call_id
    second = ApprovalPackClosed(call_id=call_id, number=2, document="b" * 64, funded=(), agreed=3, disagreed=0)
    for told in (
        second,
        ApprovalPackOpened(call_id=call_id, number=2, combination=4),
        second.model_copy(update={"number": 1, "agreed": 5}),
        ApprovalPackOpened(call_id=call_id, number=1, combination=3),
    ):
        await hear(way, told)
    refused = await way.as_ministers_office().post(way.path("approval"), DECISION)
    assert rules_of(refused) == ["approval.not_in_pack"]
    body = {**DECISION, "approved": False, "reason": "Bütçe yok"}
    assert (await way.as_ministers_office().post(way.path("approval"), body)).json()["stage"] == "ended"
