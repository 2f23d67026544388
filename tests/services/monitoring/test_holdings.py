"""The tables of grants say what was told of them, and whatever is changed in them beside the room is named."""

from base64 import b64encode
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from grants.calendar import start_of
from grants.contracts.application_events import ContractConcluded
from grants.contracts.stages import DeadlineKind
from grants.proof.tables.besides import TOLD
from grants.proof.tables.book import Book
from grants.proof.tables.monitoring import HANDLERS, SHARED_HANDLERS, SHARED_TABLES, TABLES
from runtime.cloudevents import CloudEvent
from runtime.holdings import Held
from services.monitoring.domain.personal import COLUMNS
from services.monitoring.models import Row
from services.monitoring.store import holdings
from tests.every_column import unheld
from tests.grants.proof.told import book_of
from tests.rooms import Room
from tests.services.monitoring.life import INDICATORS, Life, begun, ok, report
from tests.services.monitoring.statements import entry
from tests.services.monitoring.test_after_closing import closed, paper
from tests.services.monitoring.test_barred import found, hear
from tests.services.monitoring.test_changes import ask, transfer
from tests.services.monitoring.test_milestones import scanned, with_milestones
from tests.services.monitoring.test_owed_acts import PARTS, audited, developed
from tests.services.monitoring.test_payments import ordered, told_by_bank, with_account, written
from tests.services.monitoring.test_report_lines import PDF, line
from tests.services.monitoring.test_report_lines import paper as paper_of
from tests.services.monitoring.test_risk import visited
from tests.tampering import unnoticed

pytestmark = pytest.mark.servers

OTHER = {
    "grant": "support_ends_on = support_ends_on + 1",
    "agreement": "document = 'x'",
    "plan_version": "coordinator_id = 'x'",
    "support_item": "cost = cost + 0.01",
    "change_request": "paper = 'x'",
    "change_proposal": "effect = effect || '{\"x\": 1}'",
    "indicator_evidence": "tax_number = '1'",
    "report": "due_at = due_at + interval '1 day'",
    "spending_line": "counted = counted + 0.01",
    "spending": "realised = realised + 0.01",
    "counted_paper": "parts = parts - 0.01",
    "indicator_value": "value = value + 1",
    "scan": "size = size + 1",
    "development_report": "due_at = due_at + interval '1 day'",
    "independent_audit": "until = until + 1",
    "audit_duty": "year = year + 100",
    "finding": "amount = amount + 0.01",
    "risk_assessment": "score = score - 1",
    "payment_hold": "ends_on = ends_on + 1",
    "site_visit": "visited_on = visited_on + 1",
    "visit_photograph": "taken_at = taken_at + interval '1 second'",
    "force_majeure": "starts_on = starts_on + 1",
    "extension": "new_end = new_end + 1",
    "notice": "cure_until = cure_until + interval '1 day'",
    "addendum": "signed_on = signed_on - 1",
    "obligation": "ends_on = ends_on + 1",
    "settlement": "allowed = allowed + 0.01",
    "claim": "amount = amount + 0.01",
    "payment": "amount = amount + 0.01",
    "budget_charge": "amount = amount + 0.01",
    "ordered_claim": "amount = amount + 0.01",
    "payment_order": "content = content || ' '",
    "payee_account": "iban = 'TR000000000000000000000000'",
    "guarantee": "valid_until = valid_until + 1",
    "recovery": "amount = amount + 0.01",
    "instalment": "due_on = due_on + 1",
    "receipt": "interest = interest + 0.01, principal = principal - 0.01",
    "ledger_entry": "amount = amount + 0.01",
    "history": "actor_role = 'x'",
    "barred": "barred = NOT barred",
}
"""What is changed in one row of each table, as its owner could."""
GONE = ("change_proposal", "indicator_evidence", "notice", "ledger_entry", "history", "visit_photograph")
"""Tables out of which a row is taken."""
FOUND_BY = frozenset({"grant_id"})
"""The column by which the room finds the rows of a grant: changed, the row is of another grant."""


