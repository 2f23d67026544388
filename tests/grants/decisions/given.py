"""Inputs of decisions to test with, as raw JSON."""

from decimal import Decimal
from typing import Any

from grants.regimes import RuleSet, load, revisions
from grants.workplan import WorkPlan
from tests.grants.plans import item, plan
from tests.grants.regimes.changed import changed

KDP = load("kdp-2014")
JUSTIFIED = "x" * 40


def consortium(firms: int = 20, universities: int = 1, *more: str, has_chamber: bool = True) -> dict[str, Any]:
    kinds = [*["firm"] * firms, *["university"] * universities, *(more or ("chamber_of_industry",))]
    members = [{"id": f"m{n}", "kind": kind, "body": f"b{n}"} for n, kind in enumerate(kinds, 1)]
    return {"members": members, "geography_has_chamber_of_industry": has_chamber}


def planned(whole: WorkPlan, **more: object) -> dict[str, Any]:
    return {"plan": whole.model_dump(mode="json"), **more}


def one_item(cost: str, grant: str, **changed: object) -> dict[str, Any]:
    return planned(plan(item("A", cost, grant, **changed)))


def sheet(capacity: str = "20", level: str = "20", potential: str = "20", sustainability: str = "15") -> dict[str, Any]:
    aspects = {"competitiveness.level": level, "competitiveness.potential": potential}
    scores = {"capacity": capacity, **aspects, "sustainability": sustainability}
    blocks = ("capacity", "competitiveness", "sustainability")
    return {"scores": scores, "justifications": dict.fromkeys(blocks, JUSTIFIED)}


def sheet_without_capacity() -> dict[str, Any]:
    scores = {"competitiveness.level": "20", "competitiveness.potential": "20", "sustainability": "15"}
    reasons = dict.fromkeys(("competitiveness", "sustainability"), JUSTIFIED)
    return {"scores": scores, "justifications": reasons, "not_applicable": {"capacity": JUSTIFIED}}


def marks(*given: tuple[str, str, str]) -> dict[str, Any]:
    return {"marks": [{"application_id": file, "evaluator": hand, "total": total} for file, hand, total in given]}


def totals(*numbers: str) -> dict[str, Any]:
    return {"totals": list(numbers)}


def conflict(employer: str = "", *declared: str) -> dict[str, Any]:
    members = [{"name": "Ostim A.Ş.", "tax_number": "1234567890"}, {"name": "Gazi", "tax_number": "2234567890"}]
    return {"evaluator": {"id": "e1", "employer": employer, "declared": list(declared)}, "members": members}


def candidate(name: str, **facts: object) -> dict[str, Any]:
    """Somebody of the pool with an employer of the own, but for what is said."""
    return {"id": name, "employer": name, "fit": 2, **facts}


def choice(*candidates: dict[str, Any], wanted: int = 2, at_work: str = "") -> dict[str, Any]:
    """at_work: one letter for each who is on the file already, and for the employer."""
    return {
        "wanted": wanted,
        "at_work": [{"id": f"w{one}", "employer": one} for one in at_work],
        "candidates": candidates,
    }


def board(present: str, conflicted: str = "") -> dict[str, Any]:
    return {"full": [*"abcdefg"], "substitutes": [*"xyz"], "present": [*present], "conflicted": [*conflicted]}


def motion(votes: str, sitting: str = "abcde", chair: str = "a") -> dict[str, Any]:
    """votes: one sign a member in the order of the alphabet: + yes, - no, 0 abstains, . not given."""
    words = {"+": "yes", "-": "no", "0": "abstain"}
    given = {who: words[sign] for who, sign in zip("abcdefg", votes, strict=False) if sign in words}
    return {"sitting": [*sitting], "chair": chair, "votes": given}


def standing(name: str, evaluators: str, board_mean: str, requested: str = "100.00") -> dict[str, Any]:
    return {
        "application_id": name,
        "evaluators_mean": evaluators,
        "board_mean": board_mean,
        "requested": requested,
    }


def ranking(*candidates: dict[str, Any], envelope: str = "150.00", usable: str | None = None) -> dict[str, Any]:
    return {"candidates": list(candidates), "envelope": envelope, **({"usable": usable} if usable else {})}


def placement(
    evaluators: str, board_mean: str, place: int | None = 1, *, fits: bool = True, **more: object
) -> dict[str, Any]:
    application = standing("A", evaluators, board_mean)
    return {"application": application, "place": place, "fits": fits, "ranking": "call-1", **more}


