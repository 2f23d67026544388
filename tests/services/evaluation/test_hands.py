"""The report on the evaluators of a call, the ranking by calibrated means, and sheets without names."""

import csv
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest

from grants.decisions import recompute
from grants.regimes import load
from grants.rules.calibration import Mark
from services.evaluation.domain.hands import HandLine, HandsReport, Marked, Task, lines, marks
from services.evaluation.domain.hands_table import Table, written
from services.evaluation.domain.placing import place
from services.evaluation.domain.pseudonyms import numbered
from services.evaluation.domain.records import AssignmentStatus
from tests.arranged import arranged
from tests.grants.regimes.changed import changed
from tests.rooms import ApiClient
from tests.services.evaluation.acts import CHAIR, FIRM, JUSTIFICATION, Case, nominees
from tests.services.evaluation.test_domain import FILE, NOW, assignment, board_of

RULES = load("kdp-2014")
S = AssignmentStatus.SUBMITTED


def task(file: str, hand: str, total: str | None, day: int = 0, **changes: Any) -> Task:
    facts: dict[str, Any] = {
        "id": f"{file}-{hand}",
        "application_id": file,
        "evaluator_id": hand,
        "status": S if total else AssignmentStatus.LAPSED,
        "due_at": NOW + timedelta(days=30),
        "submitted_at": NOW + timedelta(days=day) if total else None,
        "reminded_at": None,
        "total": total,
    }
    return Task.model_validate({**facts, **changes})


def reported(*tasks: Task) -> dict[str, HandLine]:
    _, hands, _ = lines(Marked(tasks, {"p": "Ayşe"}, {}, RULES))
    return {one.evaluator_id: one for one in hands}


def test_a_hand_is_told_with_its_marks_its_effect_and_how_far_it_lies_apart() -> None:
    found = reported(
        *(task(f"A{n}", "p", "80", reminded_at=NOW) for n in range(3)),
        *(task(f"A{n}", "q", "60") for n in range(3)),
        task("B", "p", "70"),
        task("B", "q", "49"),
        task("C", "q", None),
    )
    ayse, other = found["p"], found["q"]
    assert (ayse.name, ayse.files, ayse.effect, other.effect) == ("Ayşe", 4, "+5.79", "-5.79")
    assert (ayse.mean, ayse.lowest, ayse.highest) == ("77.50", "70.00", "80.00")
    assert (ayse.pairs, ayse.diverging) == (4, 1)
    assert (ayse.reminded, other.lapsed, ayse.lapsed) == (3, 1, 0)
    assert ayse.days_early == "+30.00"


@pytest.mark.parametrize(
    ("first", "last", "drift"), [("60", "60", "0.00"), ("60", "75", "+15.00"), ("70", "60", "-10.00")]
)
def test_a_drift_is_how_much_higher_the_last_third_lies_above_the_others(first: str, last: str, drift: str) -> None:
    own = [task(f"A{n}", "p", total, n) for n, total in enumerate((first, first, "65", "65", last, last))]
    others = [task(f"A{n}", "q", "60") for n in range(6)]
    assert reported(*reversed(own), *others)["p"].drift == drift


def test_below_three_marks_beside_others_there_is_no_drift() -> None:
    own = [task(f"A{n}", "p", "60", n) for n in range(2)]
    assert reported(*own, *(task(f"A{n}", "q", "60") for n in range(2)), task("B", "p", "9"))["p"].drift is None


@pytest.mark.parametrize(("third", "outliers"), [("80", []), ("80.02", ["r"])])
def test_a_mark_lies_apart_when_it_is_further_from_the_others_than_two_may_be(third: str, outliers: list[str]) -> None:
    tasks = [task("A", "p", "60"), task("A", "q", "60"), task("A", "r", third)]
    _, _, (file,) = lines(Marked(tasks, {}, {}, RULES))
    assert [one.evaluator_id for one in file.outliers] == outliers
    assert file.marks == 3


