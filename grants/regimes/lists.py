"""The lists of a rule set: activities, cost heads, points, indicators. Pure."""

from pydantic import Field

from grants.regimes.cited import Cited, Frozen, Named
from grants.values import Score


class Block(Named):
    """A block of questions an evaluator scores, with the most points it can bring."""

    maximum: Score


class ActivityType(Named):
    """A type of activity the programme supports. Its code holds its group: "K1.01"."""


class ActivityGroup(Named):
    """A group of activity types; other activities of the group come under `other_code`, with a reason."""

    other_code: str
    activities: Cited[tuple[ActivityType, ...]]


class Catalogue(Frozen):
    """The activities a work plan may hold."""

    groups: tuple[ActivityGroup, ...] = Field(min_length=1)
    others_allowed: Cited[bool]

    @property
    def codes(self) -> frozenset[str]:
        """Every code a plan may use, those for other activities included where they are allowed."""
        named = {kind.code for group in self.groups for kind in group.activities.value}
        return frozenset(named | self.other_codes)

    @property
    def other_codes(self) -> frozenset[str]:
        if not self.others_allowed.value:
            return frozenset()
        return frozenset(group.other_code for group in self.groups)


class CostHead(Named):
    """What kind of cost a support item is."""


class Measure(Named):
    """One number an indicator is followed by, and the programme's target for it, if it has one."""

    target: int | None = Field(ge=0)


class Indicator(Named):
    """One of the things progress is followed by."""

    measures: tuple[Measure, ...] = Field(min_length=1)
