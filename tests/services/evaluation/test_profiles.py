"""The pool of evaluators: what is known of each, who is shown it, who can be asked, and how a person is forgotten."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.services.evaluation.acts import Case, rules_of

pytestmark = pytest.mark.servers

WHO = {
    "person_id": "d1",
    "name": "Ayşe Gizli",
    "email": "ayse@gizli.example",
    "address": "Gizli Sokak 5, Ankara",
    "employer": "Gizli Mühendislik A.Ş.",
    "employer_tax_number": "5550001112",
    "degrees": ["Makine mühendisi, Gizli Üniversitesi"],
    "declared": ["5550001113"],
    "projects": [{"title": "Gizli Döküm Hattı Projesi", "partner": "Gizli Ortak A.Ş."}],
    "nace": ["28.11"],
    "topics": ["döküm"],
    "languages": ["tr", "en"],
    "load_limit": 3,
    "availability": [{"since": "2027-01-01", "until": "2027-12-31"}],
    "contracts": [{"number": "S-1", "since": "2027-01-01", "until": "2027-12-31", "fee": "1777.50"}],
}
SECRETS = ("ayse@gizli", "Gizli Sokak", "5550001112", "Gizli Üniversitesi", "5550001113", "Gizli Döküm", "1777.50")
GONE = (*SECRETS[:-1], "Ayşe Gizli", "Gizli Mühendislik")
"""What is erased; contracts and their fees are the Ministry's own records."""
IN_FULL = (*SECRETS, "Ayşe Gizli", "Gizli Mühendislik")


async def registered(case: Case, **changes: Any) -> None:
    answer = await case.administrator.post("/evaluators", {**WHO, **changes})
    assert answer.status_code == 201, answer.text


def said_in(text_shown: str, secrets: tuple[str, ...] = IN_FULL) -> list[str]:
    return [one for one in secrets if one in text_shown]


async def test_personal_data_and_fees_are_for_the_administrator_and_the_person_alone(case: Case) -> None:
    await registered(case)
    for reader in (case.administrator, case.evaluator("d1"), case.room.api.as_("d1", "evaluator", "inspector")):
        assert said_in((await reader.get("/evaluators/d1")).text) == list(IN_FULL)
    for role in ("ministry_officer", "commission_member", "inspector"):
        reader = case.room.api.as_("someone", role)
        for path in ("/evaluators/d1", "/evaluators"):
            shown = (await reader.get(path)).text
            assert said_in(shown, SECRETS) == [], (role, path)
            assert "Ayşe Gizli" in shown
    for client in (case.evaluator("d2"), case.chair, case.room.api.as_("d1", "coordinator")):
        assert (await client.get("/evaluators/d1")).status_code == 403
        assert (await client.get("/evaluators")).status_code == 403


async def test_no_event_and_no_kept_answer_carries_personal_data(case: Case) -> None:
    await registered(case)
    own = {"languages": ["tr"], "availability": [], "declared": ["5550001119"]}
    assert (await case.evaluator("d1").post("/evaluators/d1/profile", own)).status_code == 200
    broken = f"person_id,name,employer_tax_number,email\nd1,{WHO['name']},5550001112x,ayse@gizli@gizli\n"
    assert (await case.administrator.post("/evaluators/import", {"csv": broken})).status_code == 422
    await case.administrator.post("/evaluators/d1/erasure", {"reason": "Ayşe Gizli istedi"})
    told = json.dumps([event.data for event in await case.room.told()], ensure_ascii=False)
    assert said_in(told) == []
    async with case.room.desk.database.transaction() as session:
        kept = "\n".join((await session.scalars(text("SELECT body FROM answers"))).all())
    assert said_in(kept) == []
    assert "5550001119" not in told + kept


