"""The approval pack of a call as this room knows it, and what it means for an approval. Pure.

"The chosen one goes to approval as a pack" is read so: where a call has a pack, the Minister's office approves by it.
While one is being prepared no approval is entered; once it is closed only what it funds is approved, and for no more
than it gives. A call without a pack is approved as before, unless its regime asks for one. A refusal never waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.values import CallId

_SOURCE = "Destek"


@dataclass(frozen=True, slots=True)
class ApprovalPack:
    """number: of the newest pack of the call; is_open: the board still has its say on it.

    closed: number of the newest one that was closed, 0 for none; the rest is about that one. document: SHA-256 of
    its PDF. funded: what it funds, by application.
    """

    call_id: CallId
    number: int
    is_open: bool
    closed: int = 0
    document: str = ""
    funded: tuple[tuple[str, Decimal], ...] = ()
    agreed: int = 0
    disagreed: int = 0
    closed_at: datetime | None = None

    def amount_for(self, application_id: str) -> Decimal | None:
        """What the closed pack gives this application at most; None where it does not fund it."""
        return dict(self.funded).get(application_id)


def pack_breaches(pack: ApprovalPack | None, application_id: str, asked: Decimal, rules: RuleSet) -> Iterator[Breach]:
    """What keeps an application from being approved for `asked`."""
    required = rules.committee.pack_required
    if pack is not None and pack.is_open:
        yield Breach("approval.pack_open", "approved", str(pack.number), "", _SOURCE)
    elif pack is None or not pack.closed:
        if required.value:
            yield Breach("approval.pack_missing", "approved", "", "", rules.cite(required))
    else:
        yield from _unfunded(pack, application_id, asked, rules)


def _unfunded(pack: ApprovalPack, application_id: str, asked: Decimal, rules: RuleSet) -> Iterator[Breach]:
    amount, currency = pack.amount_for(application_id), rules.money.currency.value
    if amount is None:
        yield Breach("approval.not_in_pack", "approved", str(pack.closed), "", _SOURCE)
    elif asked > amount:
        yield Breach("approval.above_pack", "approved", said(asked, currency), said(amount, currency), _SOURCE)
