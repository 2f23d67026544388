"""The usable envelope: the call's is no hard stop; an officer may raise it, with a reason, until the conclusion.

Source: the envelope is the call's and not a hard stop ([P] Ministry page); how it is exceeded is Destek's own.
"""

from collections.abc import Iterator
from decimal import Decimal

from grants.breach import AlreadyDone, Breach
from grants.regimes.words import Currency
from grants.rules.exact import said
from services.evaluation.domain.board import refuse_broken
from services.evaluation.domain.records import Committee

_SOURCE = "[P] Bakanlık, Kümelenme Destek Programı sayfası"


def raised(committee: Committee, usable: Decimal, reason: str, currency: Currency) -> Committee:
    """The committee with another usable envelope. Raises AlreadyDone, RulesBroken with all that is wrong."""
    if committee.concluded:
        raise AlreadyDone(Breach("committee.concluded"))
    refuse_broken(tuple(_breaches(committee, usable, reason, currency)))
    return committee.model_copy(update={"usable": usable, "reason": reason})


def _breaches(committee: Committee, usable: Decimal, reason: str, currency: Currency) -> Iterator[Breach]:
    if usable <= committee.envelope:
        asked, allowed = said(usable, currency), said(committee.envelope, currency)
        yield Breach("committee.envelope_not_raised", "envelope", asked, allowed, _SOURCE)
    if not reason:
        yield Breach("committee.envelope_reason", "reason", source="Destek")
