"""Holding anything against a programme's rules, without a file and without a trace."""

from collections.abc import Mapping
from typing import Any

from grants.breach import RulesBroken
from grants.decisions import explain
from grants.explanation import Explanation
from grants.policy import Action
from grants.regimes import UnknownRegime, UnknownRevision, load
from runtime.unit import Unit
from services.application.usecases.rights import allow_with


async def check(unit: Unit, regime: str, revision: str | None, kind: str, given: Mapping[str, Any]) -> Explanation:
    """What the rules say of this, by its kind of decision; under the newest revision unless one is named.

    Raises NotAllowed, UnknownDecision, and RulesBroken for rules there are not and for inputs that are none.
    """
    allow_with(unit, Action.RULES_CHECK)
    try:
        rules = load(regime, revision)
    except (UnknownRegime, UnknownRevision) as unknown:
        raise RulesBroken(*unknown.breaches) from unknown
    return explain(kind, given, rules)