async def test_an_evaluator_changes_availability_languages_and_ties_of_the_own_profile_and_nothing_else(
    case: Case,
) -> None:
    await registered(case)
    own = {
        "languages": ["de"],
        "availability": [{"since": "2027-05-01", "until": "2027-05-02"}],
        "declared": ["1000000001"],
    }
    path = "/evaluators/d1/profile"
    for client in (case.evaluator("d2"), case.administrator, case.officer):
        assert (await client.post(path, own)).status_code == 403
    assert (await case.evaluator("d1").post(path, {**own, "load_limit": 9})).status_code == 422
    for _ in range(2):
        assert (await case.evaluator("d1").post(path, own)).status_code == 200
    shown = (await case.evaluator("d1").get("/evaluators/d1")).json()
    assert (shown["languages"], shown["availability"]) == (["de"], own["availability"])
    assert shown["personal"]["declared"] == ["1000000001"]
    assert shown["personal"]["name"] == "Ayşe Gizli"
    assert shown["contracts"][0]["number"] == "S-1"
    assert (await case.room.told_types("d1")).count("evaluation.evaluator.changed.v1") == 1


async def test_someone_who_is_not_registered_has_no_profile(case: Case) -> None:
    own = {"languages": [], "availability": [], "declared": []}
    assert (await case.evaluator("d9").get("/evaluators/d9")).status_code == 404
    assert (await case.evaluator("d9").post("/evaluators/d9/profile", own)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"availability": []}, True),
        ({"availability": [{"since": "2027-03-01", "until": "2027-03-01"}]}, True),
        ({"availability": [{"since": "2027-03-02", "until": "2027-12-31"}]}, False),
        ({"availability": [{"since": "2027-01-01", "until": "2027-02-28"}]}, False),
        ({"load_limit": 0}, False),
        ({"load_limit": 1}, True),
        ({"contracts": []}, True),
        ({"contracts": [{"number": "S-1", "since": "2027-01-01", "until": "2027-03-01", "fee": "1"}]}, True),
        ({"contracts": [{"number": "S-1", "since": "2027-01-01", "until": "2027-02-28", "fee": "1"}]}, False),
        ({"contracts": [{"number": "S-1", "since": "2027-03-02", "until": "2027-12-31", "fee": "1"}]}, False),
    ],
)
async def test_only_who_can_be_asked_on_the_day_is_asked(case: Case, changes: dict[str, Any], asked: bool) -> None:  # noqa: FBT001 - a table
    await registered(case, **changes)
    application = await case.admit(await case.publish())
    await case.open(application)
    assert [one["evaluator_id"] for one in await case.evaluators(application)] == (["d1"] if asked else [])
    by_hand = await case.officer.post(f"/applications/{application}/assignments", {"evaluator_id": "d1"})
    refused = 404 if changes == {"active": False} else 422
    assert by_hand.status_code == (409 if asked else refused), by_hand.text


async def test_nobody_is_asked_beyond_the_own_limit_even_when_two_files_open_at_once(case: Case) -> None:
    await registered(case, load_limit=1)
    call = await case.publish()
    files = [await case.admit(call) for _ in range(4)]
    await asyncio.gather(*(case.open(one) for one in files))
    asked = [one for file in files for one in await case.evaluators(file)]
    assert len(asked) == 1


async def test_how_a_person_kept_the_dates_is_counted_from_the_assignments(case: Case) -> None:
    for person_id in ("d1", "d2"):
        await case.register(person_id)
    call = await case.publish()
    scored, refused, tied, forgotten, waiting = [await case.admit(call) for _ in range(5)]
    await case.open(scored)
    await case.answer(scored, "d1")
    case.room.clock.forward(days=10)
    await case.assess(scored, "d1", "70")
    for file in (refused, tied, forgotten):
        await case.open(file)
    await case.answer(refused, "d1", accept=False)
    await case.answer(tied, "d1", accept=False, conflict=True)
    case.room.clock.forward(days=30)
    await case.advance(forgotten)
    await case.open(waiting)
    kept = (await case.officer.get("/evaluators/d1")).json()["timeliness"]
    assert kept == {
        "invited": 5,
        "accepted": 1,
        "declined": 1,
        "conflicts": 1,
        "lapsed": 1,
        "submitted": 1,
        "under_way": 1,
        "days_early": "11.6",
    }
    everyone = (await case.officer.get("/evaluators")).json()
    listed = {one["person_id"]: one["timeliness"] for one in everyone}
    named = (await case.officer.get("/evaluators", q=everyone[0]["name"].lower())).json()
    assert everyone[0] in named
    assert (await case.officer.get("/evaluators", q="böyle biri yok")).json() == []
    assert listed["d1"] == kept
    assert listed["d2"]["submitted"] == 0
    assert listed["d2"]["days_early"] is None


