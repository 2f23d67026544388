"""What cannot be in a rule set although each value has the right shape: sums, orders, references. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from grants.regimes.cited import Named
from grants.regimes.model import RuleSet
from grants.regimes.words import InterimMethod, QuorumRule

POINTS_OF_ALL_BLOCKS = 100
_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Impossible:
    """One thing that cannot be: where, which rule it breaks, what stands there and what could."""

    path: tuple[str | int, ...]
    rule: str
    asked: str
    allowed: str


def impossible(rules: RuleSet) -> tuple[Impossible, ...]:
    """Everything in a rule set that cannot be."""
    return tuple(one for check in _CHECKS for one in check(rules))


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
    most = rules.evaluation.part_scale.value + rules.committee.part_scale.value
    if rules.committee.threshold.value > most:
        yield Impossible(
            ("committee", "threshold"), "regime.out_of_reach", str(rules.committee.threshold.value), str(most)
        )


def _board(rules: RuleSet) -> Iterator[Impossible]:
    board = rules.committee
    least = 1 if board.quorum.value is QuorumRule.ALL_FULL_MEMBERS else 2
    if board.full_members.value < least:
        yield Impossible(("committee", "quorum"), "regime.quorum", str(least), str(board.full_members.value))


def _money(rules: RuleSet) -> Iterator[Impossible]:
    money = rules.money
    cap = money.overall_cap.value
    if cap is None and money.item_cap.value is None and not money.limits.value:
        yield Impossible(("money", "overall_cap"), "regime.no_ceiling", "", "")
    if cap is not None and money.minimum_share.value > cap:
        yield Impossible(("money", "minimum_share"), "regime.above_cap", str(money.minimum_share.value), str(cap))
    if (money.advance.value + money.retention.value) > 100:  # noqa: PLR2004 - per cent
        asked = f"{money.advance.value} + {money.retention.value}"
        yield Impossible(("money", "retention"), "regime.over_hundred", asked, "100")


def _years(rules: RuleSet) -> Iterator[Impossible]:
    base, ceiling = rules.duration.base_years.value, rules.duration.ceiling_years.value
    if ceiling < base:
        yield Impossible(("duration", "ceiling_years"), "regime.ceiling_years", str(ceiling), str(base))
    if rules.duration.extension_months_max.value > (ceiling - base) * _MONTHS_OF_YEAR >= 0:
        asked, allowed = str(rules.duration.extension_months_max.value), str((ceiling - base) * _MONTHS_OF_YEAR)
        yield Impossible(("duration", "extension_months_max"), "regime.extension_months", asked, allowed)
    for index, limit in enumerate(rules.money.limits.value):
        if limit.most_years is not None and limit.most_years > base:
            path = ("money", "limits", "value", index, "most_years")
            yield Impossible(path, "regime.limit_years", str(limit.most_years), str(base))
    if rules.valid_to is not None and rules.valid_to < rules.valid_from:
        yield Impossible(("valid_to",), "regime.ends_before", str(rules.valid_to), str(rules.valid_from))


def _reminders(rules: RuleSet) -> Iterator[Impossible]:
    before, days = rules.deadlines.evaluation_reminder_days_before.value, rules.deadlines.evaluation_days.value
    if before > days:
        yield Impossible(("deadlines", "evaluation_reminder_days_before"), "regime.reminder", str(before), str(days))


def _references(rules: RuleSet) -> Iterator[Impossible]:
    heads = {head.code for head in rules.cost_heads.value}
    kinds = rules.catalogue.codes | {group.code for group in rules.catalogue.groups}
    money = rules.money
    for index, cap in enumerate(money.head_caps.value):
        yield from _known(("money", "head_caps", "value", index, "head"), [cap.head], heads)
    for index, bonus in enumerate(money.bonuses.value):
        yield from _known(("money", "bonuses", "value", index, "heads"), bonus.heads, heads)
    for index, limit in enumerate(money.limits.value):
        yield from _known(("money", "limits", "value", index, "activities"), limit.activities, kinds)
    needed = rules.composition.chamber_kinds.value
    allowed = {kind.value for kind in rules.composition.allowed_kinds.value}
    yield from _known(("composition", "chamber_kinds"), [kind.value for kind in needed], allowed)


def _known(path: tuple[str | int, ...], words: Iterable[str], known: Iterable[str]) -> Iterator[Impossible]:
    listed = sorted(known)
    for word in words:
        if word not in listed:
            yield Impossible(path, "regime.reference", word, ", ".join(listed))


def _codes(rules: RuleSet) -> Iterator[Impossible]:
    """Each code of a list stands once; an activity's code begins with that of its group."""
    lists: tuple[tuple[tuple[str | int, ...], Iterable[Named]], ...] = (
        (("evaluation", "blocks"), rules.evaluation.blocks.value),
        (("money", "limits"), rules.money.limits.value),
        (("money", "bonuses"), rules.money.bonuses.value),
        (("reporting", "kinds"), rules.reporting.kinds.value),
        (("changes", "classes"), rules.changes.classes.value),
        (("termination", "grounds"), rules.termination.grounds.value),
        (("documents", "required"), rules.documents.required.value),
        (("catalogue", "groups"), rules.catalogue.groups),
        (("cost_heads",), rules.cost_heads.value),
        (("indicators",), rules.measures),
    )
    for path, named in lists:
        codes = [one.code for one in named]
        yield from (
            Impossible(path, "regime.code_twice", code, "1")
            for code in sorted({c for c in codes if codes.count(c) > 1})
        )
    for index, group in enumerate(rules.catalogue.groups):
        for kind in group.activities.value:
            if not kind.code.startswith(f"{group.code}."):
                path = ("catalogue", "groups", index, "activities")
                yield Impossible(path, "regime.code_of_group", kind.code, f"{group.code}.…")


def _interim(rules: RuleSet) -> Iterator[Impossible]:
    if rules.money.interim.value is InterimMethod.ITEM_CAP and rules.money.item_cap.value is None:
        yield Impossible(("money", "interim"), "regime.interim", "item_cap", "approved_rate")


def _lists(rules: RuleSet) -> Iterator[Impossible]:
    if not rules.reporting.kinds.value:
        yield Impossible(("reporting", "kinds"), "regime.empty", "0", "1")
    if len(rules.composition.chamber_kinds.value) > 2:  # noqa: PLR2004 - one, and one instead of it
        asked = str(len(rules.composition.chamber_kinds.value))
        yield Impossible(("composition", "chamber_kinds"), "regime.chambers", asked, "2")


_CHECKS: tuple[Callable[[RuleSet], Iterator[Impossible]], ...] = (
    _points,
    _threshold,
    _board,
    _money,
    _years,
    _reminders,
    _references,
    _codes,
    _lists,
    _interim,
)
