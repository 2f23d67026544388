"""What is wrong with a file of rules: every fault at once, each with its file and line. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from grants.breach import Breach, Refused

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Impossible:
    """One thing that cannot be in a rule set: where, which rule it breaks, what stands there and what could."""

    path: tuple[str | int, ...]
    rule: str
    asked: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file of rules.

    file: its name. line: counted from 1. path: the part concerned, like "money.overall_cap". rule: key of
    the message. asked: what stands there. allowed: what could stand there.
    """

    file: str
    line: int
    path: str
    rule: str
    asked: str = ""
    allowed: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for a person: "kdp-2014/2015-02-07.yaml:7 audit.yearly"."""
        return f"{self.file}:{self.line} {self.path}".rstrip()

    def as_breach(self) -> Breach:
        return Breach(self.rule, self.place, self.asked[:_LONGEST], self.allowed[:_LONGEST], "Destek")


class FaultyRules(Refused):
    """A file of rules that cannot be used. `faults` are in the order of files and lines."""

    rule: ClassVar[str] = "regime.faulty"

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.path, fault.rule)))
        super().__init__(*(fault.as_breach() for fault in self.faults))
