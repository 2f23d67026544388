"""Payment claims over HTTP: within what is earned, by four eyes, and never paid twice."""

import asyncio

import pytest

from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok, rules_of

pytestmark = pytest.mark.servers


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant whose first report was accepted: 300 lira spent, 225 earned."""
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00", I2="200.00")
    return life


async def test_a_claim_takes_all_that_is_earned_and_is_approved_and_paid(life: Life) -> None:
    claim = await life.claimed()
    assert (claim["amount"], claim["number"], claim["status"]) == ("225.00", 1, "made")
    paid = await life.paid(claim["id"])
    assert (paid["status"], paid["payment_ref"]) == ("paid", "EFT-1")
    page = await life.page()
    assert page["money"]["paid"] == "225.00"
    assert (await life.told())[-3:] == [f"monitoring.claim.{act}" for act in ("made", "approved", "paid")]


async def test_nothing_is_claimed_beyond_what_is_earned_and_the_refusal_names_the_numbers(life: Life) -> None:
    await life.claimed()
    answer = await life.coordinator.post(f"/grants/{life.id}/claims")
    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert (error["rule"], error["asked"], error["allowed"]) == ("claim.nothing", "225.00 TL", "225.00 TL")


async def test_two_claims_at_the_same_moment_claim_the_money_once(life: Life) -> None:
    answers = await asyncio.gather(*(life.coordinator.post(f"/grants/{life.id}/claims") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (await life.page())["money"]["claimed"] == "225.00"


async def test_each_step_belongs_to_its_role(life: Life) -> None:
    for person in (life.officer, life.finance, life.room.api.as_("x", "coordinator")):
        assert (await person.post(f"/grants/{life.id}/claims")).status_code == 403
    claim = await life.claimed()
    for person in (life.coordinator, life.finance):
        assert (await person.post(f"/claims/{claim['id']}/approve")).status_code == 403
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    for person in (life.coordinator, life.officer):
        assert (await person.post(f"/claims/{claim['id']}/pay", life.payment())).status_code == 403


async def test_who_approved_a_claim_does_not_pay_it(life: Life) -> None:
    claim = await life.claimed()
    both = life.room.api.as_("both", "monitoring_officer", "finance_officer")
    ok(await both.post(f"/claims/{claim['id']}/approve"))
    answer = await both.post(f"/claims/{claim['id']}/pay", life.payment())
    assert answer.status_code == 403
    assert rules_of(answer) == ["claim.four_eyes"]
    ok(await life.finance.post(f"/claims/{claim['id']}/pay", life.payment()))


async def test_a_claim_is_paid_only_after_approval_and_approved_only_once(life: Life) -> None:
    claim = await life.claimed()
    early = await life.finance.post(f"/claims/{claim['id']}/pay", life.payment())
    assert early.status_code == 409
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    again = await life.officer.post(f"/claims/{claim['id']}/approve")
    assert (again.status_code, rules_of(again)) == (409, ["claim_stage.approved"])


async def test_a_payment_at_the_same_moment_is_made_once(life: Life) -> None:
    claim = await life.claimed()
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    people = [life.room.api.as_(f"finance-{number}", "finance_officer") for number in range(4)]
    answers = await asyncio.gather(*(person.post(f"/claims/{claim['id']}/pay", life.payment()) for person in people))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert rules_of(refused) == ["claim.paid_before"]
    page = await life.page()
    assert page["money"]["paid"] == "225.00"
    assert (await life.told()).count("monitoring.claim.paid") == 1


async def test_a_claim_is_returned_put_right_sent_again_and_paid(life: Life) -> None:
    claim = (await life.claimed())["id"]
    ok(await life.officer.post(f"/claims/{claim}/approve"))
    returning = {"reason": "Hesap hangisi?"}
    for person in (life.coordinator, life.room.api.as_("x", "inspector")):
        assert (await person.post(f"/claims/{claim}/return", returning)).status_code == 403
    answers = [await life.finance.post(f"/claims/{claim}/return", returning, key="one click") for _ in range(2)]
    assert ok(answers[0]) == ok(answers[1])
    assert (ok(answers[0])["status"], ok(answers[0])["correct_by"]) == ("returned", "2027-10-01T21:00:00Z")
    paying = await life.finance.post(f"/claims/{claim}/pay", life.payment())
    assert (paying.status_code, rules_of(paying)) == (409, ["claim_stage.returned"])
    tasks = ok(await life.coordinator.get("/tasks", limit=200))["entries"]
    (task,) = [one for one in tasks if one["kind"] == "claim.send_again" and one["part"] == claim]
    assert task["due_at"] == "2027-10-01T21:00:00Z"
    wrong = await life.coordinator.post(f"/claims/{claim}/send-again", {"note": "Doğrusu bu.", "amount": "1.00"})
    assert (wrong.status_code, rules_of(wrong)) == (422, ["claim.amount_reckoned"])
    assert (await life.officer.post(f"/claims/{claim}/send-again", {"note": "Ben."})).status_code == 403
    sent = ok(await life.coordinator.post(f"/claims/{claim}/send-again", {"note": "Doğrusu bu."}))
    assert (sent["status"], sent["round"], sent["remarks"]) == ("made", 2, "Hesap hangisi?")
    assert (await life.last("monitoring.claim.resubmitted")).data["explanations"][0]["figures"]["payable"] == "225.00"
    assert (await life.paid(claim))["status"] == "paid"
    assert (await life.page())["money"]["paid"] == "225.00"
    books = ok(await life.officer.get(f"/grants/{life.id}/ledger"))
    assert [one["document"] for one in books["entries"] if one["act"] == "owed"][-1] == f"{claim}/2"


async def test_a_refused_claim_is_over_and_the_money_is_claimed_anew(life: Life) -> None:
    claim = (await life.claimed())["id"]
    ok(await life.officer.post(f"/claims/{claim}/return", {"reason": "Eksik."}))
    assert (await life.finance.post(f"/claims/{claim}/refuse", {"reason": "Yok."})).status_code == 403
    assert ok(await life.officer.post(f"/claims/{claim}/refuse", {"reason": "Belge yok."}))["status"] == "refused"
    twice = await life.officer.post(f"/claims/{claim}/refuse", {"reason": "Belge yok."})
    assert (twice.status_code, rules_of(twice)) == (409, ["claim_stage.refused"])
    anew = await life.claimed()
    assert (anew["amount"], anew["round"]) == ("225.00", 1)
    assert (await life.paid(anew["id"]))["status"] == "paid"
    assert (await life.told()).count("monitoring.claim.refused") == 1


async def test_accepted_spending_disallowed_later_lowers_the_claim_and_is_told_with_its_numbers(life: Life) -> None:
    claim = (await life.claimed())["id"]
    path, asked = f"/grants/{life.id}/reports/1/disallow", {"lines": [{"line": 2, "reason": "Başka iş."}]}
    assert (await life.coordinator.post(path, asked)).status_code == 403
    wrong = {"lines": [{"line": 2, "reason": "Yok.", "amount": "200.01"}, {"line": 9, "reason": "Yok."}]}
    answer = await life.officer.post(path, wrong)
    assert (answer.status_code, sorted(rules_of(answer))) == (422, ["line.disallowed", "line.unknown"])
    assert (await life.officer.post(path, {**asked, "ground": "audit", "finding": 3})).status_code == 404
    seen, before = await life.officer.post(f"{path}/preview", asked), await life.page()
    assert (await life.coordinator.post(f"{path}/preview", asked)).status_code == 403
    assert ok(seen)["explanation"]["outcome"] == "lowered"
    assert [(one["number"], one["before"], one["after"]) for one in ok(seen)["claims"]] == [(1, "225.00", "75.00")]
    assert (before["money"]["earned"], before["claims"][0]["amount"]) == ("225.00", "225.00"), "nothing is kept"
    answers = [await life.officer.post(path, asked, key="one click") for _ in range(2)]
    assert ok(answers[0]) == ok(answers[1]) == ok(seen)["after"]
    assert (ok(answers[0])["realised"], ok(answers[0])["earned"]) == ("100.00", "75.00")
    told = (await life.last("monitoring.spending.disallowed")).data
    assert (told["amount"], told["recovered"], told["explanations"][0]["outcome"]) == ("200.00", "0.00", "lowered")
    page = await life.page()
    assert (page["claims"][0]["amount"], page["claims"][0]["status"]) == ("75.00", "made")
    assert [(one["line"], one["amount"]) for one in page["funds"]["disallowances"]] == [(2, "200.00")]
    paid = await life.paid(claim)
    assert paid["amount"] == "75.00"
    ok(await life.officer.post(path, {"lines": [{"line": 1, "reason": "Bu da.", "amount": "40.00"}]}))
    assert (await life.page())["money"]["claimable"] == "0.00"
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(2, I1="80.00")
    assert (await life.page())["money"]["claimable"] == "30.00", "of 60 earned anew, 30 were paid too much before"


async def test_a_claim_not_sent_again_in_time_lapses_and_that_is_told(life: Life) -> None:
    claim = (await life.claimed())["id"]
    ok(await life.officer.post(f"/claims/{claim}/return", {"reason": "Eksik."}))
    await life.travel(DeadlineKind.CLAIM_CORRECTION)
    told = await life.last("monitoring.claim.lapsed")
    assert told.data["explanations"][0]["outcome"] == "claim_lapsed"
    page = await life.page()
    assert (page["claims"][0]["status"], page["money"]["claimable"]) == ("lapsed", "225.00")


async def test_a_payment_is_not_dated_tomorrow_or_before_the_approval(life: Life) -> None:
    claim = await life.claimed()
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    for day in ("2027-08-31", "2027-09-02", "9999-12-31"):
        answer = await life.finance.post(f"/claims/{claim['id']}/pay", {"paid_on": day, "reference": "E"})
        assert (answer.status_code, rules_of(answer)) == (422, ["claim.paid_on"]), day


async def test_an_unknown_claim_is_not_found(life: Life) -> None:
    assert (await life.officer.post("/claims/nothing/approve")).status_code == 404
    assert (await life.coordinator.post("/grants/nothing/claims")).status_code == 404
