"""Score sheets: aspects, drafts, and scores taken back to their evaluator."""

import asyncio
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from grants.breach import AlreadyDone, Refused, RulesBroken, WrongStage
from grants.regimes import load
from services.evaluation.domain.assessing import Wanted, assessed, evaluate_by, next_step, total_so_far
from services.evaluation.domain.records import (
    AssignmentStatus,
    PreEvaluation,
    PreEvaluationStatus,
    Sheet,
)
from services.evaluation.domain.reopening import refuse_reopening, reopened
from tests.grants.decisions.given import CAPACITY_MAY_BE_LEFT_OUT
from tests.services.evaluation.acts import JUSTIFICATION, REGIME, Case, rules_of, sheet
from tests.services.evaluation.test_domain import FILE, NOW, RULES, assignment

S, A = AssignmentStatus.SUBMITTED, AssignmentStatus.ACCEPTED
REASON = "Sürdürülebilirlik gerekçesi başka bir dosyaya ait."
REOPENED = "evaluation.assessment.reopened.v1"


def waiting(status: PreEvaluationStatus = PreEvaluationStatus.WAITING) -> PreEvaluation:
    return PreEvaluation(application_id="a", status=status, wanted=2, opened_at=NOW)


def test_whoever_is_still_at_work_is_waited_for_even_when_the_others_would_decide() -> None:
    step = next_step([assignment(S, "70"), assignment(S, "75", "e"), assignment(A, None, "f")], RULES)
    assert isinstance(step, Wanted)
    assert (step.assessments, step.missing, step.third) == (3, 0, None)


def test_a_block_left_out_where_the_regime_lets_it_is_kept_with_its_reason_and_the_rest_is_the_whole() -> None:
    given = sheet("70")
    left = {part: points for part, points in given["scores"].items() if part != "capacity"}
    reasons = {code: text for code, text in given["justifications"].items() if code != "capacity"}
    written = Sheet(scores=left, justifications=reasons, not_applicable={"capacity": JUSTIFICATION})
    after = assessed(assignment(A), written, CAPACITY_MAY_BE_LEFT_OUT, NOW)
    assert after.total == Fraction(45 * 100, 75)
    assert after.sheet == written
    with pytest.raises(RulesBroken) as refused:
        assessed(assignment(A), written, RULES, NOW)
    assert [one.rule for one in refused.value.breaches] == ["evaluation.not_applicable_refused"]


@pytest.mark.parametrize(
    ("scores", "left_out", "total"),
    [
        ({}, (), "0"),
        ({"competitiveness.level": "12.5"}, (), "12.5"),
        (
            {"competitiveness.level": "25", "competitiveness.potential": "25", "sustainability": "25"},
            ("capacity",),
            "100",
        ),
        ({"competitiveness.level": "25.0001"}, (), None),
        ({"competitiveness.level": "yüz"}, (), None),
        ({"charm": "3"}, (), None),
        ({"capacity": "5"}, ("capacity",), None),
        ({}, ("capacity", "competitiveness", "sustainability"), None),
    ],
)
def test_a_sheet_that_is_being_written_comes_to_what_it_says_so_far_where_that_could_stand(
    scores: dict[str, str], left_out: tuple[str, ...], total: str | None
) -> None:
    written = Sheet(scores=scores, justifications={}, not_applicable=dict.fromkeys(left_out, "x"))
    assert total_so_far(written, CAPACITY_MAY_BE_LEFT_OUT) == (None if total is None else Fraction(total))


@pytest.mark.parametrize(
    ("status", "pre", "ended", "reason", "outcome"),
    [
        (S, waiting(), False, "G", None),
        (S, waiting(), False, "", RulesBroken),
        (S, waiting(), True, "G", WrongStage),
        (S, waiting(PreEvaluationStatus.DECIDED), False, "G", AlreadyDone),
        (S, None, False, "G", AlreadyDone),
        *((one, waiting(), False, "G", WrongStage) for one in AssignmentStatus if one is not S),
    ],
)
def test_scores_are_taken_back_only_once_given_before_the_decision_and_with_a_reason(
    *,
    status: AssignmentStatus,
    pre: PreEvaluation | None,
    ended: bool,
    reason: str,
    outcome: type[Refused] | None,
) -> None:
    file = FILE.model_copy(update={"ended": ended})
    if outcome is None:
        refuse_reopening(assignment(status), pre, file, reason)
    else:
        with pytest.raises(outcome):
            refuse_reopening(assignment(status), pre, file, reason)


