"""Ties between persons and files: found before anyone is asked, settled once, declared before anything is seen."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from grants.contracts.application_events import MemberData
from grants.decisions import recompute
from grants.explanation import Explanation
from tests.services.evaluation.acts import FIRM, Case, rules_of

pytestmark = pytest.mark.servers

SEAT = "Ostim Mah. 1234. Cad. No: 5, Ankara"
SEATED = MemberData(**{**FIRM.model_dump(), "address": SEAT})
FORM = {"vision": "Gizli vizyon metni", "reference_projects": "Temiz Döküm Hattı, Gazi A.Ş. ile"}


async def looked_at(case: Case, **facts: Any) -> str:
    """A file for which d1, of whom these facts are known, and d2 were looked at."""
    await case.register("d1", **facts)
    await case.register("d2")
    application = await case.admit(await case.publish(), members=(SEATED,), form=FORM)
    await case.open(application)
    return application


async def findings(case: Case, application: str) -> list[dict[str, Any]]:
    answer = await case.officer.get(f"/applications/{application}/conflicts")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def settle(
    case: Case, application: str, how: str, reason: str = "Gerekçe", who: str = "officer"
) -> httpx.Response:
    """An officer settles the first finding of the file."""
    (first, *_) = await findings(case, application)
    path = f"/applications/{application}/conflicts/{first['id']}/{how}"
    return await case.room.api.as_(who, "ministry_officer").post(path, {"reason": reason})


async def asked(case: Case, application: str) -> list[str]:
    return [one["evaluator_id"] for one in await case.evaluators(application)]


# What is known of d1                                                    | kind       | hard  | certain
KINDS: tuple[tuple[dict[str, Any], str, bool, bool], ...] = (
    ({"employer_tax_number": FIRM.tax_number}, "employer", True, True),
    ({"employer": "ANKARA DÖKÜM AŞ"}, "employer", True, False),
    ({"declared": [FIRM.tax_number]}, "declared", True, True),
    ({"address": "ostim mahallesi 1234. cadde 5 ankara"}, "address", False, False),
    ({"projects": [{"title": "Temiz Döküm Hattı", "partner": "Gazi A.Ş."}]}, "project", False, False),
)


@pytest.mark.parametrize(("facts", "kind", "hard", "certain"), KINDS, ids=[str(sorted(case[0])) for case in KINDS])
async def test_each_kind_of_tie_is_found_before_anyone_is_asked_and_settled_only_as_its_kind_allows(
    case: Case, facts: dict[str, Any], kind: str, *, hard: bool, certain: bool
) -> None:
    application = await looked_at(case, **facts)
    assert await asked(case, application) == ["d2"]
    (one,) = await findings(case, application)
    assert (one["person_id"], one["kind"], one["hard"], one["certain"]) == ("d1", kind, hard, certain)
    assert (one["state"], one["in_force"]) == ("open", True)
    by_hand = await case.officer.post(f"/applications/{application}/assignments", {"evaluator_id": "d1"})
    assert rules_of(by_hand) == [f"conflict.{kind}"]
    waived = await settle(case, application, "waiver")
    assert (waived.status_code, hard) in ((422, True), (200, False))
    if hard:
        assert rules_of(waived) == ["conflict.hard"]
        dismissed = await settle(case, application, "dismissal")
        assert (dismissed.status_code, certain) in ((422, True), (200, False))
    case.room.clock.forward(days=1)
    await case.advance(application)
    assert await asked(case, application) == (["d2"] if hard and certain else ["d2", "d1"])


async def test_what_is_found_is_told_with_how_and_says_nothing_of_who_works_or_lives_where(case: Case) -> None:
    facts = {"employer": "ANKARA DÖKÜM AŞ", "address": SEAT, "declared": ["1000000009"]}
    application = await looked_at(case, **facts)
    told = [event for event in await case.room.told(application) if "conflict.found" in event.type]
    assert sorted(event.data["kind"] for event in told) == ["address", "employer"]
    for event in told:
        (explained,) = [Explanation.model_validate(one) for one in event.data["explanations"]]
        assert (explained.outcome, recompute(explained)) == ("conflicted", explained)
    everything = json.dumps([event.data for event in await case.room.told()], ensure_ascii=False).casefold()
    for secret in ("döküm", "ostim", "1000000009", FIRM.tax_number):
        assert secret.casefold() not in everything


async def test_the_invitation_tells_the_check_and_what_was_settled_before_it(case: Case) -> None:
    application = await looked_at(case, employer="ANKARA DÖKÜM AŞ")
    assert (await settle(case, application, "dismissal")).status_code == 200
    await case.officer.post(f"/applications/{application}/assignments", {"evaluator_id": "d1"})
    made = [event for event in await case.room.told(application) if event.type == "evaluation.assignment.made.v1"]
    explained = Explanation.model_validate(made[-1].data["explanations"][0])
    assert (made[-1].data["evaluator_id"], explained.outcome, explained.figures["settled"]) == ("d1", "clear", "1")
    assert "step.conflict.dismissed" in [line.rule for line in explained.steps]
    assert recompute(explained) == explained


async def test_a_false_match_is_dismissed_once_and_for_good_and_a_new_fact_is_a_new_finding(case: Case) -> None:
    application = await looked_at(case, employer="ANKARA DÖKÜM AŞ")
    assert (await settle(case, application, "dismissal", "Aynı adı taşıyan başka bir şirket")).status_code == 200
    assert (await settle(case, application, "dismissal")).status_code == 409
    assert (await settle(case, application, "waiver")).status_code == 409
    case.room.clock.forward(days=40)
    await case.advance(application)
    await case.register("d1", employer="Ankara Döküm A.Ş.")
    assert [one["state"] for one in await findings(case, application)] == ["dismissed"]
    await case.register("d1", employer="Ankara Döküm A.Ş.", employer_tax_number=FIRM.tax_number)
    states = {(one["state"], one["in_force"]) for one in await findings(case, application)}
    assert states == {("dismissed", False), ("open", True)}
    told = await case.room.told_types(application)
    assert told.count("evaluation.conflict.dismissed.v1") == 1


async def test_a_record_that_was_wrong_is_corrected_and_keeps_nobody_apart_any_more(case: Case) -> None:
    application = await looked_at(case, employer_tax_number=FIRM.tax_number)
    await case.register("d1")
    assert [(one["state"], one["in_force"]) for one in await findings(case, application)] == [("open", False)]
    assert (
        await case.officer.post(f"/applications/{application}/assignments", {"evaluator_id": "d1"})
    ).status_code == 201


async def test_settling_needs_a_reason_and_an_officer_who_is_not_the_person_nor_tied_nor_asked(case: Case) -> None:
    application = await looked_at(case, address=SEAT)
    assert rules_of(await settle(case, application, "waiver", "")) == ["conflict.reason"]
    (one,) = await findings(case, application)
    path = f"/applications/{application}/conflicts/{one['id']}"
    tied = case.room.api.as_("tied", "ministry_officer", tax_number=FIRM.tax_number)
    others = [case.room.api.as_(who, "ministry_officer", "evaluator") for who in ("d1", "d2")]
    roles = [case.room.api.as_("someone", role) for role in ("commission_member", "inspector", "administrator")]
    for client in (tied, *others, *roles):
        for how in ("waiver", "dismissal"):
            assert (await client.post(f"{path}/{how}", {"reason": "G"})).status_code == 403
    assert (await case.officer.post(f"{path[:-1]}x/waiver", {"reason": "G"})).status_code == 404
    assert (await settle(case, application, "waiver", "Adres bir iş merkezi")).status_code == 200
    (one,) = await findings(case, application)
    assert (one["state"], one["decided_by"], one["reason"]) == ("waived", "officer", "Adres bir iş merkezi")


async def test_two_officers_at_once_settle_a_tie_one_way_and_one_is_told_so(case: Case) -> None:
    application = await looked_at(case, address=SEAT)
    answers = await asyncio.gather(
        settle(case, application, "waiver", who="one"),
        settle(case, application, "dismissal", who="two"),
        settle(case, application, "waiver", who="three"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert rules_of(refused) == ["conflict.settled"]
    told = await case.room.told_types(application)
    assert sum("conflict.waived" in kind or "conflict.dismissed" in kind for kind in told) == 1


async def test_who_judged_the_consortium_in_an_earlier_call_is_not_asked_again_for_the_years_of_the_regime(
    staffed: Case,
) -> None:
    await staffed.passed(await staffed.publish())
    again = await staffed.admit(await staffed.publish())
    await staffed.open(again)
    assert await asked(staffed, again) == ["d3"]
    assert {one["kind"] for one in await findings(staffed, again)} == {"evaluated"}
    other = await staffed.admit(await staffed.publish(), coordinator_id="somebody-else")
    await staffed.open(other)
    assert len(await asked(staffed, other)) == 2
    staffed.room.clock.forward(days=3 * 366)
    later = await staffed.admit(await staffed.publish())
    await staffed.open(later)
    assert len(await asked(staffed, later)) == 2


async def test_registering_unrelated_persons_changes_no_finding(case: Case) -> None:
    application = await looked_at(case, address=SEAT, employer="ANKARA DÖKÜM AŞ")
    before = await findings(case, application)
    for number in range(5):
        await case.register(f"x{number}", address=f"Başka Sokak {number}, Van")
    assert await findings(case, application) == before
    first = (await case.officer.get(f"/applications/{application}/conflicts", limit=1)).json()
    rest = (await case.officer.get(f"/applications/{application}/conflicts", after=first[0]["id"])).json()
    assert [*first, *rest] == before


async def test_an_invited_evaluator_sees_names_to_judge_by_and_accepts_only_after_declaring(
    staffed: Case,
) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    path = f"/assignments/{await staffed.assignment(application, 'd1')}"
    evaluator = staffed.evaluator("d1")
    shown = (await evaluator.get(path)).json()
    assert (shown["content"], shown["declared"]) == (None, False)
    assert shown["members"][0] == {"name": FIRM.name, "kind": "", "province": ""}
    refused = await evaluator.post(f"{path}/answer", {"accept": True})
    assert (refused.status_code, rules_of(refused)) == (409, ["declaration.missing"])
    assert (await staffed.declare(application, "d1")).status_code == 200
    assert (await evaluator.get(path)).json()["content"] is None
    assert (await evaluator.post(f"{path}/answer", {"accept": True})).status_code == 200
    assert (await evaluator.get(path)).json()["content"]["form"]["vision"] == "Gizli vizyon metni"
    declared = [event for event in await staffed.room.told(application) if "conflict.declared" in event.type]
    assert [(event.data["tie"], event.data["barred"]) for event in declared] == [("none", False)]


async def test_a_soft_tie_declared_closes_the_file_until_an_officer_waives_it(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    path = f"/assignments/{await staffed.assignment(application, 'd1')}"
    evaluator = staffed.evaluator("d1")
    assert rules_of(await staffed.declare(application, "d1", "soft")) == ["declaration.reason"]
    assert (await staffed.declare(application, "d1", "soft", "Eski bir öğrencim")).status_code == 200
    assert (await evaluator.get(path)).status_code == 403
    assert (await evaluator.get("/assignments")).json() == []
    assert (await evaluator.get("/tasks")).json()["tasks"] == []
    assert (await evaluator.post(f"{path}/answer", {"accept": True})).status_code == 403
    taken_back = await staffed.declare(application, "d1")
    assert (taken_back.status_code, rules_of(taken_back)) == (409, ["declaration.final"])
    (one,) = await findings(staffed, application)
    assert (one["kind"], one["hard"], one["certain"]) == ("said", False, True)
    assert rules_of(await settle(staffed, application, "dismissal")) == ["conflict.certain"]
    assert (await settle(staffed, application, "waiver")).status_code == 200
    assert (await evaluator.post(f"{path}/answer", {"accept": True})).status_code == 200
    assert (await evaluator.get(path)).json()["content"] is not None
    assert (await staffed.declare(application, "d1", "hard", "Akrabam çıktı")).status_code == 200
    assert (await evaluator.get(path)).status_code == 403


async def test_a_hard_tie_declared_declines_and_is_final(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    assert (await staffed.declare(application, "d1", "hard", "Kardeşim üye firmada")).status_code == 200
    (mine,) = [one for one in await staffed.evaluators(application) if one["evaluator_id"] == "d1"]
    assert (mine["status"], mine["barred"]) == ("declined", "declared")
    assert rules_of(await settle(staffed, application, "waiver")) == ["conflict.hard"]
    await staffed.advance(application)
    assert await asked(staffed, application) == ["d1", "d2", "d3"]
    assert (await staffed.declare(application, "d1")).status_code == 409


async def test_who_was_asked_is_said_to_be_barred_only_while_a_tie_holds(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)

    async def barred() -> dict[str, str | None]:
        return {one["evaluator_id"]: one["barred"] for one in await staffed.evaluators(application)}

    assert await barred() == {"d1": None, "d2": None}
    assert (await staffed.answer(application, "d2", accept=False)).status_code == 200
    assert await barred() == {"d1": None, "d2": None}, "who declines for another reason is not tied"
    await staffed.register("d1", employer_tax_number=FIRM.tax_number)
    assert await barred() == {"d1": "computed", "d2": None}
    await staffed.register("d1")
    assert (await staffed.declare(application, "d1", "soft", "Eski bir öğrencim")).status_code == 200
    assert await barred() == {"d1": "declared", "d2": None}
    assert (await settle(staffed, application, "waiver")).status_code == 200
    assert await barred() == {"d1": None, "d2": None}


async def test_nobody_declares_for_another(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    path = f"/assignments/{await staffed.assignment(application, 'd1')}/declaration"
    for client in (staffed.evaluator("d2"), staffed.officer, staffed.administrator):
        assert (await client.post(path, {"tie": "none"})).status_code == 403


async def test_a_committee_member_sees_names_alone_until_declaring_and_leaves_with_a_tie_until_it_is_waived(
    staffed: Case,
) -> None:
    call = await staffed.publish()
    application = await staffed.passed(call)
    await staffed.appoint(call)
    await staffed.order("open_committee", call_id=call, applications=(application,))
    member, item = staffed.member("k2"), f"/calls/{call}/committee/applications/{application}"
    (shown,) = (await member.get(f"/calls/{call}/committee")).json()["items"]
    assert (shown["declared"], shown["requested"], shown["evaluators_mean"]) == (False, None, None)
    assert FIRM.name in shown["members"]
    assert (await member.get(item)).status_code == 409
    assert (await member.get(f"/applications/{application}/pre-evaluation")).status_code == 403
    await staffed.declare_on_item(call, application, "k1")
    await staffed.attend(call)
    assert rules_of(await staffed.score(call, application, "k2", 30)) == ["declaration.missing"]
    assert (await staffed.declare_on_item(call, application, "k2")).status_code == 200
    assert (await member.get(item)).status_code == 200
    assert (await staffed.score(call, application, "k2", 30)).status_code == 200
    assert (await staffed.declare_on_item(call, application, "k2", "soft", "Eski iş arkadaşım")).status_code == 200
    assert (await member.get(item)).status_code == 403
    assert (await member.get(f"/calls/{call}/committee")).json()["items"] == []
    assert (await staffed.score(call, application, "k2", 30)).status_code == 403
    assert (await settle(staffed, application, "waiver")).status_code == 200
    assert (await member.get(item)).status_code == 200
    assert (await staffed.score(call, application, "k2", 31)).status_code == 200
    strange = await staffed.declare_on_item(call, "unknown", "k2")
    assert strange.status_code == 404
    assert (await staffed.declare_on_item(call, application, "d9")).status_code == 403


async def test_a_member_of_the_pool_with_a_tie_sees_nothing_by_any_role_and_is_not_seated(staffed: Case) -> None:
    await staffed.register("k1", address=SEAT)
    call = await staffed.publish()
    application = await staffed.passed(call, members=(SEATED,))
    await staffed.appoint(call)
    await staffed.convene(call, [application])
    everything = ("committee_chair", "committee_member", "ministry_officer", "inspector", "administrator", "evaluator")
    tied = staffed.room.api.as_("k1", *everything)
    readings = [
        f"/applications/{application}/pre-evaluation",
        f"/applications/{application}/conflicts",
        f"/calls/{call}/committee/applications/{application}",
        f"/assignments/{await staffed.assignment(application, 'd1')}",
    ]
    assert [(await tied.get(path)).status_code for path in readings] == [403] * 4
    for path in (f"/calls/{call}/committee", "/tasks"):
        assert application not in (await tied.get(path)).text
    for act in ("committee", "committee/envelope"):
        assert (await tied.post(f"/calls/{call}/{act}", {})).status_code in (403, 422)
    assert "k1" not in (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"][0]["sitting"]
    assert (await settle(staffed, application, "dismissal")).status_code == 200
    assert (await staffed.declare_on_item(call, application, "k1")).status_code == 200
    assert [(await tied.get(path)).status_code for path in readings] == [200] * 4
