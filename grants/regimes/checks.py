"""What cannot be in a rule set although each value has the right shape: sums, orders, ends. Pure."""

from collections.abc import Callable, Iterator

from grants.regimes.faults import Impossible
from grants.regimes.lists import Limit
from grants.regimes.model import RuleSet
from grants.regimes.references import CHECKS as REFERENCES
from grants.regimes.words import Background, ConflictKind, InterimMethod, QuorumRule

POINTS_OF_ALL_BLOCKS = 100
_ALL = 100
_MONTHS_OF_YEAR = 12
_PARTY = frozenset({ConflictKind.COORDINATOR, ConflictKind.EMPLOYER})


def impossible(rules: RuleSet) -> Iterator[Impossible]:
    """Everything in a rule set that cannot be. A section may be missing: what is about it is not asked then."""
    for sections, check in (*_CHECKS, *REFERENCES):
        if all(hasattr(rules, name) for name in sections):
            yield from check(rules)


def _points(rules: RuleSet) -> Iterator[Impossible]:
    blocks = rules.evaluation.blocks.value
    if (points := sum(block.maximum for block in blocks)) != POINTS_OF_ALL_BLOCKS:
        yield Impossible(("evaluation", "blocks"), "regime.blocks_sum", str(points), str(POINTS_OF_ALL_BLOCKS))
    for index, block in enumerate(blocks):
        if block.aspects and (points := sum(aspect.maximum for aspect in block.aspects)) != block.maximum:
            place = ("evaluation", "blocks", "value", index, "aspects")
            yield Impossible(place, "regime.aspects_sum", str(points), str(block.maximum))
    if (mark := rules.evaluation.pass_mark.value) > POINTS_OF_ALL_BLOCKS:
        yield Impossible(("evaluation", "pass_mark"), "regime.out_of_reach", str(mark), str(POINTS_OF_ALL_BLOCKS))


def _threshold(rules: RuleSet) -> Iterator[Impossible]:
    threshold, most = rules.committee.threshold.value, rules.evaluation.part_scale.value
    if threshold > (most := most + rules.committee.part_scale.value):
        yield Impossible(("committee", "threshold"), "regime.out_of_reach", str(threshold), str(most))


def _board(rules: RuleSet) -> Iterator[Impossible]:
    board = rules.committee
    least = 1 if board.quorum.value is QuorumRule.ALL_FULL_MEMBERS else board.full_members.value // 2 + 1
    if least > board.full_members.value:
        yield Impossible(("committee", "quorum"), "regime.quorum", str(least), str(board.full_members.value))
    if board.excluded_backgrounds.value >= set(Background):
        yield Impossible(("committee", "excluded_backgrounds"), "regime.nobody", ", ".join(Background), "")


def _soft(rules: RuleSet) -> Iterator[Impossible]:
    """Who leads an applicant or works for one is party to the file: no officer can waive that."""
    soft = rules.evaluation.soft_conflicts.value
    if party := sorted(soft & _PARTY):
        allowed = ", ".join(kind for kind in ConflictKind if kind not in _PARTY)
        yield Impossible(("evaluation", "soft_conflicts"), "regime.soft_conflict", ", ".join(party), allowed)


def _ceilings(rules: RuleSet) -> Iterator[Impossible]:
    money = rules.money
    cap, item_cap = money.overall_cap.value, money.item_cap.value
    if cap is None and item_cap is None and not any(_caps(limit) for limit in money.limits.value):
        yield Impossible(("money", "overall_cap"), "regime.no_ceiling", "", "")
    if cap is not None and not money.overall_tested.value:
        yield Impossible(("money", "overall_tested"), "regime.never_tested", "", "plan, settlement")
    if cap is not None and money.minimum_share.value > cap:
        yield Impossible(("money", "minimum_share"), "regime.above_cap", str(money.minimum_share.value), str(cap))
    if money.interim.value is InterimMethod.ITEM_CAP and item_cap is None:
        yield Impossible(("money", "interim"), "regime.interim", "item_cap", "approved_rate")


