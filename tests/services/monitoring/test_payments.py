"""Payment orders and the bank's answers over HTTP: a claim is paid once, whatever is tried."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import fromstring

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grants.calendar import istanbul_day
from grants.contracts.stages import DeadlineKind
from services.monitoring.domain.pain001 import NAMESPACE, end_to_end
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok, rules_of
from tests.services.monitoring.statements import MINISTRY, PAYEE, entry, statement

pytestmark = pytest.mark.servers


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant with 225 lira claimed and approved, and a confirmed account."""
    life = await begun(room)
    await with_account(life)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00", I2="200.00")
    return life


def today_of(life: Life) -> date:
    return istanbul_day(life.room.clock.at)


async def with_account(life: Life) -> None:
    account = ok(await life.coordinator.post(f"/grants/{life.id}/account", {"iban": PAYEE, "holder": "Temiz\tA.Ş."}))
    ok(await life.finance.post(f"/accounts/{account['id']}/confirm"))


async def approved(life: Life) -> str:
    claim = await life.claimed()
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    return str(claim["id"])


def asked(life: Life, claims: Sequence[str]) -> dict[str, Any]:
    return {"claims": list(claims), "account": MINISTRY, "execute_on": today_of(life).isoformat()}


async def ordered(life: Life, *claims: str, key: str | None = None) -> httpx.Response:
    return await life.finance.post("/payment-orders", asked(life, claims), key=key)


async def told_by_bank(life: Life, *entries: str) -> list[dict[str, Any]]:
    answer = ok(await life.finance.post("/bank-statements", {"statement": statement(*entries)}))
    lines: list[dict[str, Any]] = answer["entries"][0]["lines"]
    return lines


async def written(room: Room, query: str, **values: Any) -> Any:
    async with room.desk.database.transaction() as session:
        return (await session.execute(text(query), values)).scalar()


async def test_an_approved_claim_is_ordered_and_paid_by_what_the_bank_tells(life: Life) -> None:
    claim = await approved(life)
    order = ok(await ordered(life, claim))
    assert (order["total"], order["count"], order["status"]) == ("225.00", 1, "made")
    file = await life.finance.get(f"/payment-orders/{order['id']}/file")
    name = fromstring(file.text).find(f".//{{{NAMESPACE}}}EndToEndId")  # noqa: S314 - our own file
    assert name is not None
    assert name.text == end_to_end(claim)
    (line,) = await told_by_bank(life, entry("B1", "225.00", str(name.text), today_of(life)))
    assert (line["outcome"], line["document"]) == ("paid", claim)
    page = await life.page()
    assert (page["money"]["paid"], page["claims"][0]["status"]) == ("225.00", "paid")
    assert ok(await life.finance.get(f"/payment-orders/{order['id']}"))["status"] == "booked"
    for status, is_there in (("booked", True), ("made", False), ("cancelled", False)):
        listed = ok(await life.finance.get("/payment-orders", limit=200, status=status))["entries"]
        assert {one["status"] for one in listed} <= {status}
        assert (order["id"] in {one["id"] for one in listed}) is is_there
    books = ok(await life.officer.get(f"/grants/{life.id}/ledger"))
    assert {name: amount for name, amount in books["balances"].items() if amount != "0.00"} == {
        "commitment": "1775.00",
        "undertaking": "-1775.00",
        "cost": "225.00",
        "paid": "-225.00",
    }
    assert [one["act"] for one in books["entries"]] == ["approved", "owed", "owed", "paid"]


async def test_no_retry_double_click_replay_or_second_person_pays_a_claim_twice(life: Life) -> None:
    claim = await approved(life)
    first, again = await ordered(life, claim, key="one click"), await ordered(life, claim, key="one click")
    assert ok(first) == ok(again)
    other = await ordered(life, claim)
    assert (other.status_code, rules_of(other)) == (409, ["claim_stage.ordered"])
    by_hand = await life.finance.post(f"/claims/{claim}/pay", life.payment())
    assert (by_hand.status_code, rules_of(by_hand)) == (409, ["claim_stage.ordered"])
    paid = entry("R1", "225.00", end_to_end(claim), today_of(life))
    outcomes = [(await told_by_bank(life, paid))[0]["outcome"] for _ in range(2)]
    outcomes += [line["outcome"] for line in await told_by_bank(life, paid, paid.replace("R1", "R2"))]
    assert outcomes == ["paid", "known", "known", "duplicate"]
    late = await life.finance.post(f"/claims/{claim}/pay", life.payment())
    assert (late.status_code, rules_of(late)) == (409, ["claim.paid_before"])
    assert (await life.told()).count("monitoring.claim.paid") == 1
    assert (await life.page())["money"]["paid"] == "225.00"


