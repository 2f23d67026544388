"""Changes of the plan, holds and visits in a random life, and what they must never do."""

from dataclasses import replace
from decimal import Decimal

from grants.regimes import revisions
from grants.regimes.words import Decider
from grants.rules import caps
from grants.rules.changes import ChangeKind
from grants.workplan import WorkPlan
from services.monitoring.domain import addenda, changing, holds, visiting
from services.monitoring.domain.audit_facts import FindingSaid
from services.monitoring.domain.change_facts import ChangeRequest, PlanVersion, Transfer, Wish
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.plans import quarters_of
from services.monitoring.domain.risk_facts import Place, PointAnswer, VisitPoint, VisitStatus
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.domain.stops import in_the_way
from services.monitoring.domain.visiting import Form
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import plan
from tests.services.monitoring.lives import Life, act, law


def _in_force(file: GrantFile) -> PlanVersion:
    """The plan that the items of the file make."""
    raw = plan()
    first = raw["packages"][0]["items"][0]
    raw["packages"][0]["items"] = [
        {**first, "key": item.key, "title": item.title, "cost": f"{item.cost:.2f}", "grant": f"{item.grant:.2f}"}
        for item in file.items
    ]
    whole, grant = WorkPlan.model_validate(raw), file.grant
    return PlanVersion(grant.id, grant.plan_version, whole, (), grant.coordinator_id, grant.opened_at)


@act("change.transfer")
def _transfer(life: Life) -> GrantFile | None:
    if not life.chance(3):
        return None
    file, (source, target) = life.file, life.dice.sample([item.key for item in life.file.items], k=2)
    changing.may_ask(file, ChangeKind.BUDGET_TRANSFER)
    moved = Transfer(source, target, Decimal(life.dice.randrange(0, 40_000)) / 100, Decimal(0))
    moved = replace(moved, grant=(moved.cost / 2).quantize(Decimal("0.01")))
    wish = Wish(ChangeKind.BUDGET_TRANSFER, "Fiyat değişti.", transfers=(moved,))
    weighed = changing.weigh(file, _in_force(file), wish, life.rules)
    if weighed.breaches:
        return None
    number = len(file.changes) + 1
    kind, decider = ChangeKind.BUDGET_TRANSFER, Decider.MONITORING_OFFICER
    asked = ChangeRequest(
        life.new_id("change"), file.grant.id, number, kind, decider, wish.reason, 1, "coordinator", life.now
    )
    status = changing.ChangeStatus.ACCEPTED
    request = changing.decided(asked, status, "uzman", life.now, "", "")
    return changing.take_effect(file, weighed, request, life.now)[0]


@act("addendum.record")
def _addendum(life: Life) -> GrantFile | None:
    """The other revision of the regime, with other words on money: more is earned by it, or less."""
    if not life.chance(5):
        return None
    other = next(one for one in revisions(life.rules.key) if one.revision != life.rules.revision)
    said = {
        "money.item_cap": life.dice.choice(["20", "50", "75", "90"]),
        "money.retention": life.dice.choice(["0", "5"]),
    }
    new = changed(life.rules.model_copy(update={"revision": other.revision}), said)
    paper = addenda.Paper(life.new_id("paper"), life.today, "agreed")
    after = addenda.record(life.file, paper, addenda.Recorder(life.new_id("ad"), "officer", life.now), life.rules, new)
    life.rules = new
    return after


@act("hold.order")
def _hold(life: Life) -> GrantFile | None:
    if not life.chance(1):
        return None
    return holds.order(life.file, life.new_id("hold"), "Bulgu var.", None, "uzman", life.now, life.rules)


@act("hold.lift")
def _lift(life: Life) -> GrantFile | None:
    standing = holds.in_force(life.file, life.today)
    return holds.lift(life.file, standing[0].id, "Giderildi.", "uzman", life.now) if standing else None


@act("visit.plan")
def _plan_visit(life: Life) -> GrantFile | None:
    if any(one.status is VisitStatus.PLANNED for one in life.file.visits) or not life.chance(2):
        return None
    visit = life.new_id("visit")
    return visiting.plan(life.file, visit, "ziyaretci", "Risk.", None, "uzman", life.now, life.rules)


@act("visit.make")
def _make_visit(life: Life) -> GrantFile | None:
    planned = next((one for one in life.file.visits if one.status is VisitStatus.PLANNED), None)
    if planned is None:
        return None
    found = (FindingSaid("Makine yok"),) if life.chance(2) else ()
    points = dict.fromkeys(VisitPoint, PointAnswer.YES)
    form = Form(life.today, "OSTİM", Place(), points, "Görüldü.", found)
    return visiting.make(life.file, planned.id, form, "ziyaretci", life.now, life.rules)


@law("the items ask for no more than was approved, and what was earned is no more either")
def _never_more(life: Life) -> bool:
    asked = sum((item.grant for item in life.file.items), Decimal(0))
    return asked <= life.file.grant.approved and life.file.grant.earned <= life.file.grant.approved


@law("after a change the plan keeps every ceiling")
def _keeps_ceilings(life: Life) -> bool:
    if life.file.items == life.before.items:
        return True
    return caps.breaches(_in_force(life.file).plan, life.rules, quarters=quarters_of(life.file.grant)) == ()


@law("nothing is paid while a hold stands, but what the bank was told to pay before it")
def _nothing_paid(life: Life) -> bool:
    known = {one.id: one.status for one in life.before.claims}
    paid = [known.get(one.id) for one in life.file.claims if one.status is ClaimStatus.PAID]
    if all(status in {ClaimStatus.PAID, ClaimStatus.ORDERED} for status in paid):
        return True
    return not holds.in_force(life.before, life.today) or not in_the_way(life.before, life.today, life.rules)
