"""A claim that is not approved as it stands: refused for good, or returned to be put right and sent again.

A claim refused takes nothing of the grant: what its reports earned is paid by a new claim only. A returned one keeps
its place, so that nothing is claimed twice meanwhile; sent again, it asks for what is payable then and is approved
anew by everybody whose approval it needs. Source: in no paper; the days to send it again are a default of the regime.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.rules.pauses import resume_due
from services.monitoring.domain import money
from services.monitoring.domain.derivation import DerivedDate, pauses, resumed, step
from services.monitoring.domain.errors import ClaimStageWrong, GrantStageWrong
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus

RETURNABLE = frozenset({ClaimStatus.MADE, ClaimStatus.SECONDED, ClaimStatus.APPROVED})
"""Not with the bank yet, and not with the coordinator."""
REFUSABLE = RETURNABLE | {ClaimStatus.RETURNED}


def refuse(file: GrantFile, claim_id: str, reason: str, by: str, now: datetime) -> Claim:
    """The claim is ended; who refuses says why."""
    claim = _standing(file, claim_id, REFUSABLE)
    return replace(_answered(claim, reason, by, now), status=ClaimStatus.REFUSED)


def give_back(file: GrantFile, claim_id: str, remarks: str, by: str, now: datetime, rules: RuleSet) -> Claim:
    """The claim is to be put right; where the regime gives days for that, they begin to run."""
    claim = _standing(file, claim_id, RETURNABLE)
    days = rules.money.claim_correction_days.value
    until = None if days is None else end_of_days_after(now, days)
    return replace(_answered(claim, remarks, by, now), status=ClaimStatus.RETURNED, correct_by=until)


def withdrawn(claim: Claim, reason: str, by: str, now: datetime) -> Claim:
    """The claim lapsed because nothing is left of what it asks for."""
    return replace(_answered(claim, reason, by, now), status=ClaimStatus.LAPSED)


def send_again(
    file: GrantFile, claim_id: str, note: str, amount: Decimal | None, by: str, now: datetime, rules: RuleSet
) -> Claim:
    """The claim as it is now, for what is payable now. amount: of an advance alone; of any other it is reckoned."""
    claim = _standing(file, claim_id, frozenset({ClaimStatus.RETURNED}))
    others = without(file, claim_id)
    if claim.advance:
        asked = claim.amount if amount is None else amount
        made = money.take_ahead(others, claim.id, asked, by, now, rules)
    elif amount is not None:
        least = said(money.claimable(others, rules), file.grant.currency)
        asked_said = said(amount, file.grant.currency)
        raise RulesBroken(Breach("claim.amount_reckoned", "amount", asked_said, least, "Destek"))
    else:
        made = money.make(others, claim.id, by, now, rules)
    return replace(
        made,
        round=claim.round + 1,
        note=note,
        remarks=claim.remarks,
        answered_by=claim.answered_by,
        answered_at=claim.answered_at,
    )


def without(file: GrantFile, claim_id: str) -> GrantFile:
    """The file as if this claim had never been made."""
    return replace(file, claims=tuple(one for one in file.claims if one.id != claim_id))


def at_place(file: GrantFile, number: int) -> Claim:
    """The claim that is so called among what falls due: the grant's claims in their order, counted from 1."""
    return file.claims[number - 1]


def due_at(file: GrantFile, claim: Claim) -> datetime | None:
    """Until when it can be sent again, force majeure taken out; None while it is suspended or where no days run."""
    if claim.status is not ClaimStatus.RETURNED or claim.correct_by is None:
        return None
    return resume_due(claim.correct_by, pauses(file), claim.answered_at)


def lapse(file: GrantFile, number: int) -> GrantFile:
    """It was not sent again in time: it takes nothing of the grant any more."""
    return file.with_claim(replace(at_place(file, number), status=ClaimStatus.LAPSED))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """Until when each returned claim can be sent again."""
    if not money.may_claim(file):
        return
    source = rules.cite(rules.money.claim_correction_days)
    for number, claim in enumerate(file.claims, 1):
        if claim.status is ClaimStatus.RETURNED and claim.correct_by is not None:
            kind = DeadlineKind.CLAIM_CORRECTION
            told = (step(kind.value, allowed=said(claim.amount, file.grant.currency), source=source),)
            yield resumed(DerivedDate(kind.value, claim.correct_by, told, number, kind), file, claim.answered_at)


def _standing(file: GrantFile, claim_id: str, wanted: frozenset[ClaimStatus]) -> Claim:
    """What the settlement leaves to pay follows from it and is neither refused nor returned."""
    claim = money.find(file, claim_id)
    if claim.final:
        raise ClaimStageWrong(Breach("claim.final", "claim", claim.id, "", "Destek"))
    if claim.status not in wanted:
        raise ClaimStageWrong.at(claim.status)
    if not money.may_claim(file):
        raise GrantStageWrong.at(file.grant.status)
    return claim


def _answered(claim: Claim, remarks: str, by: str, now: datetime) -> Claim:
    """Approvals given so far count no more."""
    return replace(
        claim,
        approved_by="",
        approved_at=None,
        countersigned_by="",
        countersigned_at=None,
        remarks=remarks,
        answered_by=by,
        answered_at=now,
        correct_by=None,
    )