async def running(room: Room, split: str = "", *, is_bound: bool = False) -> Life:
    """A grant of a year, with something of everything that can happen to it meanwhile. split: a paper of another.
    is_bound: whether nothing may be paid in that year any more.
    """
    life = await begun(room)
    await with_account(life)
    await hear(room, found(life.id), life.id)
    await _clocked(life)
    asked = await ask(life, transfer())
    ok(await life.officer.post(f"/changes/{asked['id']}/accept"))
    ok(await life.officer.post(f"/grants/{life.id}/audit-complaints", {"ground": "A letter."}))
    await audited(life, {"text": "Missing.", "severity": "major", "amount": "10.00", "due_on": "2027-06-20"})
    ok(await life.officer.post(f"/grants/{life.id}/findings/2/decide", {"closed": True, "reason": "Seen."}))
    bond = {"reference": "T-1", "issuer": "Bank", "amount": "50.00", "valid_until": "2030-01-01"}
    ok(await life.finance.post(f"/grants/{life.id}/guarantees", bond))
    await _reported(life, split or split_of(life))
    made = await life.claimed()
    claim, amount, today = str(made["id"]), made["amount"], (room.clock.at + timedelta(hours=3)).date()
    if is_bound:
        await _bound(life, Decimal(amount), today.year)
    ok(await life.officer.post(f"/claims/{claim}/approve"))
    ok(await ordered(life, claim))
    (line_,) = await told_by_bank(life, entry(f"B-{life.id[-6:]}", amount, claim.replace("-", ""), today))
    assert line_["outcome"] == "paid", line_
    return life


async def _bound(life: Life, amount: Decimal, year: int) -> None:
    """Of the year's money no more than this is left."""
    used = await written(life.room, "SELECT coalesce(sum(amount), 0) FROM budget_charge WHERE year = :y", y=year)
    budget = {"amount": f"{used + amount:.2f}", "source": "Bütçe Kanunu"}
    ok(await life.finance.post(f"/appropriations/kdp-2014/{year}", budget))


async def _clocked(life: Life) -> None:
    """Force majeure, an extension, a notice, a visit and a hold."""
    life.room.clock.at = start_of(date(2027, 4, 1))
    flood = {"starts_on": "2027-04-01", "ground": "flood", "evidence": "report"}
    one = ok(await life.coordinator.post(f"/grants/{life.id}/force-majeure", flood))["id"]
    ok(await life.officer.post(f"/force-majeure/{one}/decide", {"accepted": True, "reason": "seen"}))
    life.room.clock.at = start_of(date(2027, 5, 2))
    ok(await life.coordinator.post(f"/force-majeure/{one}/end", {"ended_on": "2027-05-01"}))
    later = {"ground": "technical", "new_end": "2034-03-01", "reason": "machines come late"}
    two = ok(await life.coordinator.post(f"/grants/{life.id}/extensions", later))["id"]
    ok(await life.officer.post(f"/extensions/{two}/decide", {"granted": True, "reason": "accepted"}))
    three = ok(await life.officer.post(f"/grants/{life.id}/notices", {"reason": "late", "cure_days": 30}))["id"]
    ok(await life.officer.post(f"/notices/{three}/cured"))
    ok(await life.officer.post(f"/grants/{life.id}/risk"))
    visit = ok(await life.officer.post(f"/grants/{life.id}/visits", {"visitor_id": "uzman-2", "reason": "Risk."}))
    hold = ok(await life.officer.post(f"/grants/{life.id}/holds", {"reason": "Wait."}))
    await visited(life, visit["id"])
    ok(await life.officer.post(f"/grants/{life.id}/findings/1/decide", {"closed": True, "reason": "Seen."}))
    ok(await life.officer.post(f"/holds/{hold['id']}/lift", {"reason": "Done."}))


async def _reported(life: Life, split: str) -> None:
    """A report with lines and evidence: returned, filed anew, accepted in part."""
    await life.travel(DeadlineKind.PERIOD_END)
    path, number = f"/grants/{life.id}/reports/1", f"H-{life.id[-8:]}"
    part = {**line(net="5.00", vat="0.00"), "paper": paper_of(split, total="450.00")}
    scan = {"name": "f.pdf", "media_type": "application/pdf", "content": b64encode(PDF).decode()}
    ok(await life.coordinator.post(f"/grants/{life.id}/scans", scan))
    filed = {**report(I2="200.00"), "indicators": INDICATORS, "financial": "Fine.", "lines": [line(number), part]}
    ok(await life.coordinator.post(path, filed))
    listed = {"code": "G2", "kind": "university", "name": f"ODTÜ {life.id[-6:]}"}
    ok(await life.coordinator.post(f"{path}/evidence", {"entries": [listed]}))
    ok(await life.officer.post(f"{path}/return", {"remarks": "See 1.", "lines": [{"line": 1, "remark": "Which?"}]}))
    ok(await life.coordinator.post(path, filed))
    taken = {"disallowed": [{"line": 1, "reason": "Private.", "amount": "20.00"}]}
    ok(await life.officer.post(f"{path}/accept", taken))


