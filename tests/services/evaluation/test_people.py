"""Who came is known by name: to who calls a committee or keeps the pool, and to nobody who judges or applies."""

import pytest

from tests.rooms import ApiClient
from tests.services.evaluation.acts import Case

pytestmark = pytest.mark.servers


async def came(case: Case, person_id: str, role: str) -> None:
    assert (await case.room.api.as_(person_id, role).get("/tasks")).status_code == 200


async def offered(person: ApiClient, task: str) -> dict[str, str]:
    answer = await person.get(f"/people/for/{task}")
    assert answer.status_code == 200, answer.text
    return {one["person_id"]: one["name"] for one in answer.json()["entries"]}


async def test_who_calls_a_committee_is_shown_members_and_who_keeps_the_pool_evaluators(case: Case) -> None:
    await came(case, "kurul-adayi", "committee_member")
    await came(case, "havuz-adayi", "evaluator")
    board, pool = await offered(case.officer, "board"), await offered(case.administrator, "evaluator")
    assert (board["kurul-adayi"], pool["havuz-adayi"]) == ("Kurul-Adayi", "Havuz-Adayi")
    assert "havuz-adayi" not in board
    assert "kurul-adayi" not in pool


async def test_nobody_who_judges_or_applies_is_shown_who_else_is_there(case: Case) -> None:
    for role in ("evaluator", "committee_member", "committee_chair", "coordinator", "consortium_member"):
        person = case.room.api.as_("merakli", role)
        for path in ("/people/for/board", "/people/for/evaluator"):
            assert (await person.get(path)).status_code == 403
        assert (await person.get("/people", person_id=["havuz-adayi"])).status_code == 403


async def test_who_is_of_the_pool_and_never_came_is_known_by_the_name_in_it_to_those_who_read_the_pool(
    case: Case,
) -> None:
    await case.register("havuzdaki")
    asked = {"person_id": ["havuzdaki"]}
    (name,) = (await case.officer.get("/people", **asked)).json()["names"].values()
    assert name == (await case.administrator.get("/evaluators/havuzdaki")).json()["name"]
    finance = case.room.api.as_("mali", "finance_officer")
    assert (await finance.get("/people", **asked)).json() == {"names": {}}


async def test_an_evaluator_who_is_erased_is_known_by_no_name_any_more(case: Case) -> None:
    await came(case, "silinecek", "evaluator")
    await case.register("silinecek")
    assert (await case.officer.get("/people", person_id=["silinecek"])).json()["names"] != {}
    gone = await case.administrator.post("/evaluators/silinecek/erasure", {"reason": "Başvurdu."})
    assert gone.status_code == 200, gone.text
    assert (await case.officer.get("/people", person_id=["silinecek"])).json() == {"names": {}}
