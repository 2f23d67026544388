"""The shape of a rule set: the rules of one regime as they stand from one day on. Pure.

Rules read these attributes and never the key of the regime, so a new regime is a new file of data.
"""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from grants.regimes.cited import Cited, Frozen, T
from grants.regimes.lists import Catalogue, CostHead, Indicator, Measure
from grants.regimes.sections import (
    AuditRules,
    CalendarDefaults,
    Changes,
    Committee,
    Composition,
    Deadlines,
    Documents,
    Duration,
    Evaluation,
    FeedbackRules,
    MoneyRules,
    Names,
    NegotiationRules,
    Notices,
    Obligations,
    Recovery,
    Reporting,
    Risk,
    Termination,
)

ProgrammeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
"""What numbers of contracts begin with: "KDP"."""


class RuleSet(Frozen):
    """One revision of a regime: what calls, applications and contracts are pinned to."""

    key: str
    revision: str
    """First day of the revision and hash of its content, like "2015-02-07+1a2b3c4d"."""
    since: date
    """First day of the revision: that of the regime, or of the amendment that made it."""
    instrument: str
    """The paper that made this revision."""
    programme: ProgrammeCode
    valid_from: date
    """First day of the regime."""
    valid_to: date | None
    """Last day on which a call may be opened under it; none while it is in force."""
    names: Names
    composition: Composition
    money: MoneyRules
    calendar: CalendarDefaults
    deadlines: Deadlines
    evaluation: Evaluation
    committee: Committee
    negotiation: NegotiationRules
    feedback: FeedbackRules
    duration: Duration
    reporting: Reporting
    audit: AuditRules
    changes: Changes
    risk: Risk
    notices: Notices
    termination: Termination
    obligations: Obligations
    recovery: Recovery
    documents: Documents
    catalogue: Catalogue
    cost_heads: Cited[tuple[CostHead, ...]]
    indicators: Cited[tuple[Indicator, ...]]

    @property
    def pinned(self) -> str:
        """As events, calls and contracts carry it: "kdp-2014@2015-02-07+1a2b3c4d"."""
        return f"{self.key}@{self.revision}"

    def cite(self, leaf: Cited[T]) -> str:
        """Where a leaf stands, fit for a breach: its citation, or "kdp-2014 default" for a default."""
        return f"{self.key} default" if leaf.is_default else leaf.source

    def in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every number an activity report gives, in the order of the indicators."""
        return tuple(measure for indicator in self.indicators.value for measure in indicator.measures)