def test_of_two_marks_far_apart_neither_is_called_the_outlier() -> None:
    _, _, (file,) = lines(Marked([task("A", "p", "10"), task("A", "q", "90")], {}, {"A": "Küme"}, RULES))
    assert (file.consortium_name, file.outliers, file.spread, file.mean) == ("Küme", (), "80.00", "50.00")


def test_those_furthest_from_the_others_come_first() -> None:
    tasks = [task(f"A{n}", hand, total) for n in range(3) for hand, total in (("p", "60"), ("q", "61"), ("r", "80"))]
    _, hands, _ = lines(Marked(tasks, {}, {}, RULES))
    assert [one.evaluator_id for one in hands] == ["r", "p", "q"]


def test_a_call_without_decided_files_has_an_empty_report() -> None:
    assert lines(Marked([], {}, {}, RULES))[1:] == ((), ())


def report_of(*tasks: Task, name: str = "Ayşe") -> HandsReport:
    found, hands, files = lines(Marked(tasks, {"p": name}, {"A": "=HYPERLINK(1)"}, RULES))
    facts = {"call_id": "c", "call_name": "Ç", "decides": False, "weight": 3, "divergence": "20", "open_files": 0}
    return HandsReport(**facts, groups=found.groups, evaluators=hands, applications=files)


def test_the_table_has_a_row_each_and_no_cell_of_text_is_a_formula() -> None:
    report = report_of(task("A", "p", "60"), task("A", "q", "60"), task("A", "r", "90"), name='+"Ayşe", A.Ş.')
    heading, *rows = csv.reader(StringIO(written(report, Table.EVALUATORS)))
    assert heading == list(HandLine.model_fields)
    assert {row[1] for row in rows} == {'\'+"Ayşe", A.Ş.', ""}
    assert next(row for row in rows if row[0] == "r")[heading.index("effect")].startswith("+")
    heading, row = csv.reader(StringIO(written(report, Table.APPLICATIONS)))
    assert (row[heading.index("consortium_name")], row[heading.index("outliers")]) == ("'=HYPERLINK(1)", "r +30.00")


DECIDES = changed(RULES, {"evaluation.calibration_decides": True})
LENIENT = [
    *(Mark(f"x{n}", "p", 80) for n in range(9)),
    *(Mark(f"x{n}", "q", 60) for n in range(9)),
    *(Mark("a", "p", 80), Mark("b", "q", 78)),
]
"""a was marked by a lenient hand alone, b by a severe one."""


def test_the_calibrated_mean_is_ranked_only_where_the_regime_says_so_and_then_it_is_told() -> None:
    board = board_of({"a": "80", "b": "78"}, {"a": 30, "b": 30}, 9, 0)
    files = {one: FILE.model_copy(update={"application_id": one}) for one in ("a", "b")}
    as_given = place(board, files, RULES, LENIENT)
    assert [one.application_id for one in as_given.placements] == ["a", "b"]
    assert [one.decision for one in as_given.explanations] == ["ranking"]
    freed = place(board, files, DECIDES, LENIENT)
    assert [one.application_id for one in freed.placements] == ["b", "a"]
    assert [one.decision for one in freed.explanations] == ["calibration", "ranking"]
    for one in (*freed.explanations, *(placed.explanation for placed in freed.placements)):
        assert one is not None
        assert recompute(one, DECIDES) == one
    told = freed.placements[0].explanation
    assert told is not None
    (line,) = (step for step in told.steps if step.rule == "step.placement.calibrated")
    assert (Decimal(line.allowed), Decimal(line.asked) > 78) == (Decimal(78), True)
    assert told.inputs["application"]["given_mean"] == "78"  # type: ignore[index,call-overload] - JSON of a known shape


def test_only_final_totals_are_marks() -> None:
    tasks = [task("A", "p", "60"), task("A", "q", None), task("B", "p", "50", status=AssignmentStatus.CLOSED)]
    assert marks(tasks) == (Mark("A", "p", Fraction(60)),)