def test_a_reopened_assignment_is_awaited_for_as_long_as_an_evaluation_takes_and_holds_no_points() -> None:
    given = assessed(assignment(A), Sheet.model_validate(sheet("70")), RULES, NOW)
    later = NOW + timedelta(days=40)
    after = reopened(given, RULES, later)
    assert (after.status, after.total, after.sheet, after.submitted_at) == (A, None, Sheet(), None)
    assert after.due_at == evaluate_by(later, RULES)
    assert (after.id, after.evaluator_id, after.ordinal) == (given.id, given.evaluator_id, given.ordinal)


async def given_by_d1(case: Case, total: str = "71.25") -> tuple[str, str]:
    """An application on which d1 has given final scores and d2 has not answered: its id, and d1's assignment."""
    application = await case.admit(await case.publish())
    await case.open(application)
    assert (await case.assess(application, "d1", total)).status_code == 200
    return application, await case.assignment(application, "d1")


def reopening(assignment_id: str) -> str:
    return f"/assignments/{assignment_id}/reopening"


async def shown(case: Case, assignment_id: str) -> dict[str, Any]:
    return (await case.evaluator("d1").get(f"/assignments/{assignment_id}")).json()


@pytest.mark.servers
async def test_a_sheet_shows_each_aspect_with_its_most_and_takes_points_for_each(staffed: Case) -> None:
    _, assignment_id = await given_by_d1(staffed)
    page = await shown(staffed, assignment_id)
    blocks = {one["code"]: one for one in page["blocks"]}
    assert [(one["part"], one["maximum"], one["names"]["tr"]) for one in blocks["competitiveness"]["aspects"]] == [
        ("competitiveness.level", "25", "Düzey"),
        ("competitiveness.potential", "25", "Potansiyel"),
    ]
    assert blocks["capacity"]["aspects"] == []
    assert page["total"] == "71.25"
    assert {one["part"] for one in blocks["competitiveness"]["aspects"]} < page["scores"].keys()


@pytest.mark.servers
async def test_a_block_of_aspects_is_not_scored_as_a_whole_and_none_is_left_out_under_this_regime(
    staffed: Case,
) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.answer(application, "d1")
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    body = sheet("70")
    body["scores"] = {"capacity": "20", "competitiveness": "40", "sustainability": "10"}
    refused = await staffed.evaluator("d1").post(path, body)
    assert (refused.status_code, sorted(rules_of(refused))) == (
        422,
        ["evaluation.block_missing", "evaluation.block_missing", "evaluation.block_unknown"],
    )
    body = sheet("70")
    del body["scores"]["capacity"], body["justifications"]["capacity"]
    refused = await staffed.evaluator("d1").post(path, {**body, "not_applicable": {"capacity": JUSTIFICATION}})
    assert (refused.status_code, rules_of(refused)) == (422, ["evaluation.not_applicable_refused"])


@pytest.mark.servers
async def test_a_sheet_of_nothing_is_a_total_of_nothing(staffed: Case) -> None:
    _, assignment_id = await given_by_d1(staffed, "0")
    assert (await shown(staffed, assignment_id))["total"] == "0"