async def test_who_is_of_the_pool_is_not_told_what_lies_with_the_others_whatever_other_role(staffed: Case) -> None:
    await staffed.open(await staffed.admit(await staffed.publish()))
    both = staffed.room.api.as_("d1", "evaluator", "ministry_officer", "administrator")
    assert {one["timeliness"] for one in (await both.get("/evaluators")).json()} == {None}
    assert (await both.get("/evaluators/d2")).json()["timeliness"] is None
    assert (await both.get("/evaluators/d1")).json()["timeliness"]["invited"] == 1


async def test_a_contract_shows_its_files_and_what_is_due_for_them(case: Case) -> None:
    first = {"number": "S-1", "since": "2027-01-01", "until": "2027-03-05", "fee": "1500.00"}
    second = {"number": "S-2", "since": "2027-03-06", "until": "2027-12-31", "fee": "2000.00"}
    await registered(case, contracts=[first])
    await registered(case, contracts=[second])
    call = await case.publish()
    for _ in range(2):
        application = await case.admit(call)
        await case.open(application)
        await case.assess(application, "d1", "70")
        case.room.clock.forward(days=5)
    shown = (await case.evaluator("d1").get("/evaluators/d1")).json()["contracts"]
    assert [(one["number"], one["files"], one["due"]) for one in shown] == [
        ("S-1", 1, "1500.00"),
        ("S-2", 1, "2000.00"),
    ]
    again = await case.administrator.post("/evaluators", {**WHO, "contracts": [first, first]})
    assert rules_of(again) == ["evaluator.contract_twice"]


async def test_who_a_person_is_can_be_erased_and_everything_recorded_stays(staffed: Case) -> None:
    call = await staffed.publish()
    await registered(staffed)
    application = await staffed.passed(call)
    path = "/evaluators/d1/erasure"
    for client in (staffed.officer, staffed.evaluator("d1"), staffed.inspector):
        assert (await client.post(path, {"reason": "G"})).status_code == 403
    assert rules_of(await staffed.administrator.post(path, {})) == ["evaluator.erasure_reason"]
    for _ in range(2):
        assert (await staffed.administrator.post(path, {"reason": "Kişinin isteği"})).status_code == 200
    assert (await staffed.room.told_types("d1")).count("evaluation.evaluator.erased.v1") == 1
    shown = (await staffed.administrator.get("/evaluators/d1")).json()
    assert (shown["name"], shown["erased"], shown["active"], shown["personal"]) == ("", True, False, None)
    for client in (staffed.administrator, staffed.officer, staffed.evaluator("d1")):
        for reading in ("/evaluators", "/evaluators/d1", f"/applications/{application}/pre-evaluation"):
            assert said_in((await client.get(reading)).text, GONE) == [], reading
    evaluated = await staffed.evaluators(application)
    assert {(one["evaluator_id"], one["evaluator_name"], one["total"]) for one in evaluated} >= {("d1", "", "75")}
    async with staffed.room.desk.database.transaction() as session:
        tables = (await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))).all()
        rows = [str((await session.execute(text(f'SELECT * FROM "{one}"'))).all()) for one in tables]  # noqa: S608 - names from the catalogue
    assert said_in("\n".join(rows), GONE) == []


