import json
from importlib.resources import files

import pytest

from grants.turkish import turkish_key
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import ApiClient
from tests.services.application.written import rules

pytestmark = pytest.mark.servers


def inventory() -> str:
    return files("services.application").joinpath("data/inventory.csv").read_text(encoding="utf-8")


async def _all(client: ApiClient, **query: object) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = []
    after: dict[str, str] = {}
    while True:
        found = (await client.get("/registry/clusters", limit=100, **query, **after)).json()
        entries += found["entries"]
        if found["after"] is None:
            return entries
        after = {"after": found["after"]}


async def test_the_whole_inventory_is_loaded_and_listed_in_turkish_order(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    loaded = await room.api.as_("root", "administrator").post("/registry/clusters", {"csv": inventory()})
    entries = await _all(room.api.as_("anyone", "evaluator"))
    assert loaded.status_code == 201
    assert loaded.json() == {"total": 356, "by_stage": {"idea": 321, "start_up": 18, "growing": 14, "mature": 3}}
    assert len(entries) == len({entry["no"] for entry in entries}) == 356
    keys = [turkish_key(str(entry["name"])) for entry in entries]
    assert keys == sorted(keys)


async def test_loading_twice_leaves_one_registry(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    administrator = room.api.as_("root", "administrator")
    await administrator.post("/registry/clusters", {"csv": inventory()})
    again = await administrator.post("/registry/clusters", {"csv": inventory()})
    assert again.json()["total"] == 356


async def test_clusters_are_found_by_province_stage_and_letters_of_either_case(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    await room.api.as_("root", "administrator").post("/registry/clusters", {"csv": inventory()})
    client = room.api.as_("anyone", "coordinator")
    country_wide = await _all(client, province="TR")
    mature = await _all(client, stage="mature")
    upper, lower = await _all(client, q="OSTİM"), await _all(client, q="ostim")
    assert len(country_wide) == 7
    assert len(mature) == 3
    assert upper == lower
    assert upper
    assert await _all(client, q="%") == []


async def test_a_registry_that_does_not_add_up_is_refused_whole_with_its_lines(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    administrator = room.api.as_("root", "administrator")
    await administrator.post("/registry/clusters", {"csv": inventory()})
    lines = inventory().splitlines()
    answer = await administrator.post("/registry/clusters", {"csv": "\n".join(lines[:9] + lines[10:])})
    assert answer.status_code == 422
    assert rules(answer) == ["inventory.number_missing"]
    assert len(await _all(administrator)) == 356


async def test_rows_are_checked_like_the_csv(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    row = {"no": 1, "province": "TR", "province_as_printed": "TR", "name": "Küme, virgüllü", "stage": "idea"}
    answer = await room.api.as_("root", "administrator").post("/registry/clusters", {"rows": [row]})
    assert answer.status_code == 422
    assert set(rules(answer)) == {"inventory.number_missing"}


@pytest.mark.parametrize("body", [{}, {"csv": "", "rows": []}, {"csv": 3}, {"rows": [{"no": 1}]}, []])
async def test_neither_csv_nor_rows_is_refused(room_of: OpenRoom, body: object) -> None:
    room = await room_of(PLAN)
    answer = await room.api.as_("root", "administrator").post("/registry/clusters", json.loads(json.dumps(body)))
    assert answer.status_code == 422


async def test_only_an_administrator_loads_the_registry(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await room.api.as_("officer", "ministry_officer").post("/registry/clusters", {"csv": inventory()})
    assert answer.status_code == 403
