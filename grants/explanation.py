"""How an automatic decision came about: what went in, each step with its numbers, and what came out. Pure.

An explanation is stored with the event that tells of the decision. It says nothing in words: every step has
the names of a breach, so that the same catalogues say it in Turkish and in English.
"""

from pydantic import BaseModel, ConfigDict, JsonValue

from grants.breach import Breach


class Line(BaseModel):
    """One step: a rule that was looked at, with the numbers it was looked at with.

    The names are those of `Breach`. held: whether the rule holds; a step that only computes always does.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: str
    subject: str = ""
    asked: str = ""
    allowed: str = ""
    source: str = ""
    held: bool = True

    @classmethod
    def broken(cls, breach: Breach) -> "Line":
        return cls(held=False, **breach.as_dict())

    def as_dict(self) -> dict[str, str]:
        """What a text of the catalogue is filled with."""
        values = {"rule": self.rule, "subject": self.subject, "asked": self.asked}
        return values | {"allowed": self.allowed, "source": self.source}


class Explanation(BaseModel):
    """One automatic decision. Readers are tolerant: unknown fields are ignored.

    decision: its name in `grants.decisions.DECISIONS`. regime: the pin "key@revision" it was decided under.
    inputs: JSON of everything it was made of; numbers as exact text, nobody but by id. outcome: one word of
    the decision's list. figures: the exact numbers of the outcome by name.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    decision: str
    regime: str
    inputs: dict[str, JsonValue]
    steps: tuple[Line, ...]
    outcome: str
    figures: dict[str, str] = {}

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """What is broken, as a refusal says it."""
        return tuple(Breach(one.rule, one.subject, one.asked, one.allowed, one.source) for one in self.broken)

    @property
    def broken(self) -> tuple[Line, ...]:
        """The steps at which a rule does not hold."""
        return tuple(line for line in self.steps if not line.held)
