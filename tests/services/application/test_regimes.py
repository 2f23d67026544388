"""The programmes' rules over HTTP: every value with its source and its days."""

import pytest

from grants.regimes import keys, load, revisions
from grants.regimes.telling import differences, told
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.services.application.written import rules

pytestmark = pytest.mark.servers
FIRST, AMENDED = revisions("kdp-2014")[:2]


async def test_everyone_signed_in_reads_which_regimes_there_are(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = (await room.api.as_("x", "evaluator").get("/regimes")).json()
    found = {entry["key"]: entry for entry in answer["entries"]}
    assert set(found) == set(keys())
    old = found["kdp-2014"]
    assert (old["valid_from"], old["valid_to"], old["programme"]) == ("2014-03-25", "2022-07-21", "KDP")
    assert [one["revision"] for one in old["revisions"]] == [one.revision for one in revisions("kdp-2014")]
    assert old["revisions"][0] == {
        "revision": FIRST.revision,
        "since": "2014-03-25",
        "instrument": "R.G. 28952, 25/03/2014",
    }


async def test_who_is_not_signed_in_reads_no_rules(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    assert (await room.api.get("/regimes")).status_code == 401


@pytest.mark.parametrize(
    ("asked", "yearly", "revision"),
    [
        ({}, True, AMENDED.revision),
        ({"at": "2015-02-06"}, False, FIRST.revision),
        ({"at": "2015-02-07"}, True, AMENDED.revision),
        ({"revision": FIRST.revision}, False, FIRST.revision),
    ],
)
async def test_a_rule_set_is_read_as_it_stands_or_stood(
    room_of: OpenRoom, asked: dict[str, str], revision: str, *, yearly: bool
) -> None:
    room = await room_of(PLAN)
    read = (await room.api.as_("x", "inspector").get("/regimes/kdp-2014", **asked)).json()
    assert (read["revision"], read["audit"]["yearly"]["value"]) == (revision, yearly)
    assert read == told(load("kdp-2014", revision))


async def test_every_value_comes_with_its_source_and_its_days(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    read = (await room.api.as_("x", "coordinator").get("/regimes/kdp-2014", at="2015-01-01")).json()
    assert read["audit"]["yearly"] == {
        "value": False,
        "source": "default",
        "is_default": True,
        "valid_from": "2014-03-25",
        "valid_to": "2015-02-06",
    }
    cap = read["money"]["overall_cap"]
    assert (cap["value"], cap["is_default"], cap["valid_to"]) == ("50", False, "2022-07-21")


async def test_an_amendment_is_read_as_what_it_changed(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    path = "/regimes/kdp-2014/diff"
    answer = (await room.api.as_("x", "inspector").get(path, **{"from": FIRST.revision, "to": AMENDED.revision})).json()
    changes = {one["path"]: (one["before"]["value"], one["after"]["value"]) for one in answer["changes"]}
    assert changes["audit.yearly"] == (False, True)
    assert set(changes) == {"audit.yearly", "audit.on_complaint", "audit.procured_by"}
    assert (answer["before"], answer["after"]) == (FIRST.revision, AMENDED.revision)
    nothing = await room.api.as_("x", "inspector").get(path, **{"from": AMENDED.revision, "to": AMENDED.revision})
    assert nothing.json()["changes"] == []


def test_a_leaf_that_only_one_rule_set_has_is_a_difference() -> None:
    groups = FIRST.catalogue.groups
    shorter = FIRST.model_copy(update={"catalogue": FIRST.catalogue.model_copy(update={"groups": groups[:-1]})})
    (found,) = differences(FIRST, shorter)
    assert (found.path, found.after) == ("catalogue.groups.K4.activities", None)
    (found,) = differences(shorter, FIRST)
    assert (found.path, found.before) == ("catalogue.groups.K4.activities", None)


@pytest.mark.parametrize(
    ("path", "asked", "status", "rule"),
    [
        ("/regimes/kdp-1066", {}, 404, "regime.unknown"),
        ("/regimes/kdp-2014", {"revision": "2014-03-25+00000000"}, 404, "regime.unknown_revision"),
        ("/regimes/kdp-2014", {"at": "2014-03-24"}, 404, "regime.not_yet"),
        ("/regimes/kdp-2014", {"at": "2014-03-25", "revision": FIRST.revision}, 422, "regime.one_way"),
        ("/regimes/kdp-2014", {"at": "yesterday"}, 422, "invalid.date_from_datetime_parsing"),
        ("/regimes/KDP", {}, 422, "invalid.string_pattern_mismatch"),
        ("/regimes/kdp-2014/diff", {}, 422, "invalid.missing"),
        ("/regimes/kdp-2014/diff", {"from": "nothing"}, 404, "regime.unknown_revision"),
    ],
)
async def test_what_is_not_there_is_said_so(
    room_of: OpenRoom, path: str, asked: dict[str, str], status: int, rule: str
) -> None:
    room = await room_of(PLAN)
    answer = await room.api.as_("x", "inspector").get(path, **asked)
    assert (answer.status_code, rules(answer)) == (status, [rule])
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] in {*path.split("/"), *asked, "regime", "revision", "from", "key"}
    assert "error:" not in error["allowed"]
    assert "{" not in error["asked"]
