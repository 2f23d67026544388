"""Pre-evaluation from the first invitation to the decision, on a real database."""

import asyncio
from datetime import timedelta

import pytest

from grants.breach import NotYet
from grants.calendar import moved_by_days
from grants.decisions import recompute
from grants.explanation import Explanation
from grants.regimes import load
from runtime.cloudevents import CloudEvent
from services.evaluation.domain.assessing import answer_by, evaluate_by
from tests.retold import fell, retold
from tests.services.evaluation.acts import FIRM, REGIME, Case, rules_of, sheet

pytestmark = pytest.mark.servers


def ids(asked: list[dict]) -> list[str]:
    return [one["evaluator_id"] for one in asked]


def choice_of(event: CloudEvent) -> Explanation:
    """How the room chose whom to ask, as this event tells it."""
    told = [Explanation.model_validate(one) for one in event.data["explanations"]]
    return next(one for one in told if one.decision == "choice")


async def test_opening_asks_two_evaluators_and_says_until_when(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    state = await staffed.open(application)
    assert not state.decided
    assert state.due_at is not None
    assert state.due_at == answer_by(staffed.room.clock.at, load(REGIME))
    assert ids(await staffed.evaluators(application)) == ["d1", "d2"]
    assert await staffed.room.told_types(application) == ["evaluation.assignment.made.v1"] * 2


async def test_a_workflow_ahead_of_the_events_is_told_not_yet(staffed: Case) -> None:
    with pytest.raises(NotYet):
        await staffed.open("unheard-of")
    application = await staffed.admit("call-not-heard-of")
    with pytest.raises(NotYet):
        await staffed.open(application)


async def test_opening_again_asks_nobody_more_by_the_same_key_or_another(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    first = await staffed.open(application, key="open")
    assert await staffed.open(application, key="open") == first
    assert await staffed.open(application) == first
    assert await staffed.advance(application) == first
    assert len(await staffed.evaluators(application)) == 2
    assert len(await staffed.room.told(application)) == 2


async def test_who_has_a_tie_is_never_asked(case: Case) -> None:
    await case.register("a-works-there", employer_tax_number=FIRM.tax_number)
    await case.register("b-declared", declared=[FIRM.tax_number])
    await case.register("c-same-name", employer="ANKARA DÖKÜM A.Ş.")
    await case.register("d-free")
    await case.register("e-free")
    await case.register("koordinator")
    application = await case.admit(await case.publish())
    await case.open(application)
    assert ids(await case.evaluators(application)) == ["d-free", "e-free"]


async def test_other_employers_come_before_a_better_fit_of_the_same_one(case: Case) -> None:
    await case.register("a", employer_tax_number="2000000001")
    await case.register("b", employer_tax_number="2000000001")
    await case.register("c", nace=["62.01"])
    application = await case.admit(await case.publish())
    await case.open(application)
    assert ids(await case.evaluators(application)) == ["a", "c"]


@pytest.mark.parametrize(
    ("totals", "passed", "mean"),
    [
        (("60", "60"), True, "60"),
        (("59.99", "60.01"), True, "60"),
        (("59.99", "59.99"), False, "59.99"),
        (("59.99", "60"), False, "59.995"),
        (("50", "70"), True, "60"),
        (("75", "76"), True, "75.5"),
    ],
)
async def test_two_totals_not_more_than_20_apart_decide_by_their_exact_mean(
    staffed: Case,
    totals: tuple[str, str],
    passed: bool,  # noqa: FBT001 - a column of the table
    mean: str,
) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    for person_id, total in zip(("d1", "d2"), totals, strict=True):
        assert (await staffed.assess(application, person_id, total)).status_code == 200
    state = await staffed.advance(application)
    assert (state.decided, state.passed, state.mean) == (True, passed, mean)
    assert await staffed.advance(application) == state
    told = await staffed.room.told(application)
    (decided,) = (one for one in told if one.type == "evaluation.pre_evaluation.decided.v1")
    assert decided.data["mean"] == mean
    assert decided.regime.startswith("kdp-2014@")
    last = told[-1].type
    assert last == (decided.type if passed else "evaluation.feedback.issued.v1")


async def test_more_than_20_apart_asks_a_third_and_the_closest_two_decide(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.assess(application, "d1", "50")
    await staffed.assess(application, "d2", "70.01")
    state = await staffed.advance(application)
    assert not state.decided
    assert ids(await staffed.evaluators(application)) == ["d1", "d2", "d3"]
    assert await staffed.advance(application) == state
    await staffed.assess(application, "d3", "68")
    state = await staffed.advance(application)
    assert (state.decided, state.passed, state.mean) == (True, True, "69.005")
    told = [event.data["remaining"] for event in await staffed.room.told(application) if "remaining" in event.data]
    assert told == [1, 0, 0]


async def test_a_third_in_the_middle_of_both_counts_with_both(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.assess(application, "d1", "50")
    await staffed.assess(application, "d2", "71")
    await staffed.advance(application)
    await staffed.assess(application, "d3", "60.5")
    assert (await staffed.advance(application)).mean == "60.5"


async def test_the_decision_is_kept_with_what_it_was_made_of(staffed: Case) -> None:
    application = await staffed.passed(await staffed.publish(), "75")
    shown = (await staffed.inspector.get(f"/applications/{application}/pre-evaluation")).json()
    explained = Explanation.model_validate(shown["explanation"])
    assert (explained.outcome, explained.figures) == ("passed", {"mean": "75"})
    assert [(line.asked, line.allowed) for line in explained.steps][-1] == ("(75 + 75) / 2 = 75", "60")
    assert recompute(explained) == explained
    (told,) = [one for one in await staffed.room.told(application) if one.type.startswith("evaluation.pre_evaluation")]
    assert told.data["explanations"] == [shown["explanation"]]
    assert shown["totals"] == ["75", "75"]


async def test_who_declines_is_replaced_by_somebody_not_asked_before(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    assert (await staffed.answer(application, "d1", accept=False, reason="Yoğunum")).status_code == 200
    await staffed.advance(application)
    asked = await staffed.evaluators(application)
    assert [(one["evaluator_id"], one["status"]) for one in asked] == [
        ("d1", "declined"),
        ("d2", "invited"),
        ("d3", "invited"),
    ]


async def test_who_does_not_answer_in_time_is_replaced_at_the_deadline_and_not_before(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    state = await staffed.open(application)
    await staffed.assess(application, "d2", "80")
    assert state.due_at is not None
    staffed.room.clock.at = state.due_at
    staffed.room.clock.forward(microseconds=-1)
    await staffed.advance(application)
    assert ids(await staffed.evaluators(application)) == ["d1", "d2"]
    staffed.room.clock.at = state.due_at
    assert (await staffed.answer(application, "d1")).status_code == 409
    later = await staffed.advance(application)
    asked = await staffed.evaluators(application)
    assert [(one["evaluator_id"], one["status"]) for one in asked] == [
        ("d1", "lapsed"),
        ("d2", "submitted"),
        ("d3", "invited"),
    ]
    assert later.due_at is not None
    assert later.due_at > state.due_at
    assert await fallen(staffed, application, "lapsed") == [("invitation", "replaced")]
    late = await staffed.answer(application, "d1")
    assert (late.status_code, rules_of(late)) == (409, ["assignment.over"])


async def test_who_accepted_has_the_evaluation_s_time_and_is_replaced_when_that_is_over(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    invited = await staffed.open(application)
    assert invited.due_at is not None
    staffed.room.clock.at = invited.due_at
    staffed.room.clock.forward(microseconds=-1)
    await staffed.answer(application, "d1")
    await staffed.assess(application, "d2", "80")
    staffed.room.clock.at = invited.due_at
    at_work = await staffed.advance(application)
    due_at = evaluate_by((await staffed.first_told(application)).time, load(REGIME))
    statuses = [(one["evaluator_id"], one["status"]) for one in await staffed.evaluators(application)]
    assert statuses == [("d1", "accepted"), ("d2", "submitted")]
    assert at_work.due_at is not None
    staffed.room.clock.at = at_work.due_at
    assert (await staffed.advance(application)).due_at == due_at
    staffed.room.clock.at = due_at
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    late = await staffed.evaluator("d1").post(path, sheet("70"))
    assert (late.status_code, rules_of(late)) == (409, ["assignment.deadline"])
    await staffed.advance(application)
    statuses = [(one["evaluator_id"], one["status"]) for one in await staffed.evaluators(application)]
    assert statuses == [("d1", "lapsed"), ("d2", "submitted"), ("d3", "invited")]
    assert await fallen(staffed, application, "lapsed") == [("evaluation", "replaced")]


async def test_who_accepted_and_has_not_submitted_is_reminded_once_when_the_time_for_it_comes(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    invited_at = staffed.room.clock.at
    await staffed.answer(application, "d1")
    await staffed.assess(application, "d2", "80")
    due_at = evaluate_by(invited_at, load(REGIME))
    reminder = moved_by_days(due_at, -load(REGIME).deadlines.evaluation_reminder_days_before.value)
    staffed.room.clock.at = reminder - timedelta(microseconds=1)
    assert (await staffed.advance(application)).due_at == reminder
    assert await reminded(staffed, application) == []
    staffed.room.clock.at = reminder
    for _ in range(2):
        assert (await staffed.advance(application)).due_at == due_at
    assert await reminded(staffed, application) == [("d1", due_at.isoformat().replace("+00:00", "Z"))]
    assert await fallen(staffed, application, "reminded") == [("evaluation_reminder", "reminded")]


async def test_who_submitted_before_or_never_answered_is_not_reminded(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    due_at = evaluate_by(staffed.room.clock.at, load(REGIME))
    await staffed.assess(application, "d2", "80")
    staffed.room.clock.at = due_at - timedelta(microseconds=1)
    await staffed.advance(application)
    assert await reminded(staffed, application) == []


async def fallen(case: Case, application: str, what: str) -> list[tuple[str, str]]:
    """What fell due and what followed, by the explanation of each event of this kind; nobody set it by hand."""
    told = [event for event in await case.room.told(application) if event.type == f"evaluation.assignment.{what}.v1"]
    assert all("set_at" not in retold(event.data).inputs for event in told)
    return [fell(event.data) for event in told]


async def reminded(case: Case, application: str) -> list[tuple[str, str]]:
    """Who was reminded of what date."""
    told = [event for event in await case.room.told(application) if event.type == "evaluation.assignment.reminded.v1"]
    return [(event.data["evaluator_id"], event.data["due_at"]) for event in told]


async def test_an_evaluator_is_told_until_when_to_answer_and_until_when_to_score(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    told = await staffed.first_told(application)
    shown = (await staffed.evaluator("d1").get(f"/assignments/{told.data['assignment_id']}")).json()
    assert (shown["due_at"], shown["evaluate_by"]) == (told.data["due_at"], told.data["evaluate_by"])
    assert shown["due_at"] < shown["evaluate_by"]
    await staffed.answer(application, "d1")
    accepted = (await staffed.room.told(application))[-1]
    assert (accepted.type, accepted.data["due_at"]) == ("evaluation.assignment.accepted.v1", shown["evaluate_by"])
    shown = (await staffed.evaluator("d1").get(f"/assignments/{told.data['assignment_id']}")).json()
    assert shown["due_at"] == shown["evaluate_by"]


async def test_with_nobody_left_the_officer_is_told_once_a_day(case: Case) -> None:
    await case.register("d1")
    application = await case.admit(await case.publish())
    state = await case.open(application)
    explained = [choice_of(event) for event in await case.room.told(application)]
    assert [(one.outcome, one.figures["chosen"], one.figures["missing"]) for one in explained] == [
        ("missing", "d1", "1")
    ] * 2
    assert [recompute(one) for one in explained] == explained
    assert state.due_at is not None
    assert (state.due_at - case.room.clock.at).total_seconds() == 24 * 3600
    await case.advance(application)
    missing = "evaluation.pre_evaluation.evaluators_missing.v1"
    assert (await case.room.told_types(application)).count(missing) == 1
    case.room.clock.at = state.due_at
    again = await case.advance(application)
    assert (await case.room.told_types(application)).count(missing) == 2
    assert again.due_at is not None
    assert again.due_at > state.due_at
    await case.register("d2")
    await case.advance(application)
    assert ids(await case.evaluators(application)) == ["d1", "d2"]


async def test_an_officer_fills_a_missing_seat_by_hand_but_never_with_a_tie(case: Case) -> None:
    await case.register("d1")
    application = await case.admit(await case.publish())
    await case.open(application)
    path = f"/applications/{application}/assignments"
    await case.register("tied", employer_tax_number=FIRM.tax_number)
    tied = await case.officer.post(path, {"evaluator_id": "tied"})
    assert (tied.status_code, rules_of(tied)) == (422, ["conflict.employer"])
    twice = await case.officer.post(path, {"evaluator_id": "d1"})
    assert (twice.status_code, rules_of(twice)) == (409, ["assignment.twice"])
    unknown = await case.officer.post(path, {"evaluator_id": "nobody"})
    assert unknown.status_code == 404
    await case.register("d2")
    assert (await case.officer.post(path, {"evaluator_id": "d2"})).status_code == 201
    await case.register("d3")
    full = await case.officer.post(path, {"evaluator_id": "d3"})
    assert (full.status_code, rules_of(full)) == (409, ["assignment.no_seat"])
    state = await case.advance(application)
    assert ids(await case.evaluators(application)) == ["d1", "d2"]
    assert state.due_at is not None
    assert (state.due_at - case.room.clock.at).days > 1


async def test_two_officers_at_once_fill_one_seat_once(case: Case) -> None:
    await case.register("d1")
    application = await case.admit(await case.publish())
    await case.open(application)
    await case.register("d2")
    await case.register("d3")
    path = f"/applications/{application}/assignments"
    answers = await asyncio.gather(*(case.officer.post(path, {"evaluator_id": one}) for one in ("d2", "d3")))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await case.evaluators(application)) == 2


async def test_a_score_sheet_is_refused_with_everything_that_is_wrong(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.answer(application, "d1")
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    body = {
        "scores": {"capacity": "25.0001", "competitiveness.level": "18,5", "novelty": "1"},
        "justifications": {"capacity": "kısa"},
    }
    refused = await staffed.evaluator("d1").post(path, body)
    assert refused.status_code == 422
    assert sorted(rules_of(refused)) == sorted(
        [
            "evaluation.block_unknown",
            "evaluation.points_range",
            "evaluation.points_text",
            *["evaluation.block_missing"] * 2,
            *["evaluation.justification_short"] * 3,
        ]
    )
    number = await staffed.evaluator("d1").post(path, {**sheet("70"), "scores": {"capacity": 18.5}})
    assert number.status_code == 422


async def test_scores_are_final_and_are_given_only_after_accepting(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    early = await staffed.evaluator("d1").post(path, sheet("70"))
    assert (early.status_code, rules_of(early)) == (409, ["assessment.not_accepted"])
    assert (await staffed.assess(application, "d1", "70")).status_code == 200
    again = await staffed.evaluator("d1").post(path, sheet("71"))
    assert (again.status_code, rules_of(again)) == (409, ["assessment.final"])
    declined = await staffed.answer(application, "d1", accept=False)
    assert (declined.status_code, rules_of(declined)) == (409, ["assignment.answered"])


async def test_two_submissions_at_once_are_one(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.answer(application, "d1")
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    answers = await asyncio.gather(*(staffed.evaluator("d1").post(path, sheet(total)) for total in ("70", "80")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    told = await staffed.room.told_types(application)
    assert told.count("evaluation.assessment.submitted.v1") == 1


async def test_the_same_key_gets_the_same_answer(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.answer(application, "d1")
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/assessment"
    first = await staffed.evaluator("d1").post(path, sheet("70"), key="once")
    again = await staffed.evaluator("d1").post(path, sheet("70"), key="once")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


async def test_an_acceptance_with_a_tie_is_refused_and_a_tie_found_later_counts(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    both = await staffed.answer(application, "d1", accept=True, conflict=True)
    assert (both.status_code, rules_of(both)) == (422, ["assignment.accept_with_conflict"])
    assert (await staffed.answer(application, "d1")).status_code == 200
    assert (await staffed.answer(application, "d1", accept=False, conflict=True)).status_code == 200
    declined = (await staffed.room.told(application))[-1]
    assert (declined.type, declined.data["conflict"]) == ("evaluation.assignment.declined.v1", True)


async def test_an_application_that_ended_closes_what_is_under_way(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    await staffed.open(application)
    await staffed.assess(application, "d1", "70")
    await staffed.end(call, application)
    asked = await staffed.evaluators(application)
    assert [one["status"] for one in asked] == ["submitted", "closed"]
    assert (await staffed.answer(application, "d2")).status_code == 409
    state = await staffed.advance(application)
    assert (state.decided, state.due_at) == (False, None)
    assert len(await staffed.evaluators(application)) == 2
    tasks = (await staffed.evaluator("d2").get("/tasks")).json()["tasks"]
    assert tasks == []


async def test_registering_is_for_the_administrator_and_again_brings_up_to_date(case: Case) -> None:
    assert (await case.register("d1")).status_code == 201
    assert (await case.register("d1", nace=["30.11"])).status_code == 201
    listed = (await case.officer.get("/evaluators")).json()
    assert [(one["person_id"], one["nace"]) for one in listed] == [("d1", ["30.11"])]
    body = {"person_id": "d2", "name": "D", "employer": "E", "nace": []}
    for role in ("ministry_officer", "coordinator", "evaluator", "inspector", "committee_chair"):
        refused = await case.room.api.as_("someone", role).post("/evaluators", body)
        assert refused.status_code == 403, role
    assert await case.room.told_types("d1") == ["evaluation.evaluator.registered.v1"] * 2


async def test_what_cannot_be_stored_or_is_unknown_is_refused_by_name_never_with_a_fault(case: Case) -> None:
    assert (await case.register("d1", name="a\x00b")).status_code == 422
    body = {"person_id": "d 1", "name": "", "employer": "E", "nace": ["x"], "more": 1}
    refused = await case.administrator.post("/evaluators", body)
    assert refused.status_code == 422
    fields = {error["field"] for error in refused.json()["errors"]}
    assert {"person_id", "name", "nace[0]", "more"} <= fields
    assert (await case.inspector.get("/assignments/%00")).status_code == 422
    assert (await case.inspector.get("/applications/none/pre-evaluation")).status_code == 404
