"""What the portal reads of funding combinations, and of the packs they go to approval in."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.explanation import Explanation
from services.portal.reading import Amount, Listing, Moment, Read, Text


class CombinationLine(Read):
    """A combination by its numbers; left below zero is money that is missing."""

    number: int
    name: Text = ""
    is_final: bool = False
    cut_by: Text = ""
    cut_value: Text = ""
    funded: int = 0
    amount: Amount = None
    money: Amount = None
    left: Amount = None
    outcome: Text = ""
    made_at: Moment = None


class Combinations(Listing):
    """Those of a call."""

    currency: Text = ""
    entries: tuple[CombinationLine, ...]


class Funded(Read):
    """An application in a combination; rank: none where it has no place."""

    application_id: Text = ""
    consortium_name: Text = ""
    rank: int | None = None
    total: Text = ""
    requested: Amount = None
    fate: Text = ""
    amount: Amount = None


class Sum(Read):
    """What one province, or one sector, would get; "" where that is not known."""

    name: Text = ""
    applications: int = 0
    amount: Amount = None


class Combination(CombinationLine):
    """A whole combination."""

    currency: Text = ""
    placed: tuple[Funded, ...] = ()
    unscored: tuple[str, ...] = ()
    provinces: tuple[Sum, ...] = ()
    divisions: tuple[Sum, ...] = ()
    members: Mapping[str, int] = MappingProxyType({})
    explanation: Explanation | None = None


class Difference(Read):
    """An application that two combinations pay otherwise."""

    application_id: Text = ""
    consortium_name: Text = ""
    one: Amount = None
    other: Amount = None


class Comparison(Read):
    """Two combinations of a call, side by side."""

    one: CombinationLine
    other: CombinationLine
    differences: tuple[Difference, ...] = ()


class PackLine(Read):
    """A pack by its numbers. reason: why it followed another one."""

    number: int
    combination: int = 0
    status: Text = ""
    reason: Text = ""
    opened_at: Moment = None
    document: str | None = None
    closed_at: Moment = None


class Packs(Listing):
    """Those of a call."""

    entries: tuple[PackLine, ...]


class Opinion(Read):
    """What a member said; agrees: none while nothing was said, or while it is not shown."""

    person_id: Text = ""
    name: Text = ""
    chair: bool = False
    seat: Text = ""
    answered: bool = False
    agrees: bool | None = None
    reason: Text = ""


class Pack(PackLine):
    """A whole pack: the chosen combination and what each member of the board says of it."""

    chosen: Combination
    opinions: tuple[Opinion, ...] = ()
    may_answer: bool = False

    def is_answered_by(self, person_id: str) -> bool:
        """Whether somebody has said what they think of it."""
        return any(one.answered for one in self.opinions if one.person_id == person_id)
