"""Money that is to come back and guarantees that run out wait for the finance officer, each until its last day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok

pytestmark = pytest.mark.servers

ANOTHER = """
    INSERT INTO instalment (grant_id, number, recovery_id, amount, due_on)
    SELECT grant_id, 2, recovery_id, 40, due_on + 31 FROM instalment WHERE grant_id = :id
"""
"""No regime lets more than one be agreed on so far."""


async def waiting(life: Life, *kinds: str) -> list[dict[str, Any]]:
    """What waits of these kinds for the finance officer in this grant."""
    tasks = ok(await life.finance.get("/tasks", limit=200))["entries"]
    return [one for one in tasks if one["kind"] in kinds and one["grant_id"] == life.id]


def after(day: date) -> datetime:
    """The first moment after a day."""
    return start_of(day + timedelta(days=1))


async def test_what_is_to_come_back_waits_from_the_order_until_it_has_come_in(room: Room) -> None:
    life = await begun(room)
    recoveries = ("recovery.open", "recovery.late")
    await life.travel(DeadlineKind.SUPPORT_END)
    for number in range(1, 11):
        await life.accepted(number, **({"I1": "400.00"} if number == 1 else {}))
    await life.paid((await life.claimed())["id"])
    assert await waiting(life, *recoveries) == []
    await life.settled()
    (back,) = (await life.page())["funds"]["recoveries"]
    (ordered,) = await waiting(life, *recoveries)
    assert (ordered["kind"], ordered["part"], ordered["amount"]) == ("recovery.open", back["id"], "100.00")
    (instalment,) = back["instalments"]
    due = after(date.fromisoformat(instalment["due_on"]))
    assert datetime.fromisoformat(ordered["due_at"]) == due, "with the last day of what is not covered"
    await life.travel(DeadlineKind.RECOVERY_DUE)
    (late,) = await waiting(life, *recoveries)
    assert (late["kind"], datetime.fromisoformat(late["due_at"])) == ("recovery.late", due)
    (back,) = (await life.page())["funds"]["recoveries"]
    came = {"amount": back["owed"], "received_on": istanbul_day(life.room.clock.at).isoformat(), "reference": "H1"}
    ok(await life.finance.post(f"/grants/{life.id}/recovery/receipts", came))
    assert await waiting(life, *recoveries) == []


async def test_a_guarantee_waits_from_its_warning_to_its_last_day(room: Room) -> None:
    life = await begun(room)
    until = istanbul_day(life.room.clock.at) + timedelta(days=45)
    paper = {"reference": "M-1", "issuer": "Banka", "amount": "500.00", "valid_until": until.isoformat()}
    held = ok(await life.finance.post(f"/grants/{life.id}/guarantees", paper))
    assert await waiting(life, "guarantee.end") == []
    await life.travel(DeadlineKind.GUARANTEE_REMINDER)
    (ends,) = await waiting(life, "guarantee.end")
    assert (ends["part"], ends["amount"]) == (held["id"], "500.00")
    assert datetime.fromisoformat(ends["due_at"]) == after(until)
    await life.travel(DeadlineKind.GUARANTEE_END)
    assert await waiting(life, "guarantee.end") == []


async def test_of_several_instalments_the_first_that_is_not_covered_says_the_last_day(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.SUPPORT_END)
    for number in range(1, 11):
        await life.accepted(number, **({"I1": "400.00"} if number == 1 else {}))
    await life.paid((await life.claimed())["id"])
    await life.settled()
    (back,) = (await life.page())["funds"]["recoveries"]
    first = date.fromisoformat(back["instalments"][0]["due_on"])
    async with room.desk.database.transaction() as session:
        await session.execute(text("UPDATE instalment SET amount = 60 WHERE grant_id = :id"), {"id": life.id})
        await session.execute(text(ANOTHER), {"id": life.id})
    for came, due in (("59.99", first), ("0.01", first + timedelta(days=31))):
        told = {"amount": came, "received_on": istanbul_day(life.room.clock.at).isoformat(), "reference": came}
        ok(await life.finance.post(f"/grants/{life.id}/recovery/receipts", told))
        (waits,) = await waiting(life, "recovery.open")
        assert datetime.fromisoformat(waits["due_at"]) == after(due)
