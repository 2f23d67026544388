"""The money of an application and its grant, line by line."""

from dataclasses import dataclass, replace
from decimal import Decimal

from services.portal.reading import File
from services.portal.reading_grants import Grant


@dataclass(frozen=True, slots=True)
class Line:
    """One amount; none while it is not known. key: of its name."""

    key: str
    amount: Decimal | None
    currency: str = ""


def money_of(file: File | None, grant: Grant | None) -> tuple[Line, ...]:
    """Plan, request, approval; and for a grant what was earned, paid and is left."""
    total = grant.money.total if grant else file.money.total if file else None
    approved = grant.money.approved if grant else file.money.approved if file else None
    lines = [Line("portal.money.total", total)]
    if file:
        lines.append(Line("portal.money.requested", file.money.requested))
    lines.append(Line("portal.money.approved", approved))
    if grant:
        lines += _of_grant(grant)
    currency = grant.currency if grant else file.currency if file else ""
    return tuple(replace(line, currency=currency) for line in lines)


def _of_grant(grant: Grant) -> list[Line]:
    money = grant.money
    lines = [
        Line("portal.money.realised", money.realised),
        Line("portal.money.earned", money.earned),
        Line("portal.money.paid", money.paid),
    ]
    if grant.settlement:
        return [
            *lines,
            Line("portal.money.allowed", grant.settlement.allowed),
            Line("portal.money.due", grant.settlement.due_to_grantee),
            Line("portal.money.recover", grant.settlement.to_recover),
        ]
    left = None if money.approved is None or money.paid is None else money.approved - money.paid
    return [*lines, Line("portal.money.remaining", left)]