async def _reached(life: Life, *, confirmed: bool = False) -> None:
    """The first milestone is declared, and decided on."""
    path, scan = f"/grants/{life.id}/milestones/M1", await scanned(life)
    reached = {"reached_on": "2027-03-01", "documents": [scan], "note": "Yes."}
    ok(await life.coordinator.post(f"{path}/declare", reached))
    ok(await life.officer.post(f"{path}/{'confirm' if confirmed else 'return'}", {"remark": "Seen."}))


def split_of(life: Life) -> str:
    """The number of a paper that counts in parts, the first of them in this grant."""
    return f"P-{life.id[-8:]}"


async def _split(life: Life, number: int, paper_number: str, net: str) -> None:
    """A report with a part of it, accepted."""
    part = {**line(net=net, vat="0.00"), "paper": paper_of(paper_number, total="450.00")}
    ok(await life.coordinator.post(f"/grants/{life.id}/reports/{number}", {**report(), "lines": [part]}))
    ok(await life.officer.post(f"/grants/{life.id}/reports/{number}/accept"))


async def recovered(room: Room) -> Life:
    """A grant given up after it was paid too much: settled, taken back in part, and looked after. Its milestones were
    late, and spending that was accepted was disallowed.
    """
    life = await begun(room, plan=with_milestones(M1=1, M2=8).model_dump(mode="json"))
    await _reached(life)
    await life.travel(DeadlineKind.PERIOD_END)
    await _reached(life, confirmed=True)
    await _split(life, 1, split_of(life), "400.00")
    await life.paid((await life.claimed())["id"])
    taken = {"lines": [{"line": 1, "reason": "Private.", "amount": "10.00"}]}
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/disallow", taken))
    ok(await life.coordinator.post(f"/grants/{life.id}/withdrawal", {"reason": "given up"}))
    await _split(life, 2, split_of(life), "30.00")
    await life.settled()
    ok(await life.finance.post(f"/grants/{life.id}/recovery/plan", {"instalments": 1}))
    await life.travel(DeadlineKind.RECOVERY_DUE)
    today = (room.clock.at + timedelta(hours=3)).date().isoformat()
    came = {"amount": "50.00", "received_on": today, "reference": f"H-{life.id[-6:]}"}
    ok(await life.finance.post(f"/grants/{life.id}/recovery/receipts", came))
    ok(await life.officer.post(f"/grants/{life.id}/obligations/2/release", {"reason": "kept elsewhere"}))
    return life


async def reopened(room: Room) -> Life:
    life = await closed(room)
    ok(await life.officer.post(f"/grants/{life.id}/reopening", paper(life)))
    await life.settled()
    return life


async def reported_on(room: Room) -> Life:
    """A grant whose development report the board has decided on."""
    life = await developed(room)
    ok(await life.coordinator.post(f"/grants/{life.id}/development-reports/1", PARTS))
    return life


async def book(life: Life) -> Book:
    """What was told of the grant, its contract and its conflict by other rooms."""
    own = await life.room.told(life.id)
    conflict = own[0].model_copy(update={"type": "evaluation.conflict.found.v1", "data": found(life.id).model_dump()})
    heard = [contract_event(own[0], life.contract), *([conflict] if await _has_barred(life) else [])]
    return book_of(TABLES, HANDLERS, [*heard, *own])


async def _has_barred(life: Life) -> bool:
    async with life.room.desk.database.transaction() as session:
        return bool((await holdings.of_grant(session, life.id))["barred"])


def contract_event(like: CloudEvent, concluded: ContractConcluded) -> CloudEvent:
    return like.model_copy(update={"type": concluded.type_name(), "data": concluded.model_dump(mode="json")})