async def test_orders_and_statements_at_the_same_moment_pay_once(life: Life) -> None:
    claim = await approved(life)
    answers = await asyncio.gather(*(ordered(life, claim) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    told = statement(entry("C1", "225.00", end_to_end(claim), today_of(life)))
    read = await asyncio.gather(*(life.finance.post("/bank-statements", {"statement": told}) for _ in range(3)))
    assert sorted(ok(one)["entries"][0]["lines"][0]["outcome"] for one in read) == ["known", "known", "paid"]
    assert await written(life.room, "SELECT count(*) FROM payment WHERE claim_id = :claim", claim=claim) == 1


async def test_the_database_itself_refuses_a_second_payment_and_any_change_of_what_was_written(life: Life) -> None:
    claim = await approved(life)
    order = ok(await ordered(life, claim))
    await told_by_bank(life, entry("D1", "225.00", end_to_end(claim), today_of(life)))
    ids = {"claim": claim, "order": order["id"]}
    for forbidden in (
        "INSERT INTO payment SELECT * FROM payment WHERE claim_id = :claim",
        "UPDATE payment SET amount = 1 WHERE claim_id = :claim",
        "DELETE FROM payment WHERE claim_id = :claim",
        "UPDATE claim SET status = 'approved', paid_on = NULL WHERE id = :claim",
        "UPDATE ledger_entry SET amount = amount + 1 WHERE document = :claim",
        "DELETE FROM ledger_entry WHERE document = :claim",
        "UPDATE ledger_entry SET credit = debit WHERE document = :claim",
        "UPDATE payment_order SET content = '' WHERE id = :order",
        "DELETE FROM bank_line WHERE document = :claim",
        "INSERT INTO ordered_claim SELECT * FROM ordered_claim WHERE claim_id = :claim",
    ):
        with pytest.raises(DBAPIError):
            await written(life.room, forbidden, **{name: ids[name] for name in ids if f":{name}" in forbidden})


async def test_what_does_not_fit_is_named_line_by_line_and_the_rest_is_paid(life: Life) -> None:
    claim, today = await approved(life), today_of(life)
    ok(await ordered(life, claim))
    name = end_to_end(claim)
    lines = await told_by_bank(
        life,
        entry("E1", "224.99", name, today),
        entry("E2", "225.00", name, today, currency="USD"),
        entry("E3", "225.00", "0" * 32, today),
        entry("E4", "225.00", "what we never sent", today),
        entry("", "225.00", name, today),
        entry("E5", "225.00", name, today, status="PDNG"),
        entry("E6", "225.00", name, today, direction="CRDT"),
        entry("E7", "225.00", name, today),
        entry("E7", "1.00", name, today),
    )
    assert [line["outcome"] for line in lines] == [
        *("amount", "currency", "unknown", "unknown", "no_reference", "pending", "returned", "paid", "amount"),
    ]
    assert lines[0]["expected"] == "225.00"
    other = statement(entry("F1", "225.00", name, today), account=PAYEE)
    assert ok(await life.finance.post("/bank-statements", {"statement": other}))["entries"][0]["lines"][0]["outcome"]


async def test_an_order_is_refused_with_every_claim_that_cannot_be_paid(life: Life) -> None:
    claim = await approved(life)
    bare = await begun(life.room)
    await bare.travel(DeadlineKind.PERIOD_END)
    await bare.accepted(1, I1="100.00")
    without, unapproved = await approved(bare), "none"
    answer = await ordered(life, claim, without)
    assert (answer.status_code, rules_of(answer)) == (409, ["order.no_account"])
    assert answer.json()["errors"][0]["field"] == f"claims[{without}]"
    assert rules_of(await ordered(life, claim, unapproved)) == ["order.claim_unknown"]
    assert (await life.page())["claims"][0]["status"] == "approved"
    both = life.room.api.as_("monitor", "finance_officer")
    answer = await both.post("/payment-orders", asked(life, [claim]))
    assert (answer.status_code, rules_of(answer)) == (409, ["claim.four_eyes"])
    wrong = {**asked(life, [claim]), "account": "TR00", "execute_on": "2020-01-01"}
    assert (await life.finance.post("/payment-orders", wrong)).status_code == 422
    for person in (life.coordinator, life.officer):
        assert (await person.post("/payment-orders", asked(life, [claim]))).status_code == 403
        assert (await person.post("/bank-statements", {"statement": statement()})).status_code == 403
        assert (await person.get("/payment-orders")).status_code == 403


async def test_an_order_is_cancelled_by_another_and_its_claims_can_be_ordered_anew(life: Life) -> None:
    claim = await approved(life)
    order = ok(await ordered(life, claim))
    alone = await life.finance.post(f"/payment-orders/{order['id']}/cancel", {"reason": "Yanlış hesap"})
    assert (alone.status_code, rules_of(alone)) == (403, ["order.four_eyes"])
    other = life.room.api.as_("finance-2", "finance_officer")
    cancelled = ok(await other.post(f"/payment-orders/{order['id']}/cancel", {"reason": "Yanlış hesap"}))
    assert (cancelled["status"], cancelled["claims"][0]["status"]) == ("cancelled", "cancelled")
    (line,) = await told_by_bank(life, entry("G1", "225.00", end_to_end(claim), today_of(life)))
    assert line["outcome"] == "cancelled"
    assert ok(await ordered(life, claim))["id"] != order["id"]
    again = await other.post(f"/payment-orders/{order['id']}/cancel", {"reason": "Bir daha"})
    assert (again.status_code, rules_of(again)) == (409, ["order_stage.cancelled"])


async def test_an_account_is_confirmed_by_another_and_only_the_newest(life: Life) -> None:
    wrong = await life.coordinator.post(f"/grants/{life.id}/account", {"iban": f"{PAYEE[:-1]}1", "holder": "A"})
    assert (wrong.status_code, rules_of(wrong)) == (422, ["account.iban"])
    first, second = [
        ok(await life.coordinator.post(f"/grants/{life.id}/account", {"iban": one, "holder": "A"}))["id"]
        for one in (PAYEE, MINISTRY)
    ]
    old = await life.finance.post(f"/accounts/{first}/confirm")
    assert (old.status_code, rules_of(old)) == (409, ["account.confirmed"])
    ok(await life.finance.post(f"/accounts/{second}/confirm"))
    order = ok(await ordered(life, await approved(life)))
    assert order["claims"][0]["iban"] == MINISTRY


async def test_who_took_the_file_is_told_and_it_is_as_it_was_made(life: Life) -> None:
    order = ok(await ordered(life, await approved(life)))
    texts = {(await life.finance.get(f"/payment-orders/{order['id']}/file")).text for _ in range(2)}
    assert len(texts) == 1
    told = [kind for kind in await life.room.told_types(order["id"]) if "payment_order" in kind]
    assert told == [f"monitoring.payment_order.{act}.v1" for act in ("made", "downloaded", "downloaded")]
    listed = ok(await life.finance.get("/payment-orders", limit=1))["entries"]
    assert listed[0]["id"] == order["id"]


async def test_an_appropriation_warns_before_it_is_used_and_stops_what_would_pass_it(life: Life) -> None:
    year = today_of(life).year
    path, used = (
        f"/appropriations/kdp-2014/{year}",
        "SELECT coalesce(sum(amount), 0) FROM budget_charge WHERE year = :y",
    )
    whole = await written(life.room, used, y=year) + Decimal("230.00")
    budget = {"amount": f"{whole:.2f}", "source": "Bütçe Kanunu"}
    recorded = ok(await life.finance.post(path, budget))
    assert recorded["left"] == "230.00"
    await approved(life)
    low = [
        task
        for task in ok(await life.finance.get("/tasks", limit=200))["entries"]
        if task["kind"] == "appropriation.low"
    ]
    assert low[0]["grant_id"] == life.id
    assert (await life.told())[-1] == "monitoring.appropriation.warned"
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(2, I1="10.00")
    if today_of(life).year == year:
        claim = await life.claimed()
        answer = await life.officer.post(f"/claims/{claim['id']}/approve")
        assert (answer.status_code, rules_of(answer)) == (422, ["appropriation.exceeded"])
    less = await life.finance.post(path, {**budget, "amount": "1.00"})
    assert (less.status_code, rules_of(less)) == (422, ["appropriation.used"])
    await written(life.room, "DELETE FROM appropriation RETURNING 1")


async def test_above_the_limit_a_second_person_approves(room: Room) -> None:
    plan = (await begun(room)).contract.plan
    plan["packages"][0]["items"] = [
        {**item, "cost": f"{item['cost'][:-3]}000.00", "grant": f"{item['grant'][:-3]}000.00"}
        for item in [dict(one, cost="16000.00", grant="8000.00") for one in plan["packages"][0]["items"]]
    ]
    life = await begun(room, plan=plan, total=Decimal(32_000_000), approved=Decimal(16_000_000))
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="8000000.00")
    claim = await life.claimed()
    assert claim["amount"] == "6000000.00"
    assert ok(await life.officer.post(f"/claims/{claim['id']}/approve"))["status"] == "seconded"
    early = await life.finance.post(f"/claims/{claim['id']}/pay", life.payment())
    assert (early.status_code, rules_of(early)) == (409, ["claim_stage.seconded"])
    same = room.api.as_("monitor", "ministry_officer")
    answer = await same.post(f"/claims/{claim['id']}/countersign")
    assert (answer.status_code, rules_of(answer)) == (403, ["claim.four_eyes"])
    officer = room.api.as_("officer", "ministry_officer")
    assert claim["id"] in [task["part"] for task in ok(await officer.get("/tasks", limit=200))["entries"]]
    assert ok(await officer.post(f"/claims/{claim['id']}/countersign"))["status"] == "approved"
    ok(await life.finance.post(f"/claims/{claim['id']}/pay", life.payment()))


async def test_what_is_taken_back_comes_in_by_the_bank_and_late_instalments_are_told(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.SUPPORT_END)
    for number in range(1, 11):
        await life.accepted(number, **({"I1": "400.00"} if number == 1 else {}))
    await life.paid((await life.claimed())["id"])
    await life.settled()
    many = await life.finance.post(f"/grants/{life.id}/recovery/plan", {"instalments": 2})
    assert (many.status_code, rules_of(many)) == (422, ["recovery.instalments"])
    plan = ok(await life.finance.post(f"/grants/{life.id}/recovery/plan", {"instalments": 1}))
    assert [one["amount"] for one in plan["instalments"]] == ["100.00"]
    await life.travel(DeadlineKind.RECOVERY_REMINDER)
    reminded = (await life.last("monitoring.recovery.reminded")).data
    assert (reminded["number"], reminded["amount"]) == (1, "100.00")
    await life.travel(DeadlineKind.RECOVERY_DUE)
    assert (await life.told())[-1] == "monitoring.recovery.late"
    assert "recovery.late" in {task["kind"] for task in ok(await life.finance.get("/tasks", limit=200))["entries"]}
    life.room.clock.at += timedelta(days=42)
    today = today_of(life)
    paid = entry("H1", "60.00", "", today, direction="CRDT", about=f"İade {plan['reference']}")
    assert [line["outcome"] for line in await told_by_bank(life, paid, paid)] == ["received", "known"]
    rest = {"amount": "41.80", "received_on": today.isoformat(), "reference": "H2"}
    much = await life.finance.post(f"/grants/{life.id}/recovery/receipts", {**rest, "amount": "1000.00"})
    assert (much.status_code, rules_of(much)) == (422, ["recovery.above_owed"])
    for _ in range(2):
        recovery = ok(await life.finance.post(f"/grants/{life.id}/recovery/receipts", rest))
    assert (recovery["owed"], recovery["status"]) == ("0.00", "paid"), recovery
    for other in ({"amount": "41.79"}, {"received_on": (today - timedelta(days=1)).isoformat()}):
        unlike = await life.finance.post(f"/grants/{life.id}/recovery/receipts", {**rest, **other})
        assert (unlike.status_code, rules_of(unlike)) == (422, ["recovery.twice"]), "not lost under a known number"
    assert [(one["interest"], one["principal"]) for one in recovery["receipts"]] == [
        ("1.80", "58.20"),
        ("0.00", "41.80"),
    ]
    balances = ok(await life.officer.get(f"/grants/{life.id}/ledger"))["balances"]
    assert (balances["recoverable"], balances["recovered"], balances["interest"]) == ("0.00", "101.80", "-1.80")


async def test_a_guarantee_is_warned_of_before_it_ends_and_its_end_is_told(life: Life) -> None:
    until = today_of(life) + timedelta(days=45)
    paper = {"reference": "M-1", "issuer": "Banka", "amount": "500.00", "valid_until": until.isoformat()}
    held = ok(await life.finance.post(f"/grants/{life.id}/guarantees", paper))
    await life.travel(DeadlineKind.GUARANTEE_REMINDER)
    warned = await life.last("monitoring.guarantee.warned")
    assert warned.data["guarantee_id"] == held["id"]
    assert istanbul_day(life.room.clock.at) == until + timedelta(days=1 - 30)
    await life.travel(DeadlineKind.GUARANTEE_END)
    ended = await life.last("monitoring.guarantee.ended")
    assert (ended.data["uncovered"], ended.data["explanations"][0]["outcome"]) == ("0.00", "guarantee_ended")
    (guarantee,) = (await life.page())["funds"]["guarantees"]
    assert guarantee["status"] == "ended"
    late = await life.finance.post(f"/guarantees/{held['id']}/return")
    assert late.status_code == 409