def _caps(limit: Limit) -> bool:
    return limit.share is not None or limit.amount is not None


def _payments(rules: RuleSet) -> Iterator[Impossible]:
    advance, retention = rules.money.advance.value, rules.money.retention.value
    if advance + retention > _ALL:
        yield Impossible(("money", "retention"), "regime.over_hundred", f"{advance} + {retention}", str(_ALL))


def _limits(rules: RuleSet) -> Iterator[Impossible]:
    for index, limit in enumerate(rules.money.limits.value):
        if not _caps(limit) and limit.most_activities is None and limit.most_years is None:
            path = ("money", "limits", "value", index)
            yield Impossible(path, "regime.limits_nothing", limit.code, "share, amount, most_activities, most_years")


def _years(rules: RuleSet) -> Iterator[Impossible]:
    base, ceiling = rules.duration.base_years.value, rules.duration.ceiling_years.value
    months, most = rules.duration.extension_months_max.value, (ceiling - base) * _MONTHS_OF_YEAR
    if most < 0:
        yield Impossible(("duration", "ceiling_years"), "regime.ceiling_years", str(ceiling), str(base))
    elif months > most:
        yield Impossible(("duration", "extension_months_max"), "regime.extension_months", str(months), str(most))


def _years_of_limits(rules: RuleSet) -> Iterator[Impossible]:
    base = rules.duration.base_years.value
    for index, limit in enumerate(rules.money.limits.value):
        if limit.most_years is not None and limit.most_years > base:
            path = ("money", "limits", "value", index, "most_years")
            yield Impossible(path, "regime.limit_years", str(limit.most_years), str(base))


def _end(rules: RuleSet) -> Iterator[Impossible]:
    if rules.valid_to is not None and rules.valid_to < rules.valid_from:
        yield Impossible(("valid_to",), "regime.ends_before", str(rules.valid_to), str(rules.valid_from))


def _risk(rules: RuleSet) -> Iterator[Impossible]:
    """What stops payments is no less than what sends somebody to look."""
    visit, hold = rules.risk.visit_from.value, rules.risk.hold_from.value
    if hold < visit:
        yield Impossible(("risk", "hold_from"), "regime.hold_before_visit", str(hold), str(visit))


def _reminder(rules: RuleSet) -> Iterator[Impossible]:
    before, days = rules.deadlines.evaluation_reminder_days_before.value, rules.deadlines.evaluation_days.value
    if before > days:
        yield Impossible(("deadlines", "evaluation_reminder_days_before"), "regime.reminder", str(before), str(days))


def _reports(rules: RuleSet) -> Iterator[Impossible]:
    if not rules.reporting.kinds.value:
        yield Impossible(("reporting", "kinds"), "regime.empty", "0", "1")
    before = rules.reporting.reminder_days_before.value
    for kind in rules.reporting.kinds.value:
        if before > kind.due_days:
            path = ("reporting", "reminder_days_before")
            yield Impossible(path, "regime.reminder", str(before), str(kind.due_days))


def _chambers(rules: RuleSet) -> Iterator[Impossible]:
    if (count := len(rules.composition.chamber_kinds.value)) > 2:  # noqa: PLR2004 - one, and one instead of it
        yield Impossible(("composition", "chamber_kinds"), "regime.chambers", str(count), "2")


_CHECKS: tuple[tuple[tuple[str, ...], Callable[[RuleSet], Iterator[Impossible]]], ...] = (
    (("evaluation",), _points),
    (("evaluation", "committee"), _threshold),
    (("committee",), _board),
    (("evaluation",), _soft),
    (("money",), _ceilings),
    (("money",), _payments),
    (("money",), _limits),
    (("duration",), _years),
    (("duration", "money"), _years_of_limits),
    ((), _end),
    (("deadlines",), _reminder),
    (("risk",), _risk),
    (("reporting",), _reports),
    (("composition",), _chambers),
)
"""Each check with the sections it reads."""