async def held_of(life: Life) -> Held:
    """What the inspector is shown."""
    tables: Held = ok(await life.room.api.as_("mufettis", "inspector").get(f"/grants/{life.id}/holdings"))["tables"]
    return tables


async def every_shared(room: Room, life: Life) -> list[tuple[str, Held]]:
    """What is of no grant, as the inspector is shown it: the order and the statement that paid a grant, and the year's
    money.
    """
    inspector, shown = room.api.as_("mufettis", "inspector"), []
    page = ok(await inspector.get("/holdings", limit=10))
    while page["entries"]:
        shown += [(one["about"], one["tables"]) for one in page["entries"]]
        page = ok(await inspector.get("/holdings", limit=10, after=shown[-1][0]))
    claims = {one["id"] for one in (await life.page())["claims"]}
    orders = {one["id"] for one in (await held_of(life))["payment_order"]}
    lines = {about for about, held in shown for one in held["bank_line"] if one["document"] in claims}
    years = {about for about, held in shown for one in held["appropriation"] if one["warned_grant"] == life.id}
    assert (len(orders), len(lines), len(years)) == (1, 1, 1)
    return [(about, held) for about, held in shown if about in orders | lines | years]


def _by_claim(held: Held) -> Held:
    """Tables whose rows are found by their claims."""
    return {name: held[name] for name in ("budget_charge", "ordered_claim")}


async def test_tables_say_what_was_told_and_every_change_beside_the_room_is_named(room: Room) -> None:
    lives, began, shared = [], room.clock.at, set[str]()
    for make in (recovered, reopened, reported_on):
        room.clock.at = began
        lives.append(await make(room))
    room.clock.at = began
    lives.append(await running(room, split_of(lives[0]), is_bound=True))
    books = [(life.id, await book(life)) for life in lives]
    seen = [(life, await held_of(life), told) for life, (_, told) in zip(lives, books, strict=True)]
    for _, held, told in seen:
        assert list(told.differences(held)) == []
    rows = {table for _, held, _ in seen for table, found_ in held.items() if found_}
    assert {*TABLES} == rows
    unsaid = set().union(*(unheld(Row.metadata, told, held, FOUND_BY) for _, held, told in seen))
    unsaid |= {name for _, held, told in seen for name in unheld(Row.metadata, told, _by_claim(held))}
    for about, held in await every_shared(room, lives[-1]):
        told = book_of(SHARED_TABLES, SHARED_HANDLERS, await room.told(about))
        assert list(told.differences(held)) == [], about
        unsaid |= unheld(Row.metadata, told, held)
        shared |= {table for table, found_ in held.items() if found_}
    assert shared == {*SHARED_TABLES}
    assert {name for name in unsaid if not name.startswith("payment_order.")} == set()
    looks = [(told, partial(holdings.of_grant, grant_id=grant_id)) for grant_id, told in books]
    assert await unnoticed(room, looks, OTHER, GONE) == []
    await written(room, "DELETE FROM appropriation RETURNING 1")


async def test_the_rows_of_a_grant_are_shown_to_the_inspector_alone(room: Room) -> None:
    life = await begun(room)
    path = f"/grants/{life.id}/holdings"
    for person in (life.coordinator, life.officer, life.finance, room.api.as_("x", "administrator")):
        assert (await person.get(path)).status_code == 403
    inspector = room.api.as_("mufettis", "inspector")
    assert (await inspector.get("/grants/yok/holdings")).status_code == 404
    assert ok(await inspector.get(path))["tables"]["grant"][0]["approved"] == "2000.00"
    for shared in ("/holdings", "/holdings/yok"):
        assert (await life.finance.get(shared)).status_code == 403
    assert (await inspector.get("/holdings/yok")).status_code == 404
    assert (await room.told(life.id, reads=True))[-1].type == "monitoring.file.read.v1"
    await hear(room, found(life.id, "mufettis"), life.id)
    assert (await inspector.get(path)).status_code == 403


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *SHARED_TABLES, *holdings.LEFT_OUT}


@pytest.mark.parametrize("table", sorted(TOLD))
def test_what_is_told_beside_an_event_is_veiled_where_it_is_personal_in_the_table(table: str) -> None:
    assert (TOLD[table].said | TOLD[table].digests).isdisjoint(COLUMNS.get(table, {}))
