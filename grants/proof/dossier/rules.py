"""The rules a dossier brings along: those that its pins name, and the same that this program has under these names.

A pin holds 8 hex digits of the hash of its rules: other rules that come to the same digits can be made. So whoever has
the revision holds it against their own.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from grants.breach import Refused
from grants.proof.dossier.contents import Dossier
from grants.proof.finding import Finding, Told
from grants.regimes import RuleSet, of_revision, parse, pinned


@lru_cache(maxsize=16)
def _parsed(key: str, texts: tuple[tuple[str, str], ...]) -> tuple[RuleSet, ...]:
    """Read once for all the dossiers that bring the same: nearly all do."""
    return parse(key, texts)


class Rules:
    """The rules of a dossier, by pin. own: those that this program has."""

    def __init__(self, dossier: Dossier, own: Callable[[str], RuleSet] = pinned) -> None:
        self._own = own
        self._made: dict[str, tuple[RuleSet, ...]] = {}
        self._faults: dict[str, str] = {}
        for key, texts in dossier.regimes.items():
            try:
                self._made[key] = _parsed(key, tuple(texts))
            except (Refused, ValueError, TypeError, RecursionError) as error:
                self._faults[key] = str(error)[:300]
        self._pins = dossier.facts.regimes

    def of(self, pin: str) -> RuleSet:
        """Raises Refused, KeyError."""
        key, _, revision = pin.partition("@")
        return of_revision(self._made[key], revision)

    def findings(self, named: tuple[str, ...]) -> Iterator[Finding]:
        """One a pin. named: those of the records, each of which the dossier has to speak of."""
        for pin in dict.fromkeys((*self._pins, *named)):
            yield Finding(Told.of("dossier.rules", "rules {pin}", pin=pin), *self._found(pin))

    def _found(self, pin: str) -> tuple[bool, str]:
        try:
            rules = self.of(pin)
        except KeyError:
            missing = Told.of("dossier.rules.missing", "their files are missing")
            return False, self._faults.get(pin.partition("@")[0], missing)
        except Refused as error:
            return False, str(error)[:300]
        values = {"instrument": rules.instrument, "since": str(rules.since)}
        try:
            own = self._own(pin)
        except Refused:
            told = "{instrument}, from {since}; this program has no such rules to hold them against"
            return True, Told.of("dossier.rules.brought", told, **values)
        if own != rules:
            told = "{instrument}, from {since}: not the rules that this program has under the same name"
            return False, Told.of("dossier.rules.others", told, **values)
        return True, Told.of("dossier.rules.holds", "{instrument}, from {since}", **values)
