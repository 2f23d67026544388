"""Approval packs: a chosen funding combination, and what each member of the board says to it. Pure.

Who sat and is in conflict with nothing the combination ranks has a say. The pack may be closed once as many have
spoken as have to sign the minutes; it goes to approval with every word, agreement or not, and decides nothing itself.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from grants.breach import Breach, WrongStage
from grants.decisions.combination import Combined
from grants.regimes import RuleSet
from grants.regimes.words import Currency
from grants.rules.exact import said
from grants.rules.voting import unsigned
from services.evaluation.domain.board import Board
from services.evaluation.domain.combining import Tried
from services.evaluation.domain.records import Record
from services.evaluation.domain.selection import Selection

_SOURCE = "Destek"


class PackStatus(StrEnum):
    """replaced: another combination was chosen before it was closed."""

    OPEN = "open"
    CLOSED = "closed"
    REPLACED = "replaced"


class Pack(Record):
    """combination: number of the funding combination. reason: why there is another one after the first.

    document: SHA-256 of the PDF it was frozen into.
    """

    call_id: str
    number: int
    combination: int
    status: PackStatus = PackStatus.OPEN
    reason: str = ""
    officer_id: str
    opened_at: datetime
    document: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None


class Opinion(Record):
    """What a member says to a pack. reason: always there where the member disagrees."""

    call_id: str
    number: int
    person_id: str
    agrees: bool
    reason: str
    given_at: datetime


def have_a_say(board: Board, tried: Tried) -> tuple[str, ...]:
    """The members who have a say, in the order of their seats: who sat, and has to leave for nothing it ranks."""
    ranked = {one.application.application_id for one in tried.inputs.candidates}
    apart = {person for application, person in board.conflicts if application in ranked}
    return tuple(person for person in board.seats if person in board.sat and person not in apart)


def choice_breaches(tried: Tried, selections: Collection[Selection], currency: Currency) -> Iterator[Breach]:
    """Why a combination cannot go to approval. currency: of the call's money."""
    if not tried.is_final:
        yield Breach("pack.not_final", "combination", str(tried.number), source=_SOURCE)
    if tried.explanation.outcome == Combined.OVER:
        asked, there = said(Decimal(tried.explanation.figures["amount"]), currency), said(tried.inputs.money, currency)
        yield Breach("pack.over_money", "combination", asked, there, _SOURCE)
    paid = funded(tried)
    if not paid:
        yield Breach("pack.empty", "combination", str(tried.number), source=_SOURCE)
    selected = {one.application_id for one in selections if one.holds_money}
    for application_id in paid:
        if application_id not in selected:
            yield Breach("pack.not_selected", application_id, source=_SOURCE)


def opinion_breaches(*, agrees: bool, reason: str) -> Iterator[Breach]:
    if not agrees and not reason:
        yield Breach("pack.reason_for_no", "reason", source=_SOURCE)


def funded(tried: Tried) -> Mapping[str, Decimal]:
    """What the combination pays, by application, in the order of the ranking."""
    return {one.placed.application_id: one.amount for one in tried.made.funded}


def missing(said: Collection[str], entitled: Collection[str], chair: str | None, rules: RuleSet) -> tuple[Breach, ...]:
    """Whose word is missing before the pack may be closed: measured like the signatures under the minutes."""
    words = {"committee.chair_unsigned": "pack.chair_silent", "committee.signatures": "pack.opinions_missing"}
    found = unsigned(said, entitled, chair or "", rules)
    return tuple(Breach(words[one.rule], "opinions", one.asked, one.allowed, one.source) for one in found)


def refuse_settled(pack: Pack) -> None:
    """Raises WrongStage where the pack is not open any more."""
    if pack.status is not PackStatus.OPEN:
        raise WrongStage(Breach("pack.not_open", "number", pack.status, PackStatus.OPEN))