def test_numbers_stay_on_their_file_and_tell_nothing_on_the_next() -> None:
    people = ("p", "q")
    first: list[str] = []
    for file in range(40):
        made = [
            assignment(S, "70", who).model_copy(update={"id": f"{file}-{who}", "application_id": f"A{file}"})
            for who in people
        ]
        assert numbered(made) == numbered(reversed(made))
        assert [number for number, _ in numbered(made)] == [1, 2]
        first.append(numbered(made)[0][1].evaluator_id)
    assert 8 < first.count("p") < 32


@arranged
async def judged(case: Case) -> dict[str, str]:
    """A call with one decided application of d1 (71.25) and d2 (80), and one that is not decided."""
    call = await case.publish()
    application, other = await case.admit(call), await case.admit(call)
    await case.open(application)
    await case.assess(application, "d1", "71.25")
    await case.assess(application, "d2", "80")
    await case.advance(application)
    await case.open(other)
    return {"call": call, "application": application, "open": other}


def path_of(at: dict[str, str], ending: str = "") -> str:
    return f"/calls/{at['call']}/evaluators-report{ending}"


@pytest.mark.servers
async def test_the_report_shows_decided_files_only(staffed: Case) -> None:
    at = await judged(staffed)
    asked = {one["evaluator_id"] for one in await staffed.evaluators(at["open"])}
    for person_id in sorted(asked)[:1]:
        assert (await staffed.assess(at["open"], person_id, "12.34")).status_code == 200
    for client in (staffed.officer, staffed.inspector, staffed.room.api.as_("someone", "commission_member")):
        answer = await client.get(path_of(at))
        assert answer.status_code == 200
        report = answer.json()
        assert {one["evaluator_id"]: one["effect"] for one in report["evaluators"]} == {"d1": "-1.09", "d2": "+1.09"}
        assert [(one["application_id"], one["mean"], one["calibrated"]) for one in report["applications"]] == [
            (at["application"], "75.62", "75.62")
        ]
        assert (report["open_files"], report["decides"], report["divergence"]) == (1, False, "20")
        assert "12.34" not in answer.text
        assert at["open"] not in answer.text


