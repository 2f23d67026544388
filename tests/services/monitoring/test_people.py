"""Who came is known by name: shown to those who give a task, to nobody else, and held against who is named for one."""

from uuid import uuid4

import pytest

from tests.rooms import ApiClient, Room
from tests.services.monitoring.life import Life, begun, ok, rules_of
from tests.services.monitoring.test_barred import found, hear

pytestmark = pytest.mark.servers
MEMBER, STRANGER = "1234567890", "5555555555"


@pytest.fixture
async def life(room: Room) -> Life:
    return await begun(room)


async def came(life: Life, role: str, **facts: str) -> str:
    """Somebody who signed in and saw the first page; the id."""
    person_id = f"kisi-{uuid4().hex[:12]}"
    ok(await life.room.api.as_(person_id, role, **facts).get("/tasks"))
    return person_id


async def offered(person: ApiClient, path: str) -> dict[str, str]:
    return {one["person_id"]: one["name"] for one in ok(await person.get(path))["entries"]}


async def test_who_plans_a_visit_is_shown_those_who_may_go_by_name_and_nobody_else(life: Life) -> None:
    goes, pays = await came(life, "monitoring_officer"), await came(life, "finance_officer")
    known = await offered(life.officer, "/people/for/visitor")
    assert known[goes] == goes.title()
    assert pays not in known


async def test_who_charges_an_auditor_is_shown_auditors(life: Life) -> None:
    audits, goes = await came(life, "independent_auditor"), await came(life, "monitoring_officer")
    known = await offered(life.officer, "/people/for/auditor")
    assert audits in known
    assert goes not in known


@pytest.mark.parametrize("role", ["coordinator", "consortium_member", "evaluator", "independent_auditor", "inspector"])
async def test_who_gives_no_task_is_shown_nobody(life: Life, role: str) -> None:
    person = life.room.api.as_("merakli", role)
    for path in ("/people/for/visitor", "/people/for/auditor", "/people/for/board", "/people/for/evaluator"):
        assert (await person.get(path)).status_code == 403
    names = await person.get("/people", person_id=["monitor"])
    assert names.status_code == (200 if role == "inspector" else 403)


async def test_a_task_that_is_none_and_no_id_at_all_are_said_by_field(life: Life) -> None:
    for wrong in (await life.officer.get("/people/for/minister"), await life.officer.get("/people")):
        assert wrong.status_code == 422


async def test_a_coordinator_is_shown_the_people_of_the_members_and_of_nobody_else(life: Life) -> None:
    ours = await came(life, "consortium_member", tax_number=MEMBER)
    theirs, none = await came(life, "coordinator", tax_number=STRANGER), await came(life, "coordinator")
    judges = await came(life, "evaluator", tax_number=MEMBER)
    known = await offered(life.coordinator, f"/grants/{life.id}/people")
    assert {ours, life.contract.coordinator_id} <= set(known)
    assert {theirs, none, judges}.isdisjoint(known)


async def test_only_who_may_ask_for_another_coordinator_is_shown_who_could_be_one(life: Life) -> None:
    member = life.room.api.as_("uye", "consortium_member", tax_number=MEMBER)
    for person in (member, life.officer):
        assert (await person.get(f"/grants/{life.id}/people")).status_code == 403


async def test_an_id_is_told_by_name_without_what_the_person_may_do(life: Life) -> None:
    judges = await came(life, "evaluator")
    told = ok(await life.officer.get("/people", person_id=[judges, "hic-gelmeyen"]))
    assert told == {"names": {judges: judges.title()}}


async def test_who_came_without_the_right_to_go_is_not_sent_and_who_never_came_is(life: Life) -> None:
    pays = await came(life, "finance_officer")
    wrong = await life.officer.post(f"/grants/{life.id}/visits", {"visitor_id": pays, "reason": "Gecikme."})
    assert (wrong.status_code, rules_of(wrong)) == (422, ["person.role"])
    (said,) = wrong.json()["errors"]
    assert (said["field"], pays.title() in said["message"]) == ("visitor_id", True)
    ok(await life.officer.post(f"/grants/{life.id}/visits", {"visitor_id": "yeni-gelecek", "reason": "Gecikme."}))


async def test_who_comes_for_a_party_to_the_grant_neither_visits_nor_audits_it(life: Life) -> None:
    audits = await came(life, "independent_auditor", tax_number=MEMBER)
    body = {"person_id": audits, "due_on": "2028-12-31"}
    wrong = await life.officer.post(f"/grants/{life.id}/auditor", body)
    assert (wrong.status_code, rules_of(wrong)) == (422, ["person.party"])


async def test_whom_a_conflict_of_interest_keeps_from_a_grant_is_not_sent_to_it(life: Life) -> None:
    goes = await came(life, "monitoring_officer")
    await hear(life.room, found(life.id, goes), life.id)
    wrong = await life.officer.post(f"/grants/{life.id}/visits", {"visitor_id": goes, "reason": "Gecikme."})
    assert (wrong.status_code, rules_of(wrong)) == (422, ["person.apart"])