def reserve(*asked: str, money: str = "150.00") -> dict[str, Any]:
    """One holds a hundred; the others wait in this order."""
    waiting = [{"application_id": f"R{place}", "place": place, "amount": one} for place, one in enumerate(asked, 2)]
    return {"left": "L", "money": money, "holders": [{"application_id": "A", "amount": "100.00"}], "waiting": waiting}


def combination(
    *candidates: dict[str, Any], by: str = "rank", value: str = "1", money: str = "150.00", **more: object
) -> dict[str, Any]:
    parts = [{"application": one, "province": "Ankara", "members": {"firm": 20}} for one in candidates]
    return {"candidates": parts, "cut_off": {"by": by, "value": value}, "money": money, **more}


def extension(asked_end: str = "2023-05-02", **more: object) -> dict[str, Any]:
    facts = {"current_end": "2022-05-02", "contract_day": "2017-05-02", "ground": "technical", "asked_on": "2021-01-01"}
    return {"asked_end": asked_end, **facts, **more}


def reach(asked: str, *, concluded: str = "50.00", open_: str = "100.00") -> dict[str, Any]:
    """One in reserve of a call with 200.00, of which one has its contract and one may still leave."""
    holders = [{"application_id": "A", "amount": concluded, "concluded": True}]
    holders += [{"application_id": "B", "amount": open_, "concluded": False}] if open_ else []
    return {"application_id": "R", "asked": asked, "money": "200.00", "holders": holders}


def deadline(what: str, now: str = "2030-01-01T00:00:00Z", **more: object) -> dict[str, Any]:
    return {"what": what, "began_at": "2026-11-20T10:00:00Z", "now": now, **more}


def money_change(after: str = "50.00", *, realised: str = "0.00", earned: str = "0.00") -> dict[str, Any]:
    """An item cut from 50 to 40 (its cost: twice that), and what all items ask for after."""
    before = {"key": "A", "cost_before": "100.00", "cost_after": "80.00", "grant_before": "50.00"}
    items = [{**before, "grant_after": "40.00", "realised": realised, "earned": earned}]
    sums = {"approved": "50.00", "grant_before": "50.00", "grant_after": after}
    return {**sums, "earned_before": earned, "earned_after": earned, "items": items}


def change(kind: str = "budget_transfer", needed: str = "budget_transfer", **more: object) -> dict[str, Any]:
    return {"kind": kind, "needed": needed, "differences": 1, **more}


def member_change(before: int, after: int) -> dict[str, Any]:
    """A consortium of so many firms, before and after."""
    sides = {"before": consortium(before)["members"], "after": consortium(after)["members"]}
    return {**sides, "geography_has_chamber_of_industry": True}


def risk(**counts: int) -> dict[str, Any]:
    return {"signals": {kind: {"count": count, "where": ["1"]} for kind, count in counts.items()}}


def spending(realised: str, paid: str = "0.00", **more: object) -> dict[str, Any]:
    items = [{"key": "A", "cost": "100.00", "grant": "50.00", "activity": "K1.03", "cost_head": "services"}]
    return {"items": items, "realised": {"A": realised}, "paid": paid, **more}


def borne(realised: str, in_kind: str) -> dict[str, Any]:
    """The same with a part of what was realised borne in kind."""
    told = spending(realised)
    return {**told, "items": [{**one, "in_kind": in_kind} for one in told["items"]]}


def recovery(day: str, *received: tuple[str, str], **more: object) -> dict[str, Any]:
    """A hundred lira ordered back on 1 January 2026 in two instalments, of which the first is due on 31 January."""
    due = [{"amount": "50.00", "day": "2026-01-31"}, {"amount": "50.00", "day": "2026-02-28"}]
    came = [{"amount": amount, "day": on} for amount, on in received]
    facts = {"amount": "100.00", "ordered_on": "2026-01-01", "payments": [{"amount": "80.00", "day": "2025-06-01"}]}
    return {**facts, "instalments": due, "received": came, "day": day, **more}


def disallowance(amount: str = "20.00", paid: str = "0.00", realised: str = "80.00") -> dict[str, Any]:
    """Of 80 lira spent, and 40 earned, so much of one line is disallowed."""
    told = spending(realised, paid)
    accepted = max(Decimal(amount), Decimal("50.00"))
    return {**told, "lines": [{"line": 1, "item": "A", "accepted": f"{accepted:.2f}", "amount": amount}]}


