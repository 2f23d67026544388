"""What the codes of the regimes are called, for texts that name one: "cost_head.renovation" is "Renovation".

Where regimes call the same code by different names, a text that belongs to no regime says them all; an explanation
belongs to one, and says its.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from grants.breach import Refused
from grants.regimes import Bilingual, RuleSet, keys, load, pinned

LANGUAGES = ("tr", "en")
_BETWEEN = " / "

Words = Mapping[str, Mapping[str, str]]
"""By language, then by key."""


@cache
def words() -> Words:
    """The names in every regime that ships, as it stands now."""
    return _words([load(key) for key in keys()])


def words_of(rules: RuleSet) -> Words:
    """The names in this rule set."""
    return _words([rules])


def words_about(pin: str) -> Words:
    """The names in the rule set that "kdp-2014@2015-02-07+1a2b3c4d" names; none of one that is not known."""
    try:
        return words_of(pinned(pin))
    except Refused:
        return {}


def _words(regimes: Iterable[RuleSet]) -> Words:
    found: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    for rules in regimes:
        for key, names in _named(rules):
            for language, known in found.items():
                said = names.said_in(language)
                if said not in known.setdefault(key, []):
                    known[key].append(said)
    return {language: {key: _BETWEEN.join(names) for key, names in known.items()} for language, known in found.items()}


def _named(rules: RuleSet) -> Iterator[tuple[str, Bilingual]]:
    money = rules.money
    for family, listed in (
        ("cost_head", rules.cost_heads.value),
        ("limit", money.limits.value),
        ("item_bonus", money.bonuses.value),
        ("measure", rules.measures),
        ("lasting_duty", rules.obligations.kinds.value),
        ("required_paper", rules.documents.required.value),
        ("termination_ground", rules.termination.grounds.value),
    ):
        for one in listed:
            yield f"{family}.{one.code}", one.names
    for block in rules.evaluation.blocks.value:
        yield f"block.{block.code}", block.names
        for aspect in block.aspects:
            both = Bilingual(tr=f"{block.names.tr} – {aspect.names.tr}", en=f"{block.names.en} – {aspect.names.en}")
            yield f"block.{block.code}.{aspect.code}", both
