"""A running grant comes under other rules by a recorded addendum, and in no other way."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from grants.breach import RulesBroken
from grants.calendar import start_of
from grants.contracts.monitoring_events import AddendumRecorded, Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet, load, revisions
from grants.regimes.cited import Cited
from grants.regimes.words import Currency, ExtensionGround
from runtime.auth import Actor
from services.monitoring.domain import addenda, falls, reporting
from services.monitoring.domain.addenda import Paper, Recorder
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.errors import AddendumBefore, GrantStageWrong
from services.monitoring.domain.facts import Extension, GrantFile
from services.monitoring.domain.states import ExtensionStatus, GrantStatus
from services.monitoring.usecases.addenda import record_addendum
from tests.retold import retold
from tests.rooms import Room
from tests.services.monitoring.life import INDICATORS, Life, begun, due, file_of, ok, rules_of
from workflows.routes import ROUTES

FIRST, AMENDED = revisions("kdp-2014")[:2]
TODAY = date(2028, 5, 15)
NOW = start_of(TODAY) + timedelta(hours=9)
PAPER = Paper("EK-1", TODAY, "Yeni kurallar teşebbüsün isteğiyle uygulanır.")
RECORDER = Recorder("addendum-1", "monitor", NOW)


def changed(section: str, **values: Any) -> RuleSet:
    """The amended rules, with some values of one section changed."""
    old = getattr(AMENDED, section)
    leaves = {
        name: Cited[Any](value=value, source="default", valid_from=AMENDED.since) for name, value in values.items()
    }
    return AMENDED.model_copy(update={section: old.model_copy(update=leaves)})


def running() -> GrantFile:
    """A grant of 1 March 2027 under the first rules, in its third half year."""
    file = file_of().with_grant(regime=FIRST.key, revision=FIRST.revision)
    while (first := deadlines(file, FIRST)[0]).at <= NOW:
        file = falls.fall(file, first, first.at, FIRST)
    assert file.period is not None
    assert file.period.number == 3
    return file


def recorded(file: GrantFile, new: RuleSet, paper: Paper = PAPER) -> GrantFile:
    return addenda.record(file, paper, RECORDER, FIRST, new)


def but_audits(found: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """What falls due but the yearly audit, which the amended rules ask for and the first do not."""
    return tuple(one for one in found if one.kind is not DeadlineKind.AUDIT_DUE)


def effect(file: GrantFile) -> dict[str, Any]:
    return file.addenda[-1].effect


def test_rules_without_dates_and_money_change_nothing_but_themselves() -> None:
    before = running()
    after = recorded(before, AMENDED)
    assert after.grant == replace(before.grant, revision=AMENDED.revision)
    assert but_audits(deadlines(after, AMENDED)) == deadlines(before, FIRST)
    rules = ["audit.yearly", "audit.on_complaint"]
    assert effect(after) == {"dates": [], "amounts": [], "money": [], "rules": rules}


def test_a_longer_support_and_a_later_ceiling_move_both_ends_and_are_answered() -> None:
    after = recorded(running(), changed("duration", base_years=6, ceiling_years=8))
    assert (after.grant.support_ends_on, after.grant.ceiling_ends_on) == (date(2033, 3, 1), date(2035, 3, 1))
    assert effect(after)["dates"] == [
        {"name": "support_ends_on", "before": "2032-03-01", "after": "2033-03-01"},
        {"name": "ceiling_ends_on", "before": "2034-03-01", "after": "2035-03-01"},
    ]
    assert due(deadlines(after, AMENDED), DeadlineKind.SUPPORT_END) == start_of(date(2033, 3, 1))


@pytest.mark.parametrize(
    ("base", "ceiling", "end"),
    [
        (5, 7, date(2032, 9, 1)),
        (6, 7, date(2033, 3, 1)),
        (4, 7, date(2032, 9, 1)),
        (4, 5, date(2032, 3, 1)),
    ],
)
def test_an_extension_that_was_granted_stands_up_to_the_new_ceiling(base: int, ceiling: int, end: date) -> None:
    granted = Extension(
        id="e",
        grant_id="g",
        ground=ExtensionGround.TECHNICAL,
        new_end=date(2032, 9, 1),
        reason="x",
        asked_by="coordinator",
        asked_at=NOW,
        asked_on=TODAY,
        status=ExtensionStatus.GRANTED,
    )
    file = running().with_extension(granted).with_grant(support_ends_on=granted.new_end)
    assert recorded(file, changed("duration", base_years=base, ceiling_years=ceiling)).grant.support_ends_on == end


@pytest.mark.parametrize(("today", "broken"), [(date(2030, 2, 28), []), (date(2030, 3, 1), ["addendum.over"])])
def test_no_addendum_ends_the_support_in_the_past(today: date, broken: list[str]) -> None:
    rules, at = changed("duration", base_years=3), Recorder("a", "monitor", start_of(today))
    assert broken_by(running(), rules, recorder=at) == broken


def test_the_running_period_ends_as_it_would_have_and_the_next_has_the_new_length() -> None:
    (kind,) = AMENDED.reporting.kinds.value
    rules = changed("reporting", kinds=(kind.model_copy(update={"period_months": 12}),))
    file = recorded(running(), rules)
    ends = []
    while file.period is not None:
        first = min(deadlines(file, rules), key=lambda one: one.at)
        file = falls.fall(file, first, first.at, rules)
        if first.kind in {DeadlineKind.PERIOD_END, DeadlineKind.SUPPORT_END}:
            ends.append(first.at.astimezone(UTC))
    days = [date(2028, 9, 1), date(2029, 9, 1), date(2030, 9, 1), date(2031, 9, 1), date(2032, 3, 1)]
    assert ends == [start_of(day) for day in days]
    assert [report.period_ends_on for report in file.reports][2:] == days


def test_a_second_change_of_length_counts_from_the_period_that_ran_at_the_second() -> None:
    (kind,) = AMENDED.reporting.kinds.value
    yearly = changed("reporting", kinds=(kind.model_copy(update={"period_months": 12}),))
    file = recorded(running(), yearly)
    back = addenda.record(file, replace(PAPER, number="EK-2"), replace(RECORDER, addendum_id="b"), yearly, FIRST)
    assert back.period is not None
    found = due(deadlines(back, FIRST), DeadlineKind.PERIOD_END, 3)
    assert found == start_of(date(2028, 9, 1))


def test_what_accepted_spending_earns_by_the_new_rules_is_answered_and_what_was_paid_stays_paid() -> None:
    filed = reporting.Filed("t", "a", (("I1", Decimal("600.00")), ("I2", Decimal("0.00"))), INDICATORS)
    file = reporting.submit(running(), 1, filed, "coordinator", NOW, FIRST)
    file = reporting.accept(file, 1, "", "monitor", NOW, FIRST).with_grant(paid=Decimal("450.00"))
    after = recorded(file, changed("money", item_cap=Decimal(50)))
    assert (after.grant.earned, after.grant.paid) == (Decimal("300.00"), Decimal("450.00"))
    assert effect(after)["amounts"] == [
        {"name": "earned", "before": "450.00", "after": "300.00"},
        {"name": "claimable", "before": "450.00", "after": "300.00"},
    ]
    (cap,) = effect(after)["money"]
    assert (cap["path"], cap["before"]["value"], cap["after"]["value"]) == ("money.item_cap", "75", "50")


@pytest.mark.parametrize(
    ("signed_on", "broken"),
    [
        (date(2027, 2, 28), ["addendum.signed_on"]),
        (date(2027, 3, 1), []),
        (TODAY, []),
        (TODAY + timedelta(days=1), ["addendum.signed_on"]),
    ],
)
def test_the_paper_is_signed_between_the_contract_and_today(signed_on: date, broken: list[str]) -> None:
    assert broken_by(running(), AMENDED, replace(PAPER, signed_on=signed_on)) == broken


def test_the_paper_is_not_older_than_the_rules_it_names() -> None:
    later = AMENDED.model_copy(update={"since": TODAY + timedelta(days=1)})
    assert broken_by(running(), later) == ["addendum.before_rules"]


def test_a_grant_keeps_the_currency_it_was_contracted_in() -> None:
    assert broken_by(running(), changed("money", currency=Currency.USD)) == ["addendum.currency"]


def broken_by(file: GrantFile, new: RuleSet, paper: Paper = PAPER, recorder: Recorder = RECORDER) -> list[str]:
    try:
        addenda.record(file, paper, recorder, FIRST, new)
    except RulesBroken as refused:
        return [breach.rule for breach in refused.breaches]
    return []


@pytest.mark.parametrize("status", [GrantStatus.CLOSING, GrantStatus.TERMINATED, GrantStatus.CLOSED])
def test_a_grant_that_has_ended_stays_under_its_rules(status: GrantStatus) -> None:
    with pytest.raises(GrantStageWrong):
        recorded(running().with_grant(status=status), AMENDED)


def test_one_that_is_paused_may_move() -> None:
    after = recorded(running().with_grant(status=GrantStatus.PAUSED), AMENDED)
    assert after.grant.revision == AMENDED.revision


def test_the_rules_it_has_and_a_number_it_has_are_no_addendum() -> None:
    with pytest.raises(AddendumBefore) as refused:
        addenda.record(running(), PAPER, RECORDER, FIRST, FIRST)
    assert refused.value.breaches[0].rule == "addendum.same"
    with pytest.raises(AddendumBefore) as refused:
        addenda.record(recorded(running(), AMENDED), PAPER, RECORDER, AMENDED, FIRST)
    assert refused.value.breaches[0].rule == "addendum.number"


def test_the_workflow_of_the_grant_hears_of_it_as_of_every_move_of_the_clock() -> None:
    assert AddendumRecorded in ROUTES


# over HTTP, on real servers

WRITTEN = {
    "regime": "kdp-2014",
    "revision": AMENDED.revision,
    "reason": "Yıllık denetim istendi.",
    "number": "EK-1",
    "signed_on": "2027-03-01",
}


async def early(room: Room) -> Life:
    """A grant under the first revision."""
    return await begun(room, revision=FIRST.revision)


@pytest.mark.servers
async def test_a_grant_keeps_the_rules_of_its_contract_although_newer_ones_exist(room: Room) -> None:
    old, new = await (await early(room)).page(), await (await begun(room)).page()
    assert (old["revision"], new["revision"]) == (FIRST.revision, AMENDED.revision)
    assert old["audit_duties"] == {
        "yearly": False,
        "on_complaint": False,
        "procured_by": "ministry",
        "source": "kdp-2014 default",
    }
    assert (new["audit_duties"]["yearly"], new["audit_duties"]["source"]) == (True, "[P] R.G. 29260, 07/02/2015")
    assert old["currency"] == "TRY"


@pytest.mark.servers
async def test_an_addendum_is_answered_told_and_shown_and_from_then_on_the_new_rules_hold(room: Room) -> None:
    life = await early(room)
    before = await life.deadlines()
    assert "addendum.record" in (await life.page())["can"]
    done = ok(await life.officer.post(f"/grants/{life.id}/addenda", WRITTEN))
    assert done["effect"] == {
        "dates": [],
        "amounts": [],
        "money": [],
        "rules": ["audit.yearly", "audit.on_complaint"],
    }
    assert (done["old_revision"], done["revision"]) == (FIRST.revision, AMENDED.revision)
    page = await life.page()
    assert (page["revision"], page["audit_duties"]["yearly"]) == (AMENDED.revision, True)
    assert [one["number"] for one in page["addenda"]] == ["EK-1"]
    assert page["history"][0]["act"] == "monitoring.grant.addendum_recorded"
    event = await life.last("monitoring.grant.addendum_recorded")
    assert (event.regime, event.actorrole) == (AMENDED.pinned, "monitoring_officer")
    assert (event.data["before"], event.data["after"]) == (FIRST.pinned, AMENDED.pinned)
    told = tuple(Deadline.model_validate(one) for one in event.data["deadlines"])
    assert told == await life.deadlines()
    assert but_audits(told) == before
    decided = retold(event.data)
    assert (decided.outcome, decided.figures["last_day"], decided.inputs["before"]) == (
        "allowed",
        "2032-02-29",
        FIRST.pinned,
    )
    assert page["history"][0]["explanations"] == event.data["explanations"]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("change", "status", "rule"),
    [
        ({"revision": "2014-03-25+00000000"}, 422, "regime.unknown_revision"),
        ({"regime": "kdp-1066"}, 422, "regime.unknown"),
        ({"revision": FIRST.revision}, 409, "addendum.same"),
        ({"signed_on": "2027-03-02"}, 422, "addendum.signed_on"),
        ({"signed_on": "2027-02-28"}, 422, "addendum.signed_on"),
        ({"amount": "1.00"}, 422, "invalid.extra_forbidden"),
        ({"reason": " "}, 422, "invalid.string_too_short"),
    ],
)
async def test_what_cannot_be_an_addendum_is_refused_and_nothing_moves(
    room: Room, change: dict[str, str], status: int, rule: str
) -> None:
    life = await early(room)
    answer = await life.officer.post(f"/grants/{life.id}/addenda", WRITTEN | change)
    assert (answer.status_code, rules_of(answer)) == (status, [rule])
    assert (await life.page())["revision"] == FIRST.revision


@pytest.mark.servers
@pytest.mark.parametrize(
    "role", ["ministry_officer", "finance_officer", "ministers_office", "inspector", "consortium_member"]
)
async def test_nobody_but_a_monitoring_officer_records_one(room: Room, role: str) -> None:
    life = await early(room)
    other = room.api.as_("somebody", role)
    assert (await other.post(f"/grants/{life.id}/addenda", WRITTEN)).status_code == 403
    assert (await life.coordinator.post(f"/grants/{life.id}/addenda", WRITTEN)).status_code == 403


@pytest.mark.servers
async def test_a_grant_whose_support_is_over_takes_no_addendum(room: Room) -> None:
    life = await early(room)
    await life.travel(DeadlineKind.SUPPORT_END)
    answer = await life.officer.post(f"/grants/{life.id}/addenda", WRITTEN)
    assert (answer.status_code, rules_of(answer)) == (409, ["grant_stage.closing"])


@pytest.mark.servers
async def test_a_grant_that_moves_to_the_next_regime_is_paid_by_its_caps_and_keeps_what_it_has(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    claim = await life.claimed()
    await life.paid(claim["id"])
    new = load("kdp-2022")
    moved = WRITTEN | {"regime": new.key, "revision": new.revision, "signed_on": "2027-09-01"}
    done = ok(await life.officer.post(f"/grants/{life.id}/addenda", moved))
    caps = {one["path"]: (one["before"]["value"], one["after"]["value"]) for one in done["effect"]["money"]}
    assert (caps["money.overall_cap"], caps["money.item_cap"]) == (("50", "70"), ("75", None))
    page = await life.page()
    assert (page["regime"], page["money"]["paid"]) == (new.key, "300.00")
    changed_amounts = {one["name"]: (one["before"], one["after"]) for one in done["effect"]["amounts"]}
    decided = retold((await life.last("monitoring.grant.addendum_recorded")).data)
    assert decided.figures["allowed"] == changed_amounts["allowed"][1]
    assert changed_amounts["allowed"] == ("200.00", "280.00")


@pytest.mark.servers
async def test_a_grant_in_lira_does_not_move_to_a_programme_in_dollars(room: Room) -> None:
    life, other = await begun(room), load("urge-2010-8")
    moved = WRITTEN | {"regime": other.key, "revision": other.revision}
    answer = await life.officer.post(f"/grants/{life.id}/addenda", moved)
    assert answer.status_code == 422
    assert "addendum.currency" in rules_of(answer)


@pytest.mark.servers
async def test_a_grant_in_dollars_is_answered_in_dollars(room: Room) -> None:
    rules = load("urge-2010-8")
    life = await begun(room, regime=rules.key, revision=rules.revision)
    page = await life.page()
    (line,) = ok(await life.coordinator.get("/grants"))["entries"]
    assert page["currency"] == line["currency"] == "USD"
    answer = await life.coordinator.post(f"/grants/{life.id}/claims")
    assert (answer.status_code, answer.json()["errors"][0]["asked"]) == (409, "0.00 USD")


@pytest.mark.servers
async def test_a_claim_names_its_currency_and_so_does_the_task_it_makes(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="400.00")
    claim = await life.claimed()
    assert (claim["amount"], claim["currency"]) == ("300.00", "TRY")
    tasks = [one for one in ok(await life.officer.get("/tasks", limit=200))["entries"] if one["grant_id"] == life.id]
    assert [(one["kind"], one["currency"]) for one in tasks] == [("claim.approve", "TRY")]


@pytest.mark.servers
async def test_the_same_request_sent_again_is_one_addendum(room: Room) -> None:
    life = await early(room)
    path, key = f"/grants/{life.id}/addenda", f"addendum-{life.id}"
    first = ok(await life.officer.post(path, WRITTEN, key=key))
    assert ok(await life.officer.post(path, WRITTEN, key=key)) == first
    assert (await life.told()).count("monitoring.grant.addendum_recorded") == 1


@pytest.mark.servers
async def test_of_two_officers_at_once_one_records_it_and_the_other_is_told_so(room: Room) -> None:
    life = await early(room)
    path = f"/grants/{life.id}/addenda"
    answers = await asyncio.gather(*(life.officer.post(path, WRITTEN | {"number": number}) for number in ("A", "B")))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len((await life.page())["addenda"]) == 1


@pytest.mark.servers
async def test_a_request_that_breaks_off_leaves_nothing_and_can_be_made_again(room: Room) -> None:
    life = await early(room)
    officer = Actor("monitor", "Monitor", frozenset({"monitoring_officer"}))

    async def broken() -> None:
        async with room.desk.unit(officer) as unit:
            paper = Paper("EK-1", datetime(2027, 3, 1, tzinfo=UTC).date(), "x")
            await record_addendum(unit, life.id, paper, "kdp-2014", AMENDED.revision)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await broken()
    page = await life.page()
    assert (page["revision"], page["addenda"]) == (FIRST.revision, [])
    assert "monitoring.grant.addendum_recorded" not in await life.told()
    ok(await life.officer.post(f"/grants/{life.id}/addenda", WRITTEN))
