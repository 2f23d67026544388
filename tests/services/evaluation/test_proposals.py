"""Proposals of whom to ask: made, read, accepted as they are or changed, refused when they hold no more."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.rooms import ApiClient
from tests.services.evaluation.acts import FIRM, Case, rules_of

pytestmark = pytest.mark.servers

TWO = ("2000000001", "2000000002")


def path_of(call: str, proposal: str = "") -> str:
    return f"/calls/{call}/assignment-proposals" + (f"/{proposal}" if proposal else "")


async def proposed(case: Case, call: str, by: ApiClient | None = None) -> dict[str, Any]:
    """A fresh proposal, as the officer reads it."""
    answer = await (by or case.officer).post(path_of(call))
    assert answer.status_code == 201, answer.text
    shown = await (by or case.officer).get(path_of(call, answer.json()["id"]))
    assert shown.status_code == 200, shown.text
    return shown.json()


async def accept(
    case: Case, call: str, proposal: str, *changes: dict[str, str], by: ApiClient | None = None
) -> httpx.Response:
    return await (by or case.officer).post(f"{path_of(call, proposal)}/acceptance", {"changes": list(changes)})


def change(file: str, out: str, into: str, reason: str = "Konuyu daha iyi bilir") -> dict[str, str]:
    return {"application_id": file, "instead_of": out, "evaluator_id": into, "reason": reason}


def line(shown: dict[str, Any], application: str) -> dict[str, Any]:
    return next(one for one in shown["lines"] if one["application_id"] == application)


def chosen(shown: dict[str, Any], application: str) -> list[str]:
    return [one["evaluator_id"] for one in line(shown, application)["chosen"]]


async def asked(case: Case, application: str) -> list[str]:
    return [one["evaluator_id"] for one in await case.evaluators(application)]


async def waiting(case: Case, call: str, count: int = 2) -> list[str]:
    """Files opened while there was nobody to ask."""
    files = [await case.admit(call) for _ in range(count)]
    for one in files:
        await case.open(one)
    return files


async def test_a_proposal_names_whom_to_ask_why_and_asks_nobody(case: Case) -> None:
    call = await case.publish()
    first, second = await waiting(case, call)
    for person_id, facts in {
        "a": {"load_limit": 1},
        "b": {"employer_tax_number": TWO[0]},
        "c": {"employer_tax_number": TWO[0], "nace": ["62.01"]},
        "d": {"employer_tax_number": FIRM.tax_number},
        "e": {"nace": ["28.1"]},
        "f": {"load_limit": 0},
        "g": {"availability": [{"since": "2020-01-01", "until": "2020-12-31"}]},
    }.items():
        assert (await case.register(person_id, **facts)).status_code == 201
    shown = await proposed(case, call)
    assert (shown["status"], shown["best"], shown["seats"], shown["filled"]) == ("open", True, 4, 4)
    assert (shown["call_name"], set(shown["names"])) == ("2. Çağrı", {first, second})
    assert [chosen(shown, one) for one in (first, second)] == [["b", "e"], ["a", "b"]]
    assert shown["fit"] == 4 + 3 + 4 + 4
    assert line(shown, second)["chosen"][1] == {"evaluator_id": "b", "fit": 4, "open_before": 0, "open_after": 2}
    why = {one["evaluator_id"]: one["reasons"] for one in line(shown, first)["passed_over"]}
    assert why == {"a": ["proposal.full"], "d": ["conflict.employer"], "f": ["evaluator.load_limit"]}
    assert line(shown, first)["short"] == 0
    assert [await asked(case, one) for one in (first, second)] == [[], []]
    assert await case.room.told_types(call) == ["evaluation.proposal.computed.v1"]


async def test_a_file_that_cannot_be_staffed_says_what_keeps_people_from_it(case: Case) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    await case.register("a", employer_tax_number=TWO[0])
    await case.register("b", employer_tax_number=TWO[0])
    await case.register("c", declared=[FIRM.tax_number])
    await case.register("d", employer_tax_number=FIRM.tax_number)
    shown = await proposed(case, call)
    assert (chosen(shown, file), line(shown, file)["short"]) == (["a"], 1)
    assert line(shown, file)["obstacles"] == {
        "assignment.same_employer": 1,
        "conflict.declared": 1,
        "conflict.employer": 1,
    }
    assert (await accept(case, call, shown["id"])).status_code == 200
    assert await asked(case, file) == ["a"]
    again = await proposed(case, call)
    assert (chosen(again, file), line(again, file)["seats"]) == ([], 1)
    assert line(again, file)["obstacles"]["assignment.twice"] == 1


async def test_files_that_lack_nobody_that_are_out_or_of_another_call_are_not_in_a_proposal(staffed: Case) -> None:
    call = await staffed.publish()
    full = await staffed.admit(call)
    await staffed.open(full)
    gone = await staffed.admit(call)
    await staffed.end(call, gone)
    other = await staffed.admit(await staffed.publish())
    unopened = await staffed.admit(call)
    shown = await proposed(staffed, call)
    assert [one["application_id"] for one in shown["lines"]] == [unopened]
    assert {full, gone, other}.isdisjoint(shown["names"])


async def test_accepted_as_it_is_it_invites_just_whom_it_names_and_the_room_goes_on_from_there(case: Case) -> None:
    call = await case.publish()
    first, second = await waiting(case, call)
    unopened = await case.admit(call)
    for person_id in ("a", "b", "c"):
        await case.register(person_id)
    shown = await proposed(case, call)
    answer = await accept(case, call, shown["id"])
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
    for file in (first, second, unopened):
        assert await asked(case, file) == chosen(shown, file)
        state = await case.open(file)
        assert not state.decided
        assert await asked(case, file) == chosen(shown, file)
    assert (await case.room.told_types(unopened)) == ["evaluation.assignment.made.v1"] * 2
    accepted = (await case.room.told(call))[-1]
    assert accepted.type == "evaluation.proposal.accepted.v1"
    assert (accepted.data["files"], accepted.data["invited"], accepted.data["changed"]) == (3, 6, 0)
    assert (accepted.actorid, accepted.actorrole) == ("officer", "ministry_officer")
    for person_id in chosen(shown, first):
        assert (await case.assess(first, person_id, "75")).status_code == 200
    assert (await case.advance(first)).decided


async def test_said_again_by_the_same_officer_nothing_more_happens_and_another_is_told_it_is_done(case: Case) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    for person_id in ("a", "b", "c"):
        await case.register(person_id)
    shown = await proposed(case, call)
    for _ in range(2):
        assert (await accept(case, call, shown["id"])).status_code == 200
    assert len(await asked(case, file)) == 2
    other = await accept(case, call, shown["id"], by=case.room.api.as_("second", "commission_member"))
    assert (other.status_code, rules_of(other)) == (409, ["proposal.accepted"])
    otherwise = await accept(case, call, shown["id"], change(file, "a", "c"))
    assert (otherwise.status_code, rules_of(otherwise)) == (409, ["proposal.accepted"])
    assert (await case.room.told_types(call)).count("evaluation.proposal.accepted.v1") == 1


async def test_two_officers_who_accept_at_once_end_in_one_set_of_invitations(case: Case) -> None:
    call = await case.publish()
    files = await waiting(case, call)
    for person_id in ("a", "b", "c"):
        await case.register(person_id)
    shown = await proposed(case, call)
    officers = [case.room.api.as_(one, "ministry_officer") for one in ("first", "second")]
    answers = await asyncio.gather(*(accept(case, call, shown["id"], by=one) for one in officers))
    assert sorted(one.status_code for one in answers) == [200, 409]
    refused = next(one for one in answers if one.status_code == 409)
    assert rules_of(refused) == ["proposal.accepted"]
    assert [len(await asked(case, one)) for one in files] == [2, 2]


async def test_two_proposals_for_the_same_seats_cannot_both_be_accepted(case: Case) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    for person_id in ("a", "b", "c", "d"):
        await case.register(person_id)
    one, other = await proposed(case, call), await proposed(case, call)
    answers = await asyncio.gather(*(accept(case, call, each["id"]) for each in (one, other)))
    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert (refused.json()["type"].endswith("proposal_outdated"), rules_of(refused)) == (True, ["proposal.file_gone"])
    assert len(await asked(case, file)) == 2


async def test_a_limit_of_open_files_holds_over_two_acceptances_at_once(case: Case) -> None:
    calls = [await case.publish() for _ in range(2)]
    files = [(await waiting(case, call, 1))[0] for call in calls]
    await case.register("a", load_limit=1)
    await case.register("b")
    made = [await proposed(case, call) for call in calls]
    answers = await asyncio.gather(
        *(accept(case, *pair) for pair in zip(calls, (one["id"] for one in made), strict=True))
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert rules_of(next(each for each in answers if each.status_code == 409)) == ["proposal.load_limit"]
    assert sorted([len(await asked(case, one)) for one in files]) == [0, 2]


async def test_an_officer_s_own_choice_is_recorded_with_its_reason(case: Case) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    for person_id in ("a", "b", "c"):
        await case.register(person_id)
    shown = await proposed(case, call)
    answer = await accept(case, call, shown["id"], change(file, "a", "c"))
    assert answer.status_code == 200, answer.text
    assert await asked(case, file) == ["c", "b"]
    told = [one for one in await case.room.told(file) if one.type == "evaluation.proposal.changed.v1"]
    assert [(one.data["instead_of"], one.data["evaluator_id"], one.data["reason"]) for one in told] == [
        ("a", "c", "Konuyu daha iyi bilir")
    ]
    read = (await case.officer.get(path_of(call, shown["id"]))).json()
    assert (read["accepted_by"], read["changes"]) == ("officer", [change(file, "a", "c")])


@pytest.mark.parametrize(
    ("into", "rule"),
    [
        ("tied", "proposal.tie"),
        ("full", "proposal.load_limit"),
        ("away", "proposal.unable"),
        ("colleague", "proposal.same_employer"),
        ("nobody", "proposal.not_in_pool"),
        ("b", "proposal.twice"),
    ],
)
async def test_an_officer_s_own_choice_is_held_against_every_hard_rule(case: Case, into: str, rule: str) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    await case.register("a")
    await case.register("b", employer_tax_number=TWO[1])
    await case.register("colleague", employer_tax_number=TWO[1], nace=[])
    await case.register("tied", declared=[FIRM.tax_number])
    await case.register("full", load_limit=0)
    await case.register("away", availability=[{"since": "2020-01-01", "until": "2020-12-31"}])
    shown = await proposed(case, call)
    assert chosen(shown, file) == ["a", "b"]
    answer = await accept(case, call, shown["id"], change(file, "a", into))
    assert (answer.status_code, rules_of(answer)) == (422, [rule])
    assert await asked(case, file) == []


async def test_all_changes_that_cannot_be_read_are_named_at_once(staffed: Case) -> None:
    call = await staffed.publish()
    file = await staffed.admit(call)
    shown = await proposed(staffed, call)
    answer = await accept(
        staffed, call, shown["id"], change(file, "a", "d3"), change(file, "d1", "d2"), change(file, "d1", "d3", "")
    )
    assert (answer.status_code, rules_of(answer)) == (
        422,
        ["proposal.not_proposed", "proposal.twice", "proposal.reason"],
    )


async def test_a_proposal_that_holds_no_more_is_refused_with_all_that_changed(case: Case) -> None:
    call = await case.publish()
    files = await waiting(case, call, 3)
    for person_id in ("a", "b"):
        await case.register(person_id)
    shown = await proposed(case, call)
    await case.register("a", employer_tax_number=FIRM.tax_number)
    await case.register("b", active=False)
    await case.end(call, files[2])
    answer = await accept(case, call, shown["id"])
    assert (answer.status_code, answer.json()["type"].endswith("proposal_outdated")) == (409, True)
    assert sorted(rules_of(answer)) == [
        "proposal.file_gone",
        *["proposal.not_in_pool"] * 2,
        *["proposal.tie"] * 2,
    ]
    assert {one["field"] for one in answer.json()["errors"]} == {f"files.{one}" for one in files}
    assert [await asked(case, one) for one in files[:2]] == [[], []]


async def test_a_pool_that_grew_or_a_file_that_came_later_leaves_a_proposal_as_good_as_it_was(case: Case) -> None:
    call = await case.publish()
    (file,) = await waiting(case, call, 1)
    for person_id in ("a", "b"):
        await case.register(person_id)
    shown = await proposed(case, call)
    await case.register("c")
    later = await case.admit(call)
    assert (await accept(case, call, shown["id"])).status_code == 200
    assert (await asked(case, file), (await proposed(case, call))["lines"][0]["application_id"]) == (["a", "b"], later)


async def test_proposals_are_listed_newest_first_page_by_page(staffed: Case) -> None:
    call = await staffed.publish()
    await staffed.admit(call)
    made = [(await proposed(staffed, call))["id"] for _ in range(3)]
    listed = (await staffed.inspector.get(path_of(call), limit=2)).json()
    assert [one["id"] for one in listed] == made[:0:-1]
    rest = (await staffed.inspector.get(path_of(call), after=listed[-1]["id"])).json()
    assert [one["id"] for one in rest] == made[:1]


async def test_a_proposal_is_read_under_its_own_call_alone(staffed: Case) -> None:
    call, other = await staffed.publish(), await staffed.publish()
    made = await proposed(staffed, call)
    assert (await staffed.officer.get(path_of(other, made["id"]))).status_code == 404
    assert (await accept(staffed, other, made["id"])).status_code == 404
    assert (await staffed.officer.get(path_of(call, "none"))).status_code == 404
    assert (await staffed.officer.post(path_of("none"))).status_code == 404


async def test_without_files_or_people_a_proposal_is_empty_and_can_be_accepted(case: Case) -> None:
    call = await case.publish()
    shown = await proposed(case, call)
    assert (shown["seats"], shown["filled"], shown["best"], shown["lines"]) == (0, 0, True, [])
    assert (await accept(case, call, shown["id"])).status_code == 200
    (file,) = await waiting(case, call, 1)
    empty = await proposed(case, call)
    assert (line(empty, file)["short"], line(empty, file)["obstacles"]) == (2, {})


async def test_an_officer_does_not_put_two_of_one_employer_on_a_file_by_hand(case: Case) -> None:
    await case.register("a", employer_tax_number=TWO[0])
    await case.register("b", employer_tax_number=TWO[0])
    call = await case.publish()
    file = await case.admit(call)
    await case.open(file)
    assert await asked(case, file) == ["a"]
    answer = await case.officer.post(f"/applications/{file}/assignments", {"evaluator_id": "b"})
    assert (answer.status_code, rules_of(answer)) == (422, ["assignment.same_employer"])


async def held(case: Case, call: str, *, by_proposal: bool = True) -> dict[str, Any]:
    """An officer says how the call is staffed from now on."""
    body = {"by_proposal": by_proposal, "reason": "Komisyon öneriyi görmek istiyor"}
    answer = await case.officer.post(f"/calls/{call}/staffing", body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def tasks_of(case: Case, call: str) -> list[tuple[str, int | None]]:
    found = (await case.officer.get("/tasks")).json()["tasks"]
    return [(one["kind"], one["missing"]) for one in found if one["call_id"] == call]


async def test_in_a_call_held_for_proposals_nobody_is_invited_until_an_officer_accepts_one(staffed: Case) -> None:
    call = await staffed.publish()
    assert (await held(staffed, call))["set_by"] == "officer"
    files = [await staffed.admit(call) for _ in range(2)]
    states = [await staffed.open(one) for one in files]
    assert all(state.due_at is not None for state in states), "the room looks again: the call may be let go"
    assert [await asked(staffed, one) for one in files] == [[], []]
    assert await staffed.room.told_types(files[0]) == [], "seats kept empty are not told as people missing"
    assert await tasks_of(staffed, call) == [("proposal.compute", 4)], "one task for the call, none for each file"
    shown = await proposed(staffed, call)
    assert await tasks_of(staffed, call) == [("proposal.accept", 4)]
    assert (await accept(staffed, call, shown["id"])).status_code == 200
    assert await tasks_of(staffed, call) == []
    assert [await asked(staffed, one) for one in files] == [chosen(shown, one) for one in files]


async def test_who_declines_in_a_held_call_is_replaced_by_the_next_proposal_alone(staffed: Case) -> None:
    call = await staffed.publish()
    file = await staffed.admit(call)
    await staffed.open(file)
    await held(staffed, call)
    first = await asked(staffed, file)
    assert len(first) == 2, "who was invited before stays invited"
    await staffed.answer(file, first[0], accept=False)
    await staffed.advance(file)
    assert await asked(staffed, file) == first
    assert await tasks_of(staffed, call) == [("proposal.compute", 1)]
    await accept(staffed, call, (await proposed(staffed, call))["id"])
    assert len(await asked(staffed, file)) == 3


async def test_a_call_that_is_let_go_is_staffed_by_the_room_again_and_each_change_is_on_record_once(
    staffed: Case,
) -> None:
    call = await staffed.publish()
    assert (await staffed.officer.get(f"/calls/{call}/staffing")).json()["by_proposal"] is False
    for by_proposal in (True, True, False, False):
        shown = await held(staffed, call, by_proposal=by_proposal)
        assert shown["by_proposal"] is by_proposal
    told = [one.data["by_proposal"] for one in await staffed.room.told(call)]
    assert told == [True, False]
    file = await staffed.admit(call)
    await staffed.open(file)
    assert len(await asked(staffed, file)) == 2


async def test_who_may_not_staff_a_call_neither_sees_nor_says_how_it_is_staffed(staffed: Case) -> None:
    call = await staffed.publish()
    await staffed.admit(call)
    path, body = f"/calls/{call}/staffing", {"by_proposal": True, "reason": "Komisyon istedi"}
    tied = staffed.room.api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number)
    for client in (tied, staffed.evaluator("d1"), staffed.member("k2"), staffed.room.api.as_("d1", "ministry_officer")):
        assert (await client.get(path)).status_code == 403
        assert (await client.post(path, body)).status_code == 403
    assert (await staffed.inspector.post(path, body)).status_code == 403
    assert (await staffed.inspector.get(path)).status_code == 200
    assert (await staffed.officer.get("/calls/none/staffing")).status_code == 404
    assert (await staffed.officer.post(path, {"by_proposal": True, "reason": " "})).status_code == 422
