"""Codes of a rule set: each stands once in its list, and whatever names one names one that there is. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from grants.regimes.cited import Named
from grants.regimes.faults import Impossible
from grants.regimes.lists import Catalogue
from grants.regimes.model import RuleSet
from grants.regimes.words import MemberKind, RiskKind

Place = tuple[str | int, ...]


def _cost_heads(rules: RuleSet) -> Iterator[Impossible]:
    heads = {head.code for head in rules.cost_heads.value}
    for index, cap in enumerate(rules.money.head_caps.value):
        yield from _known(("money", "head_caps", "value", index, "head"), [cap.head], heads)
    for index, bonus in enumerate(rules.money.bonuses.value):
        yield from _known(("money", "bonuses", "value", index, "heads"), bonus.heads, heads)
    yield from _once(("money", "head_caps", "value"), [cap.head for cap in rules.money.head_caps.value])


def _limited(rules: RuleSet) -> Iterator[Impossible]:
    """A limit is about activities there are, and no activity has two: only the first would hold."""
    kinds = rules.catalogue.codes | {group.code for group in rules.catalogue.groups}
    taken: dict[str, str] = {}
    for index, limit in enumerate(rules.money.limits.value):
        path = ("money", "limits", "value", index, "activities")
        yield from _known(path, limit.activities, kinds)
        covered = sorted(code for code in rules.catalogue.codes if limit.covers(code))
        if twice := next((code for code in covered if code in taken), None):
            yield Impossible(path, "regime.limited_twice", twice, taken[twice])
        taken |= {code: limit.code for code in covered if code not in taken}


def _members(rules: RuleSet) -> Iterator[Impossible]:
    """Who must be a member may be one."""
    needs = rules.composition
    allowed = {kind.value for kind in needs.allowed_kinds.value}
    yield from _known(("composition", "chamber_kinds"), [kind.value for kind in needs.chamber_kinds.value], allowed)
    yield from _once(("composition", "chamber_kinds", "value"), [kind.value for kind in needs.chamber_kinds.value])
    if needs.minimum_firms.value:
        yield from _known(("composition", "minimum_firms"), [MemberKind.FIRM.value], allowed)
    if needs.minimum_universities.value:
        yield from _known(("composition", "minimum_universities"), [MemberKind.UNIVERSITY.value], allowed)


def _known(path: Place, words: Iterable[str], known: Iterable[str]) -> Iterator[Impossible]:
    listed = sorted(known)
    for word in words:
        if word not in listed:
            yield Impossible(path, "regime.reference", word, ", ".join(listed))


def _once(path: Place, codes: Sequence[str]) -> Iterator[Impossible]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Impossible((*path, index), "regime.code_twice", code, "1")


def _activities(rules: RuleSet) -> Iterator[Impossible]:
    """An activity's code begins with that of its group, so each code stands in one group only."""
    groups = rules.catalogue.groups
    yield from _once(("catalogue", "groups"), [group.code for group in groups])
    for index, group in enumerate(groups):
        path = ("catalogue", "groups", index, "activities", "value")
        codes = [kind.code for kind in group.activities.value]
        yield from _once(path, codes)
        yield from (
            Impossible((*path, number), "regime.code_of_group", code, f"{group.code}.…")
            for number, code in enumerate(codes)
            if not code.startswith(f"{group.code}.")
        )
        yield from _others(("catalogue", "groups", index, "other_code"), group.other_code, group.code, rules.catalogue)


def _others(path: Place, other_code: str, group: str, catalogue: Catalogue) -> Iterator[Impossible]:
    if not other_code.startswith(f"{group}."):
        yield Impossible(path, "regime.code_of_group", other_code, f"{group}.…")
    if other_code in {kind.code for one in catalogue.groups for kind in one.activities.value}:
        yield Impossible(path, "regime.code_twice", other_code, "1")


def _lists(section: str, leaf: str, named: Callable[[RuleSet], Sequence[Named]]) -> "_Check":
    def check(rules: RuleSet) -> Iterator[Impossible]:
        place = (section, leaf, "value") if leaf else (section, "value")
        yield from _once(place, [one.code for one in named(rules)])

    return (section,), check


def _measures(rules: RuleSet) -> Iterator[Impossible]:
    seen: set[str] = set()
    for index, indicator in enumerate(rules.indicators.value):
        for number, measure in enumerate(indicator.measures):
            if measure.code in seen:
                path = ("indicators", "value", index, "measures", number)
                yield Impossible(path, "regime.code_twice", measure.code, "1")
            seen.add(measure.code)


def _aspects(rules: RuleSet) -> Iterator[Impossible]:
    for index, block in enumerate(rules.evaluation.blocks.value):
        yield from _once(("evaluation", "blocks", "value", index, "aspects"), [aspect.code for aspect in block.aspects])


def _risk(rules: RuleSet) -> Iterator[Impossible]:
    """Every signal is one that the recorded facts tell."""
    codes = [signal.code for signal in rules.risk.signals.value]
    yield from _once(("risk", "signals", "value"), codes)
    yield from _known(("risk", "signals", "value"), codes, [kind.value for kind in RiskKind])


_Check = tuple[tuple[str, ...], Callable[[RuleSet], Iterator[Impossible]]]

CHECKS: tuple[_Check, ...] = (
    (("money", "cost_heads"), _cost_heads),
    (("money", "catalogue"), _limited),
    (("composition",), _members),
    (("catalogue",), _activities),
    (("indicators",), _measures),
    (("evaluation",), _aspects),
    (("risk",), _risk),
    _lists("evaluation", "blocks", lambda rules: rules.evaluation.blocks.value),
    _lists("money", "limits", lambda rules: rules.money.limits.value),
    _lists("money", "bonuses", lambda rules: rules.money.bonuses.value),
    _lists("reporting", "kinds", lambda rules: rules.reporting.kinds.value),
    _lists("changes", "classes", lambda rules: rules.changes.classes.value),
    _lists("termination", "grounds", lambda rules: rules.termination.grounds.value),
    _lists("obligations", "kinds", lambda rules: rules.obligations.kinds.value),
    _lists("documents", "required", lambda rules: rules.documents.required.value),
    _lists("cost_heads", "", lambda rules: rules.cost_heads.value),
    _lists("indicators", "", lambda rules: rules.indicators.value),
)
"""Each check with the sections it reads."""