@pytest.mark.servers
async def test_a_draft_may_be_as_unfinished_as_it_is_and_is_there_when_its_evaluator_comes_back(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.answer(application, "d1")
    assignment_id = await staffed.assignment(application, "d1")
    assert (await shown(staffed, assignment_id))["draft"] is None
    told = await staffed.room.told_types(application)
    for body in ({}, {"scores": {"capacity": "yüz", "charm": "3"}, "justifications": {"capacity": "k"}}):
        saved = await staffed.evaluator("d1").post(f"/assignments/{assignment_id}/draft", body)
        assert saved.status_code == 200
        draft = (await shown(staffed, assignment_id))["draft"]
        assert (draft["scores"], draft["justifications"]) == (body.get("scores", {}), body.get("justifications", {}))
        assert saved.json() == draft
        assert draft["total"] == (None if body else "0")
    assert await staffed.room.told_types(application) == told
    shapeless = await staffed.evaluator("d1").post(f"/assignments/{assignment_id}/draft", {"scores": {"capacity": 5}})
    assert shapeless.status_code == 422
    assert (await staffed.assess(application, "d1", "70")).status_code == 200
    assert (await shown(staffed, assignment_id))["draft"] is None
    late = await staffed.evaluator("d1").post(f"/assignments/{assignment_id}/draft", {})
    assert (late.status_code, rules_of(late)) == (409, ["assessment.final"])


@pytest.mark.servers
async def test_a_draft_is_kept_only_by_who_accepted_and_in_time(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    assignment_id = await staffed.assignment(application, "d1")
    path = f"/assignments/{assignment_id}/draft"
    early = await staffed.evaluator("d1").post(path, {})
    assert (early.status_code, rules_of(early)) == (409, ["assessment.not_accepted"])
    await staffed.answer(application, "d1")
    staffed.room.clock.at = evaluate_by(staffed.room.clock.at, load(REGIME)) - timedelta(microseconds=1)
    assert (await staffed.evaluator("d1").post(path, {})).status_code == 200
    staffed.room.clock.forward(microseconds=1)
    late = await staffed.evaluator("d1").post(path, {})
    assert (late.status_code, rules_of(late)) == (409, ["assignment.deadline"])


@pytest.mark.servers
async def test_scores_taken_back_are_awaited_again_by_a_new_date_and_the_first_sheet_is_kept(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    staffed.room.clock.forward(days=3)
    answer = await staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    due_at = evaluate_by(staffed.room.clock.at, load(REGIME))
    told = (await staffed.room.told(application))[-1]
    assert (told.type, told.data["version"], told.data["reason"]) == (REOPENED, 1, REASON)
    assert (told.data["evaluator_id"], datetime.fromisoformat(told.data["due_at"])) == ("d1", due_at)
    assert (told.actorid, told.actorrole) == ("officer", "ministry_officer")
    page = await shown(staffed, assignment_id)
    assert (page["status"], page["total"], page["scores"]) == ("accepted", None, {})
    assert page["due_at"] == page["evaluate_by"] == told.data["due_at"]
    assert page["draft"]["scores"] == sheet("71.25")["scores"]
    assert [(one["number"], one["total"], one["reason"], one["officer_id"]) for one in page["reopenings"]] == [
        (1, "71.25", REASON, None)
    ]
    state = await staffed.advance(application)
    assert (state.decided, [one["status"] for one in await staffed.evaluators(application)]) == (
        False,
        ["accepted", "invited"],
    )
    assert (await staffed.assess(application, "d1", "68")).status_code == 200
    again = await staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    assert again.status_code == 200
    seen = (await staffed.inspector.get(f"/assignments/{assignment_id}")).json()["reopenings"]
    assert [(one["number"], one["total"], one["officer_id"]) for one in seen] == [
        (1, "71.25", "officer"),
        (2, "68", "officer"),
    ]


@pytest.mark.servers
async def test_after_the_decision_nothing_is_taken_back(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    await staffed.assess(application, "d2", "80")
    await staffed.advance(application)
    refused = await staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    assert (refused.status_code, rules_of(refused)) == (409, ["assessment.decided"])


@pytest.mark.servers
async def test_nothing_is_taken_back_without_a_reason_or_before_it_was_given(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    for reason in ("", "   "):
        refused = await staffed.officer.post(reopening(assignment_id), {"reason": reason})
        assert (refused.status_code, rules_of(refused)) == (422, ["assessment.reopening_reason"])
    other = await staffed.assignment(application, "d2")
    early = await staffed.officer.post(reopening(other), {"reason": REASON})
    assert (early.status_code, rules_of(early)) == (409, ["assessment.not_given"])
    assert (await staffed.officer.post(reopening("nothing"), {"reason": REASON})).status_code == 404


@pytest.mark.servers
async def test_a_third_evaluator_once_asked_is_waited_for_whatever_the_reopened_sheet_says(case: Case) -> None:
    for person_id in ("d1", "d2", "d3"):
        await case.register(person_id)
    application = await case.admit(await case.publish())
    await case.open(application)
    await case.assess(application, "d1", "40")
    await case.assess(application, "d2", "80")
    await case.advance(application)
    assignment_id = await case.assignment(application, "d1")
    assert (await case.officer.post(reopening(assignment_id), {"reason": REASON})).status_code == 200
    await case.advance(application)
    await case.assess(application, "d1", "75")
    assert not (await case.advance(application)).decided
    await case.assess(application, "d3", "10")
    decided = await case.advance(application)
    assert (decided.decided, decided.mean) == (True, "77.5")


@pytest.mark.servers
async def test_a_reopened_assessment_that_stays_out_lapses_and_is_replaced(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    await staffed.answer(application, "d2")
    await staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    staffed.room.clock.at = evaluate_by(staffed.room.clock.at, load(REGIME))
    late = await staffed.evaluator("d1").post(f"/assignments/{assignment_id}/assessment", sheet("70"))
    assert (late.status_code, rules_of(late)) == (409, ["assignment.deadline"])
    await staffed.advance(application)
    asked = [(one["evaluator_id"], one["status"]) for one in await staffed.evaluators(application)]
    assert asked == [("d1", "lapsed"), ("d2", "lapsed"), ("d3", "invited")]


@pytest.mark.servers
async def test_a_decision_and_a_reopening_at_once_end_in_one_outcome(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    await staffed.assess(application, "d2", "80")
    state, answer = await asyncio.gather(
        staffed.advance(application), staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    )
    assert (state.decided, answer.status_code) in {(True, 409), (False, 200)}
    assert (REOPENED in await staffed.room.told_types(application)) is not state.decided


@pytest.mark.servers
async def test_two_officers_take_back_once_and_a_submission_beside_them_is_given_or_refused(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    body = {"reason": REASON}
    answers = await asyncio.gather(*(staffed.officer.post(reopening(assignment_id), body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    path = f"/assignments/{assignment_id}/assessment"
    given, taken = await asyncio.gather(
        staffed.evaluator("d1").post(path, sheet("70")), staffed.officer.post(reopening(assignment_id), body)
    )
    assert (given.status_code, taken.status_code) in {(200, 200), (200, 409)}
    status = (await shown(staffed, assignment_id))["status"]
    assert status == ("accepted" if taken.status_code == 200 else "submitted")
    assert (await staffed.room.told_types(application)).count(REOPENED) == 1 + (taken.status_code == 200)


@pytest.mark.servers
async def test_a_lapse_and_a_late_submission_of_a_reopened_assessment_end_in_one_outcome(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    await staffed.officer.post(reopening(assignment_id), {"reason": REASON})
    staffed.room.clock.at = evaluate_by(staffed.room.clock.at, load(REGIME))
    answer, _ = await asyncio.gather(
        staffed.evaluator("d1").post(f"/assignments/{assignment_id}/assessment", sheet("70")),
        staffed.advance(application),
    )
    assert answer.status_code == 409
    assert rules_of(answer) in (["assignment.deadline"], ["assessment.not_accepted"])
    assert (await staffed.evaluators(application))[0]["status"] == "lapsed"


@pytest.mark.servers
async def test_the_same_key_takes_back_once(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    answers = [await staffed.officer.post(reopening(assignment_id), {"reason": REASON}, key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert (await staffed.room.told_types(application)).count(REOPENED) == 1


@pytest.mark.servers
async def test_only_an_officer_without_a_tie_or_a_part_in_it_takes_scores_back(staffed: Case) -> None:
    application, assignment_id = await given_by_d1(staffed)
    body = {"reason": REASON}
    for role in ("commission_member", "inspector", "administrator", "evaluator", "committee_chair", "coordinator"):
        refused = await staffed.room.api.as_("someone", role).post(reopening(assignment_id), body)
        assert refused.status_code == 403, role
    for person_id in ("d1", "d2", "koordinator"):
        both = staffed.room.api.as_(person_id, "evaluator", "ministry_officer")
        assert (await both.post(reopening(assignment_id), body)).status_code == 403, person_id
    assert REOPENED not in await staffed.room.told_types(application)
