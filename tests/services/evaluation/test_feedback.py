"""What applicants are told after the decision, and what they may say to it, on a real database."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from grants.calendar import istanbul_day
from grants.contracts.activities import WindowOrder
from grants.values import ApplicationId
from runtime.auth import system_actor
from services.evaluation.usecases.objections import close_objection_window
from tests.arranged import arranged
from tests.retold import fell, retold
from tests.rooms import ApiClient
from tests.services.evaluation.acts import CHAIR, FIRM, JUSTIFICATION, Case, rules_of, sheet

pytestmark = pytest.mark.servers

ISSUED = "evaluation.feedback.issued.v1"
HELD = "evaluation.feedback.blocked.v1"
OVER = "evaluation.objection.window_closed.v1"
BLOCK = next(iter(sheet("75")["justifications"]))


def coordinator(case: Case) -> ApiClient:
    return case.room.api.as_("koordinator", "coordinator")


def member(case: Case) -> ApiClient:
    return case.room.api.as_("uye", "consortium_member", tax_number=FIRM.tax_number)


@arranged
async def eliminated(case: Case, text: str = JUSTIFICATION) -> str:
    """An application that both evaluators scored 40; d1 wrote this text in the first block."""
    application = await case.admit(await case.publish())
    await case.open(application)
    for person_id, words in (("d1", text), ("d2", JUSTIFICATION)):
        await case.answer(application, person_id)
        written = sheet("40")
        written["justifications"][BLOCK] = words
        path = f"/assignments/{await case.assignment(application, person_id)}/assessment"
        answer = await case.evaluator(person_id).post(path, written)
        assert answer.status_code == 200, answer.text
    await case.advance(application)
    return application


async def feedback(client: ApiClient, application: str) -> httpx.Response:
    return await client.get(f"/applications/{application}/feedback")


async def reword(client: ApiClient, application: str, **body: Any) -> httpx.Response:
    facts = {"block": BLOCK, "number": 1, "text": "Kümenin planı açık.", "reason": "Ad geçiyordu", **body}
    return await client.post(f"/applications/{application}/feedback/redactions", facts)


async def contest(client: ApiClient, application: str, reasons: str = "Puan hatalı") -> httpx.Response:
    return await client.post(f"/applications/{application}/objection", {"reasons": reasons})


async def settle(
    client: ApiClient, application: str, *, upheld: bool = False, reason: str = "Yerinde"
) -> httpx.Response:
    return await client.post(f"/applications/{application}/objection/decision", {"upheld": upheld, "reason": reason})


async def test_an_eliminated_applicant_reads_means_and_texts_and_never_who_wrote_them(staffed: Case) -> None:
    application = await eliminated(staffed)
    for client in (coordinator(staffed), member(staffed), staffed.officer):
        shown = (await feedback(client, application)).json()
        assert (shown["status"], shown["decision"], shown["mean"]) == ("issued", "eliminated", "40")
        assert [text["text"] for text in shown["blocks"][0]["texts"]] == [JUSTIFICATION, JUSTIFICATION]
        assert not [who for who in ('"d1"', '"d2"', "D1", "D2") if who in str(shown)]
    told = [one for one in await staffed.room.told(application) if one.type == ISSUED]
    assert len(told) == 1
    assert JUSTIFICATION not in str(told[0].data)


async def test_nothing_is_told_before_the_decision(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.assess(application, "d1", "40")
    for path in ("feedback", "feedback.pdf"):
        assert (await coordinator(staffed).get(f"/applications/{application}/{path}")).status_code == 404
    assert (await contest(coordinator(staffed), application)).status_code == 404


async def test_each_application_before_the_board_is_told_its_decision_when_the_board_concludes(staffed: Case) -> None:
    call = await staffed.publish("1000000.00")
    applications = [await staffed.passed(call, mean) for mean in ("90", "80")]
    await staffed.appoint(call)
    await staffed.convene(call, applications)
    await staffed.attend(call)
    for application in applications:
        assert (await feedback(coordinator(staffed), application)).status_code == 404
        await staffed.score_all(call, application, 30)
    await staffed.conclude(call)
    shown = [(await feedback(coordinator(staffed), one)).json()["decision"] for one in applications]
    assert shown == ["selected", "reserve"]
    assert (await feedback(staffed.member("k2"), applications[0])).status_code == 403


async def test_the_letter_is_a_paper_that_is_the_same_each_time(staffed: Case) -> None:
    staffed.room.clock.at += timedelta(microseconds=1)
    application = await eliminated(staffed)
    path = f"/applications/{application}/feedback.pdf"
    first, again = (await coordinator(staffed).get(path), await staffed.officer.get(path))
    assert first.status_code == 200
    assert first.content.startswith(b"%PDF")
    assert first.content == again.content


async def test_a_text_that_names_an_evaluator_is_held_until_an_officer_puts_other_words(staffed: Case) -> None:
    written = "Bu bölümü D1 olarak ben puanladım ve yeterli buldum."
    application = await eliminated(staffed, written)
    assert (await feedback(coordinator(staffed), application)).status_code == 404
    assert HELD in await staffed.room.told_types(application)
    kinds = [task["kind"] for task in (await staffed.officer.get("/tasks")).json()["tasks"]]
    assert kinds == ["feedback.redact"]
    held = (await feedback(staffed.officer, application)).json()
    (found,) = [text for text in held["blocks"][0]["texts"] if text["betrays"]]
    assert found["text"] == written
    sent = await reword(staffed.officer, application, number=found["number"])
    assert sent.json()["status"] == "issued", sent.text
    (kept,) = sent.json()["redactions"]
    assert (kept["original"], kept["officer_id"]) == (written, "officer")
    shown = (await feedback(coordinator(staffed), application)).json()
    assert "Kümenin planı açık." in str(shown)
    assert written not in str(shown)
    assert shown["redactions"] == []
    assert written not in str([one.data for one in await staffed.room.told(application)])
    assert (await staffed.officer.get("/tasks")).json()["tasks"] == []
    late = await reword(staffed.officer, application, text="Başka")
    assert (late.status_code, rules_of(late)) == (409, ["feedback.issued"])


async def test_everything_wrong_with_other_words_is_said_at_once(staffed: Case) -> None:
    application = await eliminated(staffed, "Bu bölümü D1 olarak ben puanladım ve yeterli buldum.")
    refused = await reword(staffed.officer, application, text="D2 de öyle", reason=" ")
    assert (refused.status_code, rules_of(refused)) == (422, ["feedback.betrays", "feedback.reason_missing"])
    refused = await reword(staffed.officer, application, text="", reason="")
    assert rules_of(refused) == ["feedback.text_missing", "feedback.reason_missing"]
    assert rules_of(await reword(staffed.officer, application, number=9)) == ["feedback.no_text"]
    for client in (coordinator(staffed), staffed.inspector, staffed.evaluator("d1"), staffed.administrator):
        assert (await reword(client, application)).status_code == 403


async def test_whoever_evaluated_neither_sees_held_feedback_nor_rewords_it_nor_decides(staffed: Case) -> None:
    application = await eliminated(staffed, "Bu bölümü D1 olarak ben puanladım ve yeterli buldum.")
    both = staffed.room.api.as_("d1", "evaluator", "ministry_officer")
    assert (await feedback(both, application)).status_code == 403
    assert (await reword(both, application)).status_code == 403
    assert (await both.get("/tasks")).json()["tasks"] == []
    await reword(staffed.officer, application)
    await reword(staffed.officer, application, number=2, text="Yeterli.")
    await contest(coordinator(staffed), application)
    assert (await settle(both, application)).status_code == 403


async def test_the_coordinator_objects_once_and_an_officer_decides_once_with_a_reason(staffed: Case) -> None:
    application = await eliminated(staffed)
    for client in (member(staffed), staffed.officer, staffed.inspector):
        assert (await contest(client, application)).status_code == 403
        assert "objection.make" not in (await client.get("/tasks")).text
    shown = (await feedback(coordinator(staffed), application)).json()
    (waits,) = (await coordinator(staffed).get("/tasks")).json()["tasks"]
    assert (waits["kind"], waits["application_id"]) == ("objection.make", application)
    assert waits["due_at"] == shown["object_until"]
    assert rules_of(await contest(coordinator(staffed), application, " ")) == ["objection.reasons_missing"]
    assert (await settle(staffed.officer, application)).status_code == 404
    made = await contest(coordinator(staffed), application)
    assert (made.status_code, made.json()["may_object"], made.json()["objection"]["status"]) == (201, False, "open")
    assert rules_of(await contest(coordinator(staffed), application)) == ["objection.made"]
    assert (await coordinator(staffed).get("/tasks")).json()["tasks"] == []
    kinds = [task["kind"] for task in (await staffed.officer.get("/tasks")).json()["tasks"]]
    assert kinds == ["objection.decide"]
    assert rules_of(await settle(staffed.officer, application, reason="")) == ["objection.reason_missing"]
    for client in (coordinator(staffed), staffed.inspector, staffed.room.api.as_("x", "commission_member")):
        assert (await settle(client, application)).status_code == 403
    answer = await settle(staffed.officer, application, upheld=True)
    assert (answer.status_code, answer.json()["objection"]["status"]) == (200, "upheld")
    assert rules_of(await settle(staffed.officer, application)) == ["objection.decided"]
    types = await staffed.room.told_types(application)
    assert [one for one in types if ".objection." in one] == [
        "evaluation.objection.made.v1",
        "evaluation.objection.decided.v1",
    ]


@pytest.mark.parametrize(("days", "status"), [(10, 201), (11, 409)])
async def test_one_may_object_until_the_end_of_the_tenth_day(staffed: Case, days: int, status: int) -> None:
    application = await eliminated(staffed)
    staffed.room.clock.forward(days=days)
    shown = (await feedback(coordinator(staffed), application)).json()
    assert shown["may_object"] is (status == 201)
    assert ("objection.make" in (await coordinator(staffed).get("/tasks")).text) is (status == 201)
    answer = await contest(coordinator(staffed), application)
    assert answer.status_code == status
    if status == 409:
        assert rules_of(answer) == ["objection.late"]
        async with staffed.room.desk.unit(system_actor("workflow")) as unit:
            order = WindowOrder(key="window", application_id=ApplicationId(application))
            assert (await close_objection_window(unit, order)).closed
        told = (await staffed.room.told(application))[-1]
        assert fell(told.data) == ("objection", "window_closed")
        assert "set_at" not in retold(told.data).inputs


async def test_who_sat_on_the_board_does_not_decide_an_objection(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.passed(call, "90")
    await staffed.appoint(call)
    await staffed.convene(call, [application])
    await staffed.attend(call)
    await staffed.score_all(call, application, 30)
    await staffed.conclude(call)
    await contest(coordinator(staffed), application)
    seated = staffed.room.api.as_(CHAIR, "committee_chair", "ministry_officer")
    assert (await settle(seated, application)).status_code == 403
    assert (await settle(staffed.officer, application)).status_code == 200


async def test_of_two_opposite_decisions_at_once_one_stands(staffed: Case) -> None:
    application = await eliminated(staffed)
    await contest(coordinator(staffed), application)
    answers = await asyncio.gather(*(settle(staffed.officer, application, upheld=upheld) for upheld in (True, False)))
    assert sorted(one.status_code for one in answers) == [200, 409]


async def test_no_stranger_and_no_evaluator_reads_what_applicants_are_told(staffed: Case) -> None:
    application = await eliminated(staffed)
    for role in (
        "coordinator",
        "consortium_member",
        "evaluator",
        "committee_member",
        "finance_officer",
        "administrator",
    ):
        assert (await feedback(staffed.room.api.as_("stranger", role), application)).status_code == 403
    tied = staffed.room.api.as_("koordinator", "ministry_officer", "inspector")
    assert (await feedback(tied, application)).status_code == 403


@pytest.mark.parametrize("contested", [False, True])
async def test_the_days_to_object_end_once_and_feedback_is_final_when_no_objection_waits(
    staffed: Case, *, contested: bool
) -> None:
    application = await eliminated(staffed)
    if contested:
        await contest(coordinator(staffed), application)
    early = await staffed.order("close_objection_window", application_id=application)
    assert not early.closed
    staffed.room.clock.at = early.due_at
    for _ in range(2):
        state = await staffed.order("close_objection_window", application_id=application)
        assert (state.closed, state.due_at) == (True, None)
    shown = (await feedback(coordinator(staffed), application)).json()
    assert (shown["status"], shown["may_object"]) == ("issued" if contested else "final", False)
    (closed,) = [event for event in await staffed.room.told(application) if event.type == OVER]
    assert closed.data["is_final"] is not contested
    if contested:
        await settle(staffed.officer, application, upheld=False)
        assert (await staffed.room.told(application))[-1].data["is_final"]
    else:
        (error,) = (await contest(coordinator(staffed), application)).json()["errors"]
        last_day = istanbul_day(early.due_at - timedelta(seconds=1))
        assert (error["rule"], error["asked"]) == ("objection.late", last_day.isoformat())
    assert (await feedback(coordinator(staffed), application)).json()["status"] == "final"


async def test_an_objection_and_the_end_of_its_days_at_once_come_to_one_end(staffed: Case) -> None:
    application = await eliminated(staffed)
    due = (await staffed.order("close_objection_window", application_id=application)).due_at
    staffed.room.clock.at = due
    made, state = await asyncio.gather(
        contest(coordinator(staffed), application),
        staffed.order("close_objection_window", application_id=application),
    )
    assert (made.status_code, rules_of(made), state.closed) == (409, ["objection.late"], True)
