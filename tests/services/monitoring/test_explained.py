"""What the software decides on a grant is explained where it is told and where it is shown."""

from typing import Any

import pytest

from grants.contracts.stages import DeadlineKind
from grants.decisions import recompute
from grants.explanation import Explanation
from services.monitoring.domain import money
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, file_of, ok

pytestmark = pytest.mark.servers

LATER = {"ground": "technical", "new_end": "2033-03-01", "reason": "A machine comes late."}


async def explained(life: Life, address: str) -> Explanation:
    """The one explanation of the last event of this address, worked out again."""
    (raw,) = (await life.last(address)).data["explanations"]
    made = Explanation.model_validate(raw)
    assert recompute(made).model_dump(mode="json") == raw
    return made


async def test_every_decision_on_the_way_of_a_grant_can_be_made_again(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    accepted = await explained(life, "monitoring.report.accepted")
    assert (accepted.outcome, accepted.figures) == ("payable", {"earned": "300.00", "payable": "300.00"})
    claim = await life.claimed()
    made = await explained(life, "monitoring.claim.made")
    assert made.figures["payable"] == claim["amount"]
    one = ok(await life.coordinator.post(f"/grants/{life.id}/extensions", LATER))
    asked = await explained(life, "monitoring.extension.asked")
    ok(await life.officer.post(f"/extensions/{one['id']}/decide", {"granted": True, "reason": "Accepted."}))
    assert await explained(life, "monitoring.extension.decided") == asked
    assert (asked.outcome, asked.figures["latest_day"]) == ("allowed", "2034-02-28")
    await life.paid(claim["id"])
    await life.travel(DeadlineKind.SUPPORT_END)
    for number in range(2, 13):
        await life.accepted(number)
    settled = await life.settled()
    closed = await explained(life, "monitoring.grant.closed")
    assert (closed.outcome, closed.figures["recover"]) == ("recover", settled["to_recover"])
    page = await life.page()
    assert page["settlement"]["explanation"] == closed.model_dump(mode="json")
    shown = {one["act"]: one["explanations"] for one in page["history"] if one["explanations"]}
    assert [len(each) for each in shown.values()] == [1] * len(shown)
    assert {"monitoring.grant.closed", "monitoring.report.accepted"} <= set(shown)
    assert not [one for one in page["history"] if "explanations" in one["details"]]


async def test_a_refused_extension_is_no_decision_of_the_software(room: Room) -> None:
    life = await begun(room)
    one = ok(await life.coordinator.post(f"/grants/{life.id}/extensions", LATER))
    ok(await life.officer.post(f"/extensions/{one['id']}/decide", {"granted": False, "reason": "Not needed."}))
    assert (await life.last("monitoring.extension.decided")).data["explanations"] == []


async def test_the_page_shows_how_what_may_be_claimed_comes_about(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    shown: dict[str, Any] = (await life.page())["money"]
    assert shown["explanation"]["figures"] == {"earned": shown["earned"], "payable": shown["claimable"]}


def test_a_grant_that_spent_nothing_has_nothing_to_claim_and_says_how() -> None:
    file = file_of()
    made = money.claim_explained(file, file.grant.rules)
    assert made.outcome == "nothing"
    assert [line.allowed for line in made.steps] == ["0.00 TL", "0.00 TL", "0.00 TL", "0.00 TL", "0.00 TL"]
