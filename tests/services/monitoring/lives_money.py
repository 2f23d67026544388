"""Money in random lives: advances, claims, approvals, orders, the bank, recoveries; the books at every step."""

from datetime import timedelta
from decimal import Decimal

from grants.calendar import istanbul_day
from grants.values import ZERO
from services.monitoring.domain import answering, covering, disallowing, ledger, money, paying, recovering
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim, DisallowedOn
from services.monitoring.domain.states import ClaimStatus, GrantStatus, ReportStatus
from tests.services.monitoring.lives import Life, act, law
from tests.services.monitoring.test_money import disallowed

_BOOKS = ledger.Account


def _pick(life: Life, *statuses: ClaimStatus) -> Claim | None:
    found = [claim for claim in life.file.claims if claim.status in statuses]
    return life.dice.choice(found) if found else None


@act("advance.ask", weight=3)
def ask_advance(life: Life) -> GrantFile | None:
    return life.file.with_claim(
        money.take_ahead(life.file, life.new_id("advance"), None, "coordinator", life.now, life.rules)
    )


@act("guarantee.receive", weight=2)
def take_guarantee(life: Life) -> GrantFile | None:
    until = life.today + timedelta(days=life.dice.choice([0, 40, 4000]))
    paper = covering.Paper(life.new_id("letter"), "Banka", Decimal(life.dice.choice([50, 500])), until)
    return covering.receive(life.file, paper.reference, paper, "finance", life.now)


@act("guarantee.receive_late", weight=2)
def take_guarantee_late(life: Life) -> GrantFile | None:
    """Nothing of the closed grant falls due any more, but money has to come back: a guarantee brings a date anew."""
    is_quiet = life.file.grant.status is GrantStatus.CLOSED and not life.due
    return take_guarantee(life) if is_quiet and life.chance(3) else None


@act("guarantee.return")
def return_guarantee(life: Life) -> GrantFile | None:
    if not life.file.guarantees:
        return None
    one = life.dice.choice(life.file.guarantees)
    return covering.give_back(life.file, one.id, "finance", life.now, life.rules)


@act("claim.countersign", weight=3)
def countersign(life: Life) -> GrantFile | None:
    claim = _pick(life, ClaimStatus.SECONDED)
    who = life.dice.choice(["officer", "monitor"])
    return claim and life.file.with_claim(paying.countersign(life.file, claim.id, who, life.now, life.rules))


@act("claim.refuse")
def refuse(life: Life) -> GrantFile | None:
    claim = _pick(life, *ClaimStatus) if life.chance(3) else None
    return claim and life.file.with_claim(answering.refuse(life.file, claim.id, "No.", "officer", life.now))


@act("claim.return", weight=2)
def give_claim_back(life: Life) -> GrantFile | None:
    claim = _pick(life, *answering.RETURNABLE) if life.chance(4) else None
    if claim is None:
        return None
    return life.file.with_claim(answering.give_back(life.file, claim.id, "Why?", "monitor", life.now, life.rules))


@act("claim.send_again", weight=4)
def send_again(life: Life) -> GrantFile | None:
    claim = _pick(life, ClaimStatus.RETURNED)
    amount = life.dice.choice([None, Decimal("10.00")]) if claim and claim.advance else None
    return claim and life.file.with_claim(
        answering.send_again(life.file, claim.id, "So.", amount, "coordinator", life.now, life.rules)
    )


@act("line.disallow", weight=2)
def disallow(life: Life) -> GrantFile | None:
    accepted = [one.number for one in life.file.reports if one.status is ReportStatus.ACCEPTED]
    if not accepted or not life.chance(5 if life.in_full else 2):
        return None
    number = life.dice.choice(accepted)
    disallowing.refuse_undecided(life.file, number, disallowing.Ground(DisallowedOn.OFFICER))
    return disallowed(life.file, number, life.dice.choice([1, 40, 100]), life.new_id("back"), life.rules)


@act("claim.order", weight=4)
def order(life: Life) -> GrantFile | None:
    claim = _pick(life, ClaimStatus.APPROVED, ClaimStatus.ORDERED, ClaimStatus.PAID)
    return claim and paying.order(life.file, claim.id, life.new_id("order"), "finance", life.now, life.rules)


@act("order.answer", weight=3)
def answer(life: Life) -> GrantFile | None:
    """The bank pays what was ordered, tells a payment twice, or the order is cancelled."""
    claim = _pick(life, ClaimStatus.ORDERED, ClaimStatus.PAID)
    if claim is None:
        return None
    if life.chance(2):
        return paying.take_back(life.file, claim.id)
    return paying.booked(life.file, claim.id, paying.Payment(life.today, "BANK"), life.now)


@act("recovery.plan", weight=8)
def plan(life: Life) -> GrantFile | None:
    return recovering.plan(life.file, life.dice.choice([1, 2, 5]), "finance", life.now, life.rules)


@act("recovery.receive", weight=3)
def receive(life: Life) -> GrantFile | None:
    if recovering.running(life.file) is None or not life.chance(4):
        return None
    owed = recovering.account(life.file, life.today, life.rules).owed
    is_quiet = life.file.grant.status is GrantStatus.CLOSED and not life.due
    amount = owed if is_quiet else life.dice.choice([owed, (owed / 2).quantize(Decimal("0.01")), owed + 1])
    came = recovering.CameIn(life.today, amount, life.new_id("bank"))
    return recovering.receive(life.file, came.reference, came, "finance", life.now, life.rules)


@law("the books say what the facts say, to the kuruş, and come to nothing together")
def books_agree(life: Life) -> bool:
    if life.before is life.file:
        return True
    opened = ledger.due_balances(life.before)
    moved = ledger.balances(ledger.entries_between(life.before, life.file))
    after = {account: opened[account] + moved[account] for account in _BOOKS}
    return after == ledger.due_balances(life.file) and sum(after.values(), ZERO) == ZERO


@law("a claim once paid stays paid, by whom and how it was")
def paid_stays(life: Life) -> bool:
    def how(file: GrantFile) -> dict[str, tuple[object, ...]]:
        paid = [claim for claim in file.claims if claim.status is ClaimStatus.PAID]
        return {claim.id: (claim.amount, claim.paid_on, claim.payment_ref, claim.paid_by) for claim in paid}

    return how(life.before).items() <= how(life.file).items()


@law("nobody takes two steps of one claim")
def many_eyes(life: Life) -> bool:
    for claim in life.file.claims:
        people = [claim.prepared_by, claim.approved_by, claim.countersigned_by, claim.paid_by]
        named = [one for one in people if one]
        if len(set(named)) != len(named):
            return False
    return True


@law("what came back is the sum and its interest, never more of the sum than was ordered back")
def recovered(life: Life) -> bool:
    file = life.file
    back = sum((one.principal for one in file.receipts), ZERO)
    most = money.back_on_the_way(file) + (file.settlement.to_recover if file.settlement else ZERO)
    whole = all(one.amount == one.interest + one.principal for one in file.receipts)
    return back <= most and whole and all(one.received_on <= istanbul_day(life.now) for one in file.receipts)
