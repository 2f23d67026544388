"""A call is held under the rules of its opening day, and everything that follows from it keeps them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from grants.regimes import at, load, revisions
from services.application.app import PLAN
from services.application.domain import calls
from tests.conftest import OpenRoom
from tests.services.application.written import call, desks, moment, paper_contract, past_call, rules

FIRST, AMENDED = revisions("kdp-2014")[:2]
LONG_AGO = {"opens_at": "2014-06-02T00:00:00+03:00", "closes_at": "2014-09-01T00:00:00+03:00"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2014, 3, 24), FIRST),
        (date(2014, 3, 25), FIRST),
        (date(2015, 2, 6), FIRST),
        (date(2015, 2, 7), AMENDED),
        (date(2027, 3, 1), AMENDED),
    ],
)
def test_the_rules_of_a_call_are_those_of_its_opening_day_and_the_first_ones_before_them(
    day: date, expected: Any
) -> None:
    assert calls.rules_on("kdp-2014", day) == expected


def test_every_revision_begins_after_the_one_before() -> None:
    assert all(one.since < other.since for one, other in pairwise(revisions("kdp-2014")))


OPENS_LAST_DAY = datetime(2022, 7, 21, 20, 59, tzinfo=UTC)
"""The last minute of the regime's last day in Istanbul."""


@pytest.mark.parametrize(
    ("opens_at", "reason", "broken"),
    [
        (OPENS_LAST_DAY, "", []),
        (OPENS_LAST_DAY + timedelta(minutes=1), "", ["call.regime_not_in_force"]),
        (OPENS_LAST_DAY + timedelta(minutes=1), "Geçiş hükmü", []),
        (datetime(2014, 3, 24, 21, 59, tzinfo=UTC), "", ["call.regime_not_in_force"]),
        (datetime(2014, 3, 24, 22, tzinfo=UTC), "", []),
    ],
)
def test_a_call_opens_under_a_regime_in_force_that_day_or_for_a_reason(
    opens_at: datetime, reason: str, broken: list[str]
) -> None:
    assert [one.rule for one in calls.in_force(opens_at, load("kdp-2014"), reason)] == broken


@pytest.mark.servers
async def test_calls_of_two_days_are_pinned_to_two_revisions_of_one_regime(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    before = await desks(room).officer.post("/calls/record", past_call(**LONG_AGO))
    after = await desks(room).officer.post("/calls/record", past_call())
    assert (before.status_code, after.status_code) == (201, 201)
    assert before.json()["revision"] == at("kdp-2014", date(2014, 6, 2)).revision == FIRST.revision
    assert after.json()["revision"] == at("kdp-2014", date(2015, 2, 27)).revision == AMENDED.revision
    assert FIRST.revision != AMENDED.revision
    told = await room.told(before.json()["id"])
    assert told[0].regime == FIRST.pinned


@pytest.mark.servers
async def test_a_contract_taken_over_keeps_the_revision_of_its_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made = (await desks(room).officer.post("/calls/record", past_call(**LONG_AGO))).json()
    taken = await desks(room).officer.post("/contracts/take-over", paper_contract(made["id"]))
    assert taken.status_code == 201, taken.text
    assert (taken.json()["regime"], taken.json()["revision"]) == ("kdp-2014", FIRST.revision)
    (told,) = await room.told(taken.json()["id"])
    assert (told.regime, told.data["revision"]) == (FIRST.pinned, FIRST.revision)


@pytest.mark.servers
async def test_a_draft_is_pinned_to_the_revision_of_its_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    early = await people.published(opens_at="2014-06-02T00:00:00+03:00")
    read = (await people.coordinator.get(f"/applications/{await people.begun(early)}")).json()
    assert read["revision"] == read["call"]["revision"] == FIRST.revision
    assert read["currency"] == read["call"]["currency"] == "TRY"


@pytest.mark.servers
async def test_a_call_under_rules_that_are_not_in_force_needs_a_reason_and_says_it(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    officer = desks(room).officer
    refused = await officer.post("/calls", call(room.clock.at, regime_reason="  "), language="en")
    assert (refused.status_code, rules(refused)) == (422, ["call.regime_not_in_force"])
    (error,) = refused.json()["errors"]
    assert (error["field"], error["allowed"]) == ("regime", "2014-03-25 - 2022-07-21")
    assert error["source"] == load("kdp-2014").instrument
    assert "in force" in error["message"]
    made = await officer.post("/calls", call(room.clock.at, regime_reason="Geçiş hükmü, madde 30"))
    assert made.status_code == 201
    read = (await officer.get(f"/calls/{made.json()['id']}")).json()
    (told,) = await room.told(made.json()["id"])
    assert read["regime_reason"] == told.data["regime_reason"] == "Geçiş hükmü, madde 30"


@pytest.mark.servers
async def test_a_call_and_its_applications_name_the_currency_of_their_programme(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    made = await people.published(regime="urge-2010-8", opens_at=moment(room.clock.at))
    read = (await people.coordinator.get(f"/applications/{await people.begun(made)}")).json()
    assert (read["currency"], read["call"]["currency"]) == ("USD", "USD")


@pytest.mark.servers
async def test_a_call_without_a_deadline_closes_at_the_end_of_the_last_day_the_regime_gives(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    opens = datetime(2027, 5, 3, 20, 59, 59, tzinfo=UTC)
    written = {name: value for name, value in call(room.clock.at).items() if name != "closes_at"}
    made = await desks(room).officer.post("/calls", {**written, "opens_at": moment(opens)})
    days = load("kdp-2014").calendar.call_days.value
    assert days == 90
    assert datetime.fromisoformat(made.json()["closes_at"]) == datetime(2027, 8, 1, 21, tzinfo=UTC)