def lines(*told: dict[str, Any]) -> dict[str, Any]:
    """Lines of a hundred lira net and twenty of value added tax, but for what is said of each."""
    return {
        "lines": [{"line": n, "item": "A", "net": "100.00", "vat": "20.00", **one} for n, one in enumerate(told, 1)]
    }


def development(decision: str = "continue", submitted_on: str = "2024-08-31") -> dict[str, Any]:
    days = {"period_starts_on": "2022-08-01", "period_ends_on": "2024-08-01", "due_on": "2024-08-31"}
    return {**days, "submitted_on": submitted_on, "decided_on": "2024-09-15", "decision": decision}


def rules_with(values: dict[str, object]) -> RuleSet:
    """The first programme with some values changed."""
    return changed(KDP, values)


def addendum(signed_on: str = "2020-05-02", *, before: str | None = None, **more: object) -> dict[str, Any]:
    """A grant of 2 May 2017 under the first rules of its programme, or those named."""
    facts = {"recorded_on": "2020-06-01", "contract_day": "2017-05-02", "current_end": "2022-05-02"}
    old = before or revisions("kdp-2014")[0].pinned
    return {"before": old, "signed_on": signed_on, **facts, "spending": spending("80.00", "20.00"), **more}


NAMES = {"tr": "Sınırlı", "en": "Limited"}
_BLOCKS = [block.model_dump() for block in KDP.evaluation.blocks.value]
CAPACITY_MAY_BE_LEFT_OUT = rules_with(
    {"evaluation.blocks": [{**_BLOCKS[0], "may_be_not_applicable": True}, *_BLOCKS[1:]]}
)


def limited(**fields: object) -> RuleSet:
    return rules_with({"money.limits": [{"code": "L", "names": NAMES, "activities": ["K1"], **fields}]})


CERTIFIED = rules_with(
    {
        "money.bonuses": [
            {
                "code": "D",
                "names": NAMES,
                "heads": ["machinery"],
                "certificate": "domestic_goods",
                "points": "15",
                "lifts_overall": True,
            }
        ]
    }
)

