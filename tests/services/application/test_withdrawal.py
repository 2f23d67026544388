"""Withdrawal: at any stage before the contract, and never after the end."""

import asyncio

import pytest

from grants.contracts.stages import Outcome, Stage
from tests.conftest import OpenRoom
from tests.services.application.way import at, rules_of

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ENDED])
async def test_the_coordinator_withdraws_from_every_stage(room_of: OpenRoom, stage: Stage) -> None:
    way = await at(room_of, stage)
    answer = await way.as_coordinator().post(way.path("withdraw"), {"reason": "Ortaklar ayrıldı"})
    assert (answer.json()["stage"], answer.json()["outcome"], answer.json()["due_at"]) == ("ended", "withdrawn", None)
    told = await way.last("application.application.ended")
    assert (told["outcome"], told["stage"], told["reason"]) == ("withdrawn", stage, "Ortaklar ayrıldı")
    again = await way.as_coordinator().post(way.path("withdraw"), {"reason": "Yine"})
    assert (again.status_code, rules_of(again)) == (409, ["wrong_stage.ended"])


async def test_a_concluded_contract_cannot_be_withdrawn_from(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    await way.as_officer().post(way.path("contract/sign"))
    sign, withdraw = await asyncio.gather(
        way.as_coordinator().post(way.path("contract/sign")),
        way.as_coordinator().post(way.path("withdraw"), {"reason": "Vazgeçtik"}),
    )
    assert sorted((sign.status_code, withdraw.status_code)) == [200, 409]
    outcome = Outcome.CONTRACTED if sign.status_code == 200 else Outcome.WITHDRAWN
    assert (await way.record()).outcome is outcome
    told = await way.told()
    assert ("application.contract.concluded" in told) == (outcome is Outcome.CONTRACTED)
    assert told.count("application.application.ended") == 1
