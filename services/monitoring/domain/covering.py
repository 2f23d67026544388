"""Guarantees that cover an advance, and the bank account of the enterprise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, moved_by_days, start_of
from grants.contracts.stages import DeadlineKind
from grants.iban import is_iban
from grants.regimes import RuleSet
from grants.rules.advances import to_cover
from grants.rules.exact import said
from grants.values import ZERO
from services.monitoring.domain import money
from services.monitoring.domain.derivation import DerivedDate, step
from services.monitoring.domain.errors import AccountConfirmed, FourEyes, GrantStageWrong, GuaranteeNeeded, NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Guarantee, GuaranteeStatus, PayeeAccount
from services.monitoring.domain.recovering import running


@dataclass(frozen=True, slots=True)
class Paper:
    """A guarantee as it was handed in. valid_until: the last day on which it can be called in."""

    reference: str
    issuer: str
    amount: Decimal
    valid_until: date


def receive(file: GrantFile, guarantee_id: str, paper: Paper, by: str, now: datetime) -> GrantFile:
    """A guarantee is taken in. Once for its reference, only while it can still be called in, and after the settlement
    only while money is to come back: else nothing is left for it to cover.
    """
    if file.settlement is not None and running(file) is None:
        raise GrantStageWrong.at(file.grant.status)
    wrong = []
    if paper.valid_until < istanbul_day(now):
        today = istanbul_day(now).isoformat()
        wrong.append(Breach("guarantee.valid_until", "valid_until", paper.valid_until.isoformat(), today, "Destek"))
    if any(one.reference == paper.reference for one in file.guarantees):
        wrong.append(Breach("guarantee.twice", "reference", paper.reference, "1", "Destek"))
    if wrong:
        raise RulesBroken(*wrong)
    one = Guarantee(
        guarantee_id, file.grant.id, paper.reference, paper.issuer, paper.amount, paper.valid_until, by, now
    )
    return file.with_guarantee(one)


def held(file: GrantFile) -> Decimal:
    """What all guarantees still held come to."""
    return sum((one.amount for one in file.guarantees if one.status is GuaranteeStatus.HELD), ZERO)


def needed(file: GrantFile, rules: RuleSet) -> Decimal:
    """What has to stay covered: the open part of the advance, and after the settlement what is being taken back."""
    if file.settlement is None:
        return to_cover(max(ZERO, money.ahead(file) - money.taken(file, money.RECOGNISED).set_off), rules)
    return ZERO if running(file) is None else to_cover(file.settlement.to_recover, rules)


def may_return(file: GrantFile, rules: RuleSet) -> bool:
    return any(_is_free(file, one, rules) for one in file.guarantees)


def give_back(file: GrantFile, guarantee_id: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """A guarantee goes back to who gave it, once the others cover what is open."""
    one = next((one for one in file.guarantees if one.id == guarantee_id), None)
    if one is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", "guarantee", guarantee_id))
    if not _is_free(file, one, rules):
        currency = file.grant.currency
        asked, least = said(held(file), currency), said(needed(file, rules), currency)
        raise GuaranteeNeeded(Breach("guarantee.needed", "guarantee", asked, least, "Destek"))
    return file.with_guarantee(replace(one, status=GuaranteeStatus.RETURNED, returned_by=by, returned_at=now))


def free_all(file: GrantFile, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """Every guarantee that covers nothing any more goes back."""
    for one in file.guarantees:
        if _is_free(file, one, rules):
            file = give_back(file, one.id, by, now, rules)
    return file


def _is_free(file: GrantFile, one: Guarantee, rules: RuleSet) -> bool:
    return one.status is GuaranteeStatus.HELD and held(file) - one.amount >= needed(file, rules)


def warn(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """It is told that a guarantee is about to end."""
    return file.with_guarantee(replace(file.guarantees[number - 1], warned_at=now))


def end(file: GrantFile, number: int) -> GrantFile:
    """Its last day has passed: it covers nothing any more."""
    return file.with_guarantee(replace(file.guarantees[number - 1], status=GuaranteeStatus.ENDED))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """When each guarantee that is held ends, by the calendar, and when that is told ahead."""
    before = rules.money.guarantee_warning_days
    for number, one in enumerate(file.guarantees, 1):
        if one.status is not GuaranteeStatus.HELD:
            continue
        ends_at, kind = start_of(one.valid_until + timedelta(days=1)), DeadlineKind.GUARANTEE_END
        told = (step(kind.value, one.reference, said(one.amount, file.grant.currency)),)
        yield DerivedDate(kind.value, ends_at, told, number, kind)
        at, kind = moved_by_days(ends_at, -before.value), DeadlineKind.GUARANTEE_REMINDER
        if before.value and one.warned_at is None and at > one.received_at:
            ahead = (step("reminder", one.valid_until.isoformat(), str(before.value), rules.cite(before)),)
            yield DerivedDate(kind.value, at, ahead, number, kind, ends=False)


def open_uncovered(file: GrantFile, day: date, rules: RuleSet) -> Decimal:
    """How much of what an advance still needs covered no guarantee covers on this day."""
    if file.settlement is not None:
        return ZERO
    valid = (one for one in file.guarantees if one.status is GuaranteeStatus.HELD and one.valid_until >= day)
    return max(ZERO, to_cover(money.still_ahead(file), rules) - sum((one.amount for one in valid), ZERO))


def lapsed(file: GrantFile, day: date, rules: RuleSet) -> tuple[Breach, ...]:
    """While a guarantee has ended and the advance it covered is open, nothing is paid."""
    currency = file.grant.currency
    over = [one for one in file.guarantees if one.status is not GuaranteeStatus.RETURNED and one.valid_until < day]
    missing = open_uncovered(file, day, rules)
    if not over or not missing:
        return ()
    source, ahead = rules.cite(rules.money.guarantee), said(money.still_ahead(file), currency)
    return (Breach("guarantee.ended", over[-1].reference, said(missing, currency), ahead, source),)


def record_account(file: GrantFile, account_id: str, iban: str, holder: str, by: str, now: datetime) -> GrantFile:
    """Where the grant is to be paid to from now on; somebody else confirms it first."""
    plain = iban.replace(" ", "").upper()
    if not is_iban(plain):
        raise RulesBroken(Breach("account.iban", "iban", iban[:40], "", "ISO 13616"))
    return file.with_account(PayeeAccount(account_id, file.grant.id, plain, holder, by, now))


def confirm_account(file: GrantFile, account_id: str, by: str, now: datetime) -> GrantFile:
    """The account was checked against the papers, by another than who recorded it. Only the newest can be confirmed."""
    if not any(one.id == account_id for one in file.accounts):
        raise NoSuchThing(Breach("monitoring.part_unknown", "account", account_id))
    newest = max(file.accounts, key=lambda one: (one.recorded_at, one.id))
    if newest.id != account_id or newest.confirmed_at is not None:
        raise AccountConfirmed(Breach("account.confirmed", "account", account_id, newest.id, "Destek"))
    if by == newest.recorded_by:
        raise FourEyes(Breach("account.four_eyes", "account", by, "", "Destek"))
    return file.with_account(replace(newest, confirmed_by=by, confirmed_at=now))


def paid_to(file: GrantFile) -> PayeeAccount | None:
    """The account that is paid to: the one confirmed last."""
    known = [one for one in file.accounts if one.confirmed_at is not None]
    return max(known, key=lambda one: (one.recorded_at, one.id), default=None)
