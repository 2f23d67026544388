"""Whom a conflict of interest keeps from a file sees nothing of its grant either, whatever the person's roles."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text

from grants.contracts.evaluation_events import ConflictDeclared, ConflictFound, ConflictWaived
from grants.contracts.event import EventData
from grants.contracts.stages import DeadlineKind
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.monitoring.domain.orders import Order, OrderedClaim, OrderStatus
from services.monitoring.events import HEARS
from services.monitoring.store import orders
from tests.rooms import ApiClient, Room
from tests.services.monitoring.life import Life, begun, ok

pytestmark = pytest.mark.servers

WHO = "tied"
ROLES = (
    "monitoring_officer",
    "ministry_officer",
    "finance_officer",
    "ministers_office",
    "independent_auditor",
    "inspector",
    "administrator",
)


async def hear(room: Room, data: EventData, about: str, *, days: int = 0) -> None:
    event = CloudEvent(
        id=new_id(),
        source="/destek/evaluation",
        type=data.type_name(),
        subject=about,
        time=room.clock.at + timedelta(days=days),
        actorid="system:workflow",
        actorrole="system",
        data=data.model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["evaluation"]))(event)


def found(about: str, who: str = WHO) -> ConflictFound:
    facts = {"application_id": about, "finding_id": "f", "person_id": who, "kind": "address", "hard": False}
    return ConflictFound.model_validate({**facts, "barred": True})


def waived(about: str) -> ConflictWaived:
    facts = {"application_id": about, "finding_id": "f", "person_id": WHO, "kind": "address", "reason": "G"}
    return ConflictWaived.model_validate({**facts, "barred": False})


async def sees(life: Life, person: ApiClient) -> tuple[int, bool, bool]:
    """Status of the page, and whether the list and the tasks name the grant."""
    page = await person.get(f"/grants/{life.id}")
    tasks = await person.get("/tasks")
    assert tasks.status_code == 200
    return page.status_code, await lists(life, person), life.id in tasks.text


async def lists(life: Life, person: ApiClient) -> bool:
    """Whether the list names the grant, on whichever page."""
    after = ""
    while True:
        answer = await person.get("/grants", limit=200, **({"after": after} if after else {}))
        assert answer.status_code == 200
        if life.id in answer.text:
            return True
        if not (after := answer.json()["after"] or ""):
            return False


async def test_whom_a_conflict_keeps_from_a_grant_neither_reads_nor_finds_nor_decides_it(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    ok(await life.file_report(1, I1="10.00"))
    tied = room.api.as_(WHO, *ROLES)
    assert await sees(life, tied) == (200, True, True)
    await hear(room, found(life.id), life.id)
    assert await sees(life, tied) == (403, False, False)
    for role in ROLES:
        assert (await room.api.as_(WHO, role).get(f"/grants/{life.id}")).status_code == 403, role
    assert (await tied.post(f"/grants/{life.id}/reports/1/accept")).status_code == 403
    assert await sees(life, room.api.as_("other", *ROLES)) == (200, True, True)
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    assert await sees(life, tied) == (403, False, False)


async def test_a_tie_known_before_there_is_a_grant_keeps_from_it_and_the_newest_word_stands(room: Room) -> None:
    about = str(uuid4())
    await hear(room, found(about), about)
    life = await begun(room, application_id=about, grant_id=about)
    tied = room.api.as_(WHO, "monitoring_officer")
    assert (await sees(life, tied))[:2] == (403, False)
    await hear(room, waived(life.id), life.id, days=2)
    await hear(room, found(life.id), life.id, days=1)
    assert (await sees(life, tied))[:2] == (200, True)


async def test_a_word_that_there_is_no_tie_bars_nobody_and_a_party_stays_a_party(room: Room) -> None:
    life = await begun(room)
    facts = {"application_id": life.id, "person_id": WHO, "tie": "none", "barred": False}
    await hear(room, ConflictDeclared.model_validate(facts), life.id)
    assert (await sees(life, room.api.as_(WHO, "inspector")))[:2] == (200, True)
    await hear(room, found(life.id, life.contract.coordinator_id), life.id)
    assert (await sees(life, life.coordinator))[:2] == (200, True)


async def test_an_order_that_pays_the_grant_is_not_shown_to_whom_is_kept_from_it(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    claim = await life.claimed()
    made = Order(
        id=new_id(),
        currency="TRY",
        account="TR330006100519786457841326",
        execute_on=date(2027, 9, 2),
        total=Decimal("300.00"),
        count=1,
        sha256="0" * 64,
        status=OrderStatus.MADE,
        made_by="other",
        made_at=room.clock.at,
    )
    line = OrderedClaim(made.id, claim["id"], life.id, made.total, made.account, "Teşebbüs", OrderStatus.MADE)
    async with room.desk.unit(system_actor("test")) as unit:
        await orders.add(unit.session, made, "<xml/>", [line])
    tied, path = room.api.as_(WHO, "finance_officer"), f"/payment-orders/{made.id}"
    assert (await tied.get(path)).status_code == 200
    assert made.id in (await tied.get("/payment-orders")).text
    await hear(room, found(life.id), life.id)
    reads = [path, f"{path}/file"]
    assert [(await tied.get(one)).status_code for one in reads] == [403, 403]
    assert (await tied.post(f"{path}/cancel", {"reason": "G"})).status_code == 403
    assert made.id not in (await tied.get("/payment-orders")).text
    assert (await room.api.as_("other", "finance_officer").get(path)).status_code == 200


async def test_totals_leave_out_the_grants_their_reader_is_kept_from_and_say_how_many(room: Room) -> None:
    who = f"tied-{new_id()}"
    tied, free = room.api.as_(who, "monitoring_officer"), room.api.as_("other", "monitoring_officer")
    known = ok(await tied.get("/indicators", programme="KDP"))
    one, two = await begun(room), await begun(room)
    for life in (one, two):
        await life.travel(DeadlineKind.PERIOD_END)
        await life.accepted(1, I1="10.00")
    await hear(room, found(one.id, who), one.id)
    kept, whole = [ok(await reader.get("/indicators", programme="KDP")) for reader in (tied, free)]
    assert (known["left_out"], kept["left_out"], whole["left_out"]) == (0, 1, 0)
    for before, with_one, with_both in zip(known["measures"], kept["measures"], whole["measures"], strict=True):
        grown = [after["reported"] - before["reported"] for after in (with_one, with_both)]
        assert grown == [1, 2], with_one["code"]
        assert with_both["trend"][-1]["reached"] - with_one["trend"][-1]["reached"] == 1
    rows = (await tied.get("/indicators.csv", programme="KDP")).text.splitlines()
    assert rows[0].split(",")[11] == "grants_left_out"
    assert {row.split(",")[11] for row in rows[1:] if '"' not in row} == {"1"}


async def test_a_years_money_says_of_how_many_grants_its_reader_is_kept_from(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    ok(await life.officer.post(f"/claims/{(await life.claimed())['id']}/approve"))
    year = (room.clock.at + timedelta(hours=3)).year
    budget = {"amount": "900000000.00", "source": "Bütçe Kanunu"}
    assert ok(await life.finance.post(f"/appropriations/kdp-2014/{year}", budget))["kept_from"] == 0
    who = f"tied-{new_id()}"
    tied = room.api.as_(who, "finance_officer")
    await hear(room, found(life.id, who), life.id)

    async def says(reader: ApiClient) -> int:
        entries = ok(await reader.get("/appropriations"))["entries"]
        return next(one["kept_from"] for one in entries if (one["programme"], one["year"]) == ("kdp-2014", year))

    assert (await says(tied), await says(life.finance)) == (1, 0)
    async with room.desk.database.transaction() as session:
        await session.execute(text("DELETE FROM appropriation WHERE year = :year"), {"year": year})