@pytest.mark.servers
async def test_the_report_is_read_as_a_table_too(staffed: Case) -> None:
    at = await judged(staffed)
    answer = await staffed.officer.get(path_of(at, ".csv"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert [row[0] for row in csv.reader(StringIO(answer.text))] == ["evaluator_id", "d1", "d2"]
    rows = list(csv.reader(StringIO((await staffed.officer.get(path_of(at, ".csv"), table="applications")).text)))
    assert [row[0] for row in rows] == ["application_id", at["application"]]
    assert (await staffed.officer.get(path_of(at, ".csv"), table="others")).status_code == 422
    assert (await staffed.officer.get("/calls/none/evaluators-report")).status_code == 404


@pytest.mark.servers
async def test_neither_applicants_nor_evaluators_nor_the_board_read_the_report_by_any_role(staffed: Case) -> None:
    at = await judged(staffed)
    await staffed.officer.post(f"/calls/{at['call']}/committee", {"members": nominees(), "chair": CHAIR})
    ministry = ("ministry_officer", "commission_member", "inspector")
    clients: list[ApiClient] = [
        *(staffed.room.api.as_(who, *ministry) for who in ("d1", "d3", "koordinator", "k2", CHAIR)),
        staffed.room.api.as_("someone", *ministry, tax_number=FIRM.tax_number),
        staffed.room.api.as_("someone", *ministry, organisation="ANKARA DOKUM AS"),
        *(
            staffed.room.api.as_("someone", role)
            for role in ("evaluator", "coordinator", "consortium_member", "committee_chair", "administrator")
        ),
    ]
    for client in clients:
        for ending in ("", ".csv"):
            assert (await client.get(path_of(at, ending))).status_code == 403


@pytest.mark.servers
async def test_who_has_a_tie_with_an_application_that_is_out_does_not_read_the_report_either(staffed: Case) -> None:
    at = await judged(staffed)
    await staffed.end(at["call"], at["application"])
    client = staffed.room.api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number)
    assert (await client.get(path_of(at))).status_code == 403
    assert (await staffed.officer.get(path_of(at))).status_code == 200


def sheets_of(at: dict[str, str], name: str = "application") -> str:
    return f"/applications/{at[name]}/assessments"


@pytest.mark.servers
async def test_after_the_decision_the_sheets_are_read_by_number_and_before_by_nobody(staffed: Case) -> None:
    at = await judged(staffed)
    early = await staffed.officer.get(sheets_of(at, "open"))
    assert early.status_code == 409
    for client in (staffed.evaluator("d1"), staffed.officer, staffed.inspector):
        answer = await client.get(sheets_of(at))
        assert answer.status_code == 200
        assert sorted(one["total"] for one in answer.json()) == ["71.25", "80"]
        assert [one["number"] for one in answer.json()] == [1, 2]
        assert {one["justifications"]["capacity"] for one in answer.json()} == {JUSTIFICATION}
        assert '"d1"' not in answer.text
        assert '"d2"' not in answer.text
    mine = (await staffed.evaluator("d1").get(sheets_of(at))).json()
    assert [(one["total"], one["own"]) for one in mine if one["own"]] == [("71.25", True)]


@pytest.mark.servers
async def test_the_sheets_are_for_those_who_wrote_one_and_the_ministry_only(staffed: Case) -> None:
    at = await judged(staffed)
    roles = ("evaluator", "coordinator", "consortium_member", "committee_chair", "ministers_office", "administrator")
    for client in (staffed.evaluator("d3"), *(staffed.room.api.as_("someone", role) for role in roles)):
        assert (await client.get(sheets_of(at))).status_code == 403
    both = staffed.room.api.as_("koordinator", "ministry_officer", "inspector")
    assert (await both.get(sheets_of(at))).status_code == 403


@pytest.mark.servers
async def test_a_draft_is_shown_to_nobody_but_its_evaluator(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    await staffed.open(application)
    await staffed.answer(application, "d1")
    assignment_id = await staffed.assignment(application, "d1")
    words = "Taslakta kalan gizli cümle"
    path = f"/assignments/{assignment_id}/draft"
    body = {"scores": {"capacity": "3.1415"}, "justifications": {"capacity": words}}
    assert (await staffed.evaluator("d1").post(path, body)).status_code == 200
    for role in ("ministry_officer", "commission_member", "inspector"):
        answer = await staffed.room.api.as_("someone", role).get(f"/assignments/{assignment_id}")
        assert answer.status_code == 200, role
        assert answer.json()["draft"] is None
        assert words not in answer.text
        assert "3.1415" not in answer.text
        assert (await staffed.room.api.as_("someone", role).post(path, body)).status_code == 403
    for client in (staffed.evaluator("d2"), staffed.room.api.as_("koordinator", "coordinator")):
        assert (await client.get(f"/assignments/{assignment_id}")).status_code == 403
        assert (await client.post(path, body)).status_code == 403
    assert not [event for event in await staffed.room.told() if words in str(event.data)]


@pytest.mark.servers
async def test_a_sheet_taken_back_shows_no_points_to_who_chooses_the_third_evaluator(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.assess(application, "d1", "71.25")
    assignment_id = await staffed.assignment(application, "d1")
    reason = {"reason": "Gerekçe eksik."}
    assert (await staffed.officer.post(f"/assignments/{assignment_id}/reopening", reason)).status_code == 200
    answer = await staffed.officer.get(f"/assignments/{assignment_id}")
    assert "71.25" not in answer.text
    assert [(one["number"], one["total"], one["scores"]) for one in answer.json()["reopenings"]] == [(1, None, {})]
    assert "71.25" in (await staffed.inspector.get(f"/assignments/{assignment_id}")).text
    assert not [
        event for event in await staffed.room.told(application) if event.data.get("reason") and "total" in event.data
    ]
