"""How a refusal is said: everything that is wrong, as data, with the rule and where it stands in the law."""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is wrong.

    rule: key of the rule and of its message in the catalogues, like "money.overall_cap".
    subject: path of the field it concerns, like "plan.items[3].grant"; "" for the whole.
    asked, allowed: what was asked and what the rule allows, as machines write it ("2027-03-01", "50.00 TL", a code).
        The text of the rule says at its place what stands there ({asked:when}), and people read it as they write it.
    source: where the rule stands ("[S] 000…", "kdp-2014 default", "Destek").
    """

    rule: str
    subject: str = ""
    asked: str = ""
    allowed: str = ""
    source: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


class Refused(Exception):  # noqa: N818 - the programme's word
    """An act not carried out. Subclasses carry the business name; `breaches` says all that is wrong."""

    rule: ClassVar[str] = "refused"

    def __init__(self, *breaches: Breach) -> None:
        self.breaches: tuple[Breach, ...] = breaches or (Breach(self.rule),)
        super().__init__("; ".join(f"{b.rule} {b.subject}".strip() for b in self.breaches))


class NotFound(Refused):
    """There is no such thing, or not for this person."""

    rule = "not_found"


class NotAllowed(Refused):
    """The person's roles and relations do not give this right."""

    rule = "not_allowed"


class WrongStage(Refused):
    """The thing is not in a stage in which this can be done."""

    rule = "wrong_stage"


class RulesBroken(Refused):
    """What was asked breaks one or more rules of the regime."""

    rule = "rules_broken"


class AlreadyDone(Refused):
    """It was done before, by someone or with other content."""

    rule = "already_done"


class NotYet(Exception):  # noqa: N818 - the programme's word
    """A room was asked about something it has not heard of yet; the asker tries again shortly."""