EXAMPLES: tuple[tuple[str, dict[str, Any], RuleSet], ...] = (
    ("consortium", consortium(), KDP),
    ("consortium", consortium(20, 1, "chamber_of_commerce_and_industry", has_chamber=False), KDP),
    ("consortium", consortium(19, 0, "other"), KDP),
    ("plan", {**one_item("100.00", "50.00", in_kind="5.00"), "minimum_share": "10"}, KDP),
    ("plan", one_item("100.00", "50.01"), KDP),
    ("plan", one_item("100.00", "50.00"), rules_with({"money.overall_cap": None})),
    ("plan", one_item("100.00", "55.00", cost_head="machinery", domestic_goods=True), CERTIFIED),
    ("plan", one_item("100.00", "50.00", cost_head="machinery", domestic_goods=True), load("kdp-2022")),
    ("plan", one_item("100.00", "50.00"), limited(amount="60.00", most_activities=1, most_years=5)),
    ("plan", one_item("100.00", "50.00"), limited(amount="60.00", per="activity")),
    ("plan", one_item("100.00", "50.00"), limited(amount="60.00", per="year")),
    ("evaluation", sheet(), KDP),
    ("evaluation", {"scores": {}, "justifications": {}}, KDP),
    ("evaluation", sheet_without_capacity(), CAPACITY_MAY_BE_LEFT_OUT),
    ("calibration", marks(("A", "E1", "80"), ("A", "E2", "60"), ("B", "E1", "70")), KDP),
    ("pre_evaluation", totals("75", "80"), KDP),
    ("pre_evaluation", totals("75", "80"), rules_with({"evaluation.pass_mark_inclusive": False})),
    ("pre_evaluation", totals("50", "79", "80"), KDP),
    ("pre_evaluation", totals("50", "79"), KDP),
    ("pre_evaluation", totals("50"), KDP),
    ("pre_evaluation", totals("50", "51"), KDP),
    ("conflict", conflict(), KDP),
    ("conflict", conflict("OSTİM AŞ", "2234567890"), KDP),
    ("conflict", {**conflict(), "coordinator_id": "k1"}, KDP),
    ("conflict", {**conflict(), "coordinator_id": "e1"}, KDP),
    ("choice", choice(candidate("a"), candidate("b"), candidate("c")), KDP),
    (
        "choice",
        choice(
            candidate("a", fit=4), candidate("b", fit=3), candidate("c"), candidate("d", fit=0), at_work="a", wanted=3
        ),
        KDP,
    ),
    ("choice", choice(candidate("a"), candidate("b", open_files=1), candidate("c", open_files=2)), KDP),
    (
        "choice",
        choice(
            *(candidate(why, barred=why) for why in ("asked", "inactive", "away", "no_contract", "tie")),
            candidate("full", open_files=3, limit=3),
        ),
        KDP,
    ),
    ("board_vote", {"points": "40"}, KDP),
    ("board_vote", {"points": "41"}, KDP),
    ("quorum", board("abcdx", "a"), KDP),
    ("quorum", board("abc"), KDP),
    ("motion", motion("+++--"), KDP),
    ("motion", motion("++-0", "abcd"), KDP),
    ("motion", motion("--++", "abcd"), KDP),
    ("motion", motion("++000"), KDP),
    ("motion", motion("++--", "abcd"), rules_with({"committee.tie_rule": "motion_fails"})),
    ("membership", {"background": "private_sector"}, KDP),
    ("membership", {"background": "academic"}, KDP),
    ("ranking", ranking(standing("A", "80", "30"), standing("B", "79", "30"), standing("C", "60", "30")), KDP),
    (
        "ranking",
        ranking(standing("A", "80", "30"), standing("B", "79", "30")),
        rules_with({"committee.reserve_days": 0}),
    ),
    ("ranking", ranking(standing("A", "232/3", "30")), rules_with({"committee.threshold_inclusive": False})),
    (
        "combination",
        combination(standing("A", "80", "30"), standing("B", "79", "30"), standing("C", "60", "30"), unscored=["D"]),
        KDP,
    ),
    (
        "combination",
        combination(standing("A", "80", "30"), standing("B", "79", "30"), by="total", value="70"),
        KDP,
    ),
    ("placement", placement("80", "30"), KDP),
    ("placement", placement("80", "30", 2, fits=False, fits_alone=True), KDP),
    ("reserve", reserve("60.00", "30.00", "20.01"), KDP),
    ("reserve", reserve("60.00"), KDP),
    ("placement", placement("80", "30", 2, fits=False), rules_with({"committee.threshold_inclusive": False})),
    ("placement", placement("60", "30", None, fits=False), KDP),
    (
        "placement",
        {**placement("80", "30"), "application": {**standing("A", "80", "30"), "given_mean": "226/3"}},
        rules_with({"evaluation.calibration_decides": True}),
    ),
    (
        "placement",
        {**placement("80", "30"), "application": {**standing("A", "80", "30"), "nace": "26.1"}},
        rules_with({"evaluation.bonuses": [{"nace": ["26"], "points": "5"}]}),
    ),
    ("reach", reach("150.00"), KDP),
    ("reach", reach("150.01"), KDP),
    ("deadline", deadline("call_opening", began_at=None, set_at="2026-11-23T21:00:00Z"), KDP),
    ("deadline", deadline("call_closing"), KDP),
    ("deadline", deadline("draft", set_at="2026-12-10T14:00:00Z", moved_from=["2026-12-01T14:00:00Z"]), KDP),
    ("deadline", deadline("administrative_check"), KDP),
    ("deadline", deadline("completion"), KDP),
    ("deadline", deadline("completion", "2026-12-04T20:59:59Z"), KDP),
    ("deadline", deadline("invitation"), KDP),
    ("deadline", deadline("evaluation_reminder"), KDP),
    ("deadline", deadline("evaluation"), KDP),
    ("deadline", deadline("committee"), KDP),
    ("deadline", deadline("reserve"), KDP),
    ("deadline", deadline("objection"), KDP),
    ("deadline", deadline("negotiation"), KDP),
    ("deadline", deadline("approval"), KDP),
    ("deadline", deadline("founding"), KDP),
    ("deadline", deadline("signing"), KDP),
    ("deadline", deadline("period_end", number=2, first_day="2026-11-20", latest="2027-03-01T21:00:00Z"), KDP),
    ("deadline", deadline("report_due", pauses=[{"starts_on": "2026-11-25", "ends_on": "2026-12-05"}]), KDP),
    ("deadline", deadline("report_due", pauses=[{"starts_on": "2026-11-25"}]), KDP),
    ("deadline", deadline("cure_end", set_at="2026-12-01T21:00:00Z"), KDP),
    ("deadline", deadline("support_end", "2032-01-01T00:00:00Z"), KDP),
    ("deadline", deadline("closing_due"), KDP),
    ("deadline", deadline("report_reminder"), KDP),
    ("deadline", deadline("closing_reminder"), KDP),
    ("deadline", deadline("report_escalation"), KDP),
    ("deadline", deadline("development_opening"), load("kdp-2022")),
    ("deadline", deadline("audit_due", number=2), KDP),
    ("deadline", deadline("finding_due"), KDP),
    ("deadline", deadline("milestone_due", first_day="2026-11-20", number=4), KDP),
    ("deadline", deadline("obligation_reminder", began_at=None, set_at="2029-12-01T21:00:00Z"), KDP),
    ("deadline", deadline("obligation_end", began_at=None, set_at="2029-12-01T21:00:00Z"), KDP),
    ("deadline", deadline("claim_correction"), KDP),
    ("deadline", deadline("recovery_reminder"), KDP),
    ("deadline", deadline("guarantee_reminder", set_at="2027-01-01T21:00:00Z"), KDP),
    ("deadline", deadline("guarantee_end", set_at="2027-02-01T21:00:00Z"), KDP),
    ("deadline", deadline("recovery_due", began_at=None, set_at="2026-12-01T21:00:00Z"), KDP),
    ("extension", extension(), KDP),
    ("extension", extension("2025-05-02"), KDP),
    (
        "extension",
        extension(
            ground="force_majeure",
            force_majeure_ended_on="2020-07-01",
            asked_end="2022-07-01",
            pauses=[{"starts_on": "2020-04-01", "ends_on": "2020-07-01"}],
        ),
        KDP,
    ),
    (
        "extension",
        extension(pauses=[{"starts_on": "2020-04-01", "ends_on": "2020-07-01"}]),
        rules_with({"duration.pauses_count_in_ceiling": False}),
    ),
    ("change", change(money=money_change()), KDP),
    ("change", change("member", "minor", members=member_change(20, 21)), KDP),
    ("change", change("minor", "major"), KDP),
    ("lines", lines({}, {"in_kind": True, "vat": "0.00"}, {"item": "B", "disallowed": "30.00"}), KDP),
    ("lines", lines({}), rules_with({"money.vat": "gross"})),
    ("lines", lines({}), rules_with({"money.vat": "net"})),
    ("lines", lines({"disallowed": "100.00"}), rules_with({"money.vat": "net"})),
    ("development", development(), KDP),
    ("development", development("end", "2024-09-01"), load("kdp-2022")),
    ("risk", risk(), KDP),
    ("risk", risk(late_reports=3), KDP),
    ("risk", risk(late_reports=4, open_findings=2), KDP),
    ("risk", risk(late_milestones=6), KDP),
    ("addendum", addendum(), KDP),
    ("addendum", addendum(signed_on="2017-05-01"), KDP),
    ("claim", spending("80.00", approved="40.00"), KDP),
    ("claim", spending("80.00", approved="40.00"), rules_with({"money.retention": "10"})),
    ("claim", spending("0.00"), rules_with({"money.interim": "approved_rate"})),
    ("claim", borne("80.00", "60.00"), KDP),
    ("claim", spending("80.00", approved="50.00", advance="5.00"), rules_with({"money.advance": "10"})),
    ("settlement", spending("80.00", "20.00", approved="50.00"), KDP),
    ("settlement", spending("80.00", "20.00", advance_open="5.00", kept_back="2.00"), KDP),
    ("disallowance", disallowance(), KDP),
    ("disallowance", disallowance(realised="300.00"), KDP),
    ("disallowance", disallowance("50.00", "40.00"), KDP),
    ("disallowance", disallowance("50.00", "40.00"), rules_with({"recovery.disallowed": "recover"})),
    ("recovery", recovery("2026-01-31"), KDP),
    ("recovery", recovery("2026-02-01"), rules_with({"recovery.interest_from": "due"})),
    ("recovery", recovery("2026-02-10", ("150.00", "2026-02-09")), rules_with({"recovery.interest_from": "payment"})),
    ("settlement", spending("80.00", "50.00"), KDP),
    ("settlement", spending("80.00", "40.00"), KDP),
    (
        "settlement",
        {
            "items": [{"key": "A", "cost": "100.00", "grant": "50.00", "cost_head": "renovation"}],
            "realised": {"A": "80.00"},
        },
        rules_with({"money.head_caps": [{"head": "renovation", "share": "5", "basis": "realised"}]}),
    ),
)
"""Every decision with every outcome and every step it can show."""
