"""The rules of a dossier are held against those that the verifier itself has under the same names."""

from grants.proof.dossier.rules import Rules
from grants.regimes import RuleSet, load, pinned
from tests.grants.proof.dossier import made

PIN = made.RULES.pinned


def found(own: RuleSet | None) -> tuple[bool, str]:
    def of(pin: str) -> RuleSet:
        return own or load(pin.partition("@")[0], "none")

    (finding,) = Rules(made.dossier(), of).findings((PIN,))
    assert finding.what == f"rules {PIN}"
    return finding.holds, finding.found


def test_rules_that_the_verifier_has_under_the_name_are_the_same_or_the_dossier_does_not_hold() -> None:
    """A name ends in 8 hex digits: other rules that come to the same can be found by trying."""
    other = pinned(PIN).model_copy(update={"instrument": "another"})
    assert found(pinned(PIN)) == (True, f"{made.RULES.instrument}, from {made.RULES.since}")
    assert found(other) == (False, f"{found(pinned(PIN))[1]}: not the rules that this program has under the same name")


def test_rules_that_the_verifier_has_not_are_said_to_be_the_dossiers_own() -> None:
    holds, said = found(None)
    assert (holds, said.endswith("this program has no such rules to hold them against")) == (True, True)


def test_each_pin_is_named_once() -> None:
    assert len(list(Rules(made.dossier()).findings((PIN, PIN)))) == 1