async def test_an_erased_person_is_asked_no_more_and_never_registered_again(case: Case) -> None:
    await registered(case)
    await case.administrator.post("/evaluators/d1/erasure", {"reason": "G"})
    application = await case.admit(await case.publish())
    await case.open(application)
    assert await case.evaluators(application) == []
    assert (await case.administrator.post("/evaluators", WHO)).status_code == 409
    loaded = await case.administrator.post("/evaluators/import", {"csv": "person_id,name\nd1,D\n"})
    assert loaded.status_code == 409
    own = {"languages": [], "availability": [], "declared": []}
    assert (await case.evaluator("d1").post("/evaluators/d1/profile", own)).status_code == 409


async def test_who_sat_on_a_board_can_be_erased_once_it_has_decided_and_what_was_recorded_stays(staffed: Case) -> None:
    secret, path = ("Üye Gizli", "9876543210"), "/evaluators/k2/erasure"
    call = await staffed.publish()
    application = await staffed.passed(call)
    await staffed.appoint(call, k2={"name": secret[0], "employer_tax_number": secret[1]})
    await staffed.convene(call, [application])
    await staffed.attend(call)
    refused = await staffed.administrator.post(path, {"reason": "Kişinin isteği"})
    assert (refused.status_code, rules_of(refused)) == (409, ["evaluator.sits_on_board"])
    await staffed.score_all(call, application, 30)
    assert (await staffed.conclude(call)).status_code == 200
    assert (await staffed.officer.post(path, {"reason": "G"})).status_code == 403
    before = (await staffed.officer.get(f"/calls/{call}/committee")).json()
    for _ in range(2):
        assert (await staffed.administrator.post(path, {"reason": "Kişinin isteği"})).status_code == 200
    assert (await staffed.room.told_types("k2")).count("evaluation.evaluator.erased.v1") == 1
    shown = await staffed.officer.get(f"/calls/{call}/committee")
    assert said_in(shown.text, secret) == []
    others = [one for one in before["members"] if one["person_id"] != "k2"]
    assert [one for one in shown.json()["members"] if one["person_id"] != "k2"] == others
    (mine,) = [one for one in shown.json()["members"] if one["person_id"] == "k2"]
    assert (mine["name"], mine["seat"]) == ("", "full")
    async with staffed.room.desk.database.transaction() as session:
        query = text("SELECT name, employer_tax_number FROM committee_member WHERE person_id = 'k2'")
        assert (await session.execute(query)).all() == [("", None)]
        scored = text("SELECT score FROM committee_score WHERE person_id = 'k2'")
        assert (await session.scalars(scored)).all() == [30]
    assert (await staffed.administrator.post("/evaluators/nobody/erasure", {"reason": "G"})).status_code == 404


async def test_nobody_is_erased_while_a_file_lies_open_with_the_person(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    refused = await staffed.administrator.post("/evaluators/d1/erasure", {"reason": "G"})
    assert refused.status_code == 409
    assert rules_of(refused) == ["evaluator.has_open_files"]
    await staffed.answer(application, "d1", accept=False)
    assert (await staffed.administrator.post("/evaluators/d1/erasure", {"reason": "G"})).status_code == 200


async def test_asked_and_erased_at_the_same_moment_one_of_the_two_happens(case: Case) -> None:
    call = await case.publish()
    for number in range(6):
        person_id = f"x{number}"
        await case.register(person_id)
        application = await case.admit(call)
        erased, _ = await asyncio.gather(
            case.administrator.post(f"/evaluators/{person_id}/erasure", {"reason": "G"}), case.open(application)
        )
        asked = [one["evaluator_id"] for one in await case.evaluators(application)]
        assert (erased.status_code, asked) in ((200, []), (409, [person_id]))
        if asked:
            await case.answer(application, person_id, accept=False)
            await case.administrator.post(f"/evaluators/{person_id}/erasure", {"reason": "G"})
