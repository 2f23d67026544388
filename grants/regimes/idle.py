"""Values of a rule set that can have no effect as the others stand: no fault, but worth being told. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from grants.breach import Breach
from grants.regimes.lists import ItemBonus
from grants.regimes.model import RuleSet

_ALL = 100


@dataclass(frozen=True, slots=True)
class Idle:
    """One value without effect. path: of its leaf; rule: key of the text that says why; asked: what stands there."""

    path: str
    rule: str
    asked: str

    def as_breach(self, place: str = "") -> Breach:
        return Breach(self.rule, place or self.path, self.asked, "", "Destek")


def idle(rules: RuleSet) -> tuple[Idle, ...]:
    """Everything of a rule set that can have no effect."""
    return tuple(_idle(rules))


def idle_bonuses(rules: RuleSet) -> tuple[ItemBonus, ...]:
    """Points for a certificate that raise nothing: no item has a ceiling below its cost, nor is the whole lifted."""
    return tuple(bonus for bonus in rules.money.bonuses.value if not _raises(bonus, rules))


def _raises(bonus: ItemBonus, rules: RuleSet) -> bool:
    money = rules.money
    shares = [money.item_cap.value, *(limit.share for limit in money.limits.value)]
    lifted = bonus.lifts_overall and money.overall_cap.value is not None
    return bool(bonus.points) and (lifted or any(share is not None and share < _ALL for share in shares))


def _idle(rules: RuleSet) -> Iterator[Idle]:
    for bonus in idle_bonuses(rules):
        yield Idle("money.bonuses", "idle.bonus", bonus.code)
    for one in rules.evaluation.bonuses.value:
        if not one.points:
            yield Idle("evaluation.bonuses", "idle.points", ", ".join(one.nace))
