"""What stands behind the numbers of reports, and targets of the programme that count nobody twice."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from grants.breach import RulesBroken
from grants.contracts.stages import DeadlineKind
from grants.regimes import load
from services.monitoring.domain.errors import ReportStageWrong
from services.monitoring.domain.evidence import Entry, EvidenceKind, listed
from services.monitoring.domain.facts import GrantFile, IndicatorValue
from services.monitoring.domain.states import ReportStatus
from services.monitoring.domain.totals import MeasureCount, YearCount, regimes_of, totals, trend
from tests.rooms import Room
from tests.services.monitoring.life import INDICATORS, RULES, Life, begun, file_of, ok, report, rules_of

FIRM, UNIVERSITY, PRODUCT = EvidenceKind.FIRM, EvidenceKind.UNIVERSITY, EvidenceKind.PRODUCT


def filed(**values: int) -> GrantFile:
    """A grant whose first report says these numbers."""
    file = file_of()
    submitted = replace(file.reports[0], status=ReportStatus.SUBMITTED)
    numbers = tuple(IndicatorValue("g", 1, code, value) for code, value in values.items())
    return replace(file, reports=(submitted,), indicators=numbers)


@pytest.mark.parametrize(
    ("entries", "rules"),
    [
        ([Entry("G3", FIRM, "A", "1111111111"), Entry("G3", FIRM, "A", "2222222222")], []),
        ([Entry("G3", FIRM, "A", "1111111111"), Entry("G4", FIRM, "A", "1111111111")], []),
        ([Entry("G3", FIRM, "A")], ["evidence.tax_number"]),
        ([Entry("G2", UNIVERSITY, "ODTÜ")], []),
        ([Entry("G6", PRODUCT, "Pompa", "1111111111")], ["evidence.no_tax_number"]),
        ([Entry("G3", FIRM, "A", "1111111111"), Entry("G3", FIRM, "B", "1111111111")], ["evidence.twice"]),
        ([Entry("G2", UNIVERSITY, "Iğdır"), Entry("G2", UNIVERSITY, "ığdır")], ["evidence.twice"]),
        ([Entry("G9", UNIVERSITY, "ODTÜ")], ["indicator.unknown"]),
        ([Entry("G2", UNIVERSITY, name) for name in "ABC"], ["evidence.more"]),
    ],
)
def test_a_list_names_each_thing_once_and_no_more_than_the_report_says(entries: list[Entry], rules: list[str]) -> None:
    assert broken(entries) == rules


def broken(entries: list[Entry]) -> list[str]:
    try:
        listed(filed(G2=2, G3=5, G4=5, G6=1), 1, entries, RULES)
    except RulesBroken as refused:
        return [breach.rule for breach in refused.breaches]
    return []


def test_a_decided_report_takes_no_list_any_more() -> None:
    file = filed(G2=2)
    file = file.with_report(replace(file.reports[0], status=ReportStatus.ACCEPTED))
    with pytest.raises(ReportStageWrong):
        listed(file, 1, [Entry("G2", UNIVERSITY, "ODTÜ")], RULES)


def test_a_year_without_news_keeps_what_stood_before() -> None:
    points = trend([YearCount("G3", 2027, 24), YearCount("G3", 2029, -4)])
    assert [(one.year, one.reached) for one in points] == [(2027, 24), (2028, 24), (2029, 20)]
    assert trend([]) == ()


def test_the_targets_are_those_of_the_programme_and_what_is_missing_is_told() -> None:
    found = {one.code: one for one in totals(load("kdp-2022"), {"G2": MeasureCount("G2", 31, 30, 28, 1)}, [])}
    assert {code: one.target for code, one in found.items()} == {
        "G1": None,
        "G2": 30,
        "G3": 1000,
        "G4": 200,
        "G5a": 10,
        "G5b": 500,
        "G6": 20,
    }
    two = found["G2"]
    assert (two.counted, two.twice, two.unlisted, two.shortfall) == (28, 2, 1, 2), (
        "what nobody listed counts for no target"
    )
    assert (found["G3"].shortfall, found["G1"].shortfall) == (1000, None)


def test_the_regimes_of_one_programme_are_counted_together() -> None:
    assert regimes_of("KDP") == ("kdp-2022", "kdp-2014")
    assert regimes_of("XYZ") == ()


async def told(life: Life, number: int, entries: list[dict[str, Any]], **values: int) -> None:
    """A report with these numbers and this list, accepted."""
    filed_report = {**report(), "indicators": INDICATORS | values}
    ok(await life.coordinator.post(f"/grants/{life.id}/reports/{number}", filed_report))
    path = f"/grants/{life.id}/reports/{number}/evidence"
    if entries:
        ok(await life.coordinator.post(path, {"entries": entries}))
    ok(await life.officer.post(f"/grants/{life.id}/reports/{number}/accept"))


def firm(tax_number: str, name: str = "") -> dict[str, Any]:
    return {"code": "G3", "kind": "firm", "name": name or f"Firma {tax_number}", "tax_number": tax_number}


def university(name: str, **more: str) -> dict[str, Any]:
    return {"code": "G2", "kind": "university", "name": name, **more}


@pytest.mark.servers
async def test_a_firm_and_a_university_in_two_grants_count_once_for_the_programme(room: Room) -> None:
    before = {one["code"]: one for one in await read(room)}
    one, two = await begun(room), await begun(room)
    await one.travel(DeadlineKind.PERIOD_END)
    await two.travel(DeadlineKind.PERIOD_END)
    shared, tag = f"7{one.id[-9:]}".translate(str.maketrans("abcdef-", "1234560")), one.id[-6:]
    mine, hers = f"8{shared[1:]}", f"9{shared[1:]}"
    product = {"code": "G6", "kind": "product", "name": f"Pompa {tag}"}
    odtu, gazi = f"ODTÜ {tag}", f"Gazi {tag}"
    await told(one, 1, [firm(shared), firm(mine), university(odtu), product], G3=3, G2=1, G6=1)
    second = [
        firm(shared, "Başka ad"),
        firm(hers),
        university(odtu.lower()),
        university(gazi, tax_number="1" + mine[1:]),
    ]
    await told(two, 1, [*second, product], G3=2, G2=2, G6=1)
    after = {each["code"]: each for each in await read(room)}

    def more(code: str, name: str) -> int:
        return int(after[code][name]) - int(before[code][name])

    assert {name: more("G3", name) for name in ("reported", "listed", "distinct", "twice", "unlisted", "counted")} == {
        "reported": 5,
        "listed": 4,
        "distinct": 3,
        "twice": 1,
        "unlisted": 1,
        "counted": 3,
    }
    assert (more("G2", "listed"), more("G2", "distinct")) == (3, 2)
    assert (more("G6", "listed"), more("G6", "distinct")) == (2, 2)
    assert after["G3"]["trend"][-1]["reached"] == after["G3"]["reported"]
    await one.travel(DeadlineKind.PERIOD_END)
    await told(one, 2, [firm(mine)], G3=1, G2=1, G6=1)
    last = {each["code"]: each for each in await read(room)}
    assert last["G3"]["distinct"] - before["G3"]["distinct"] == 3
    assert last["G3"]["reported"] - before["G3"]["reported"] == 3
    assert last["G2"]["distinct"] - before["G2"]["distinct"] == 2
    assert (await one.last("monitoring.evidence.listed")).data["listed"] == {"G3": 1}


@pytest.mark.servers
async def test_a_university_that_two_grants_report_and_none_lists_is_counted_by_neither(room: Room) -> None:
    """Each says one, and it may be the same: the target hears of none until it is listed."""
    before = {one["code"]: one for one in await read(room)}["G2"]
    for life in (await begun(room), await begun(room)):
        await life.travel(DeadlineKind.PERIOD_END)
        await told(life, 1, [], G2=1)
    after = {one["code"]: one for one in await read(room)}["G2"]
    grown = {name: after[name] - before[name] for name in ("reported", "unlisted", "distinct", "counted")}
    assert grown == {"reported": 2, "unlisted": 2, "distinct": 0, "counted": 0}


async def read(room: Room) -> list[dict[str, Any]]:
    officer = room.api.as_("monitor", "monitoring_officer")
    measures = ok(await officer.get("/indicators", programme="KDP"))["measures"]
    assert isinstance(measures, list)
    return measures


@pytest.mark.servers
async def test_the_targets_are_read_by_the_ministry_as_pages_and_as_a_table(room: Room) -> None:
    officer = room.api.as_("monitor", "monitoring_officer")
    answer = await officer.get("/indicators.csv", programme="KDP")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [row["code"] for row in rows] == [measure.code for measure in RULES.measures]
    assert rows[1]["target"] == "30"
    assert all(row["counted"] == row["distinct"] for row in rows)
    assert "unlisted_not_counted" in rows[0], "the table says itself what it leaves out"
    unknown = await officer.get("/indicators", programme="XYZ")
    assert (unknown.status_code, rules_of(unknown)) == (404, ["evidence.programme_unknown"])
    for role in ("coordinator", "evaluator", "independent_auditor"):
        assert (await room.api.as_("x", role).get("/indicators", programme="KDP")).status_code == 403
