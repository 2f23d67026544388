"""What a measurement comes to: a number, the limit it is held against, and the ratio of the two."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `ratio` is measured : limit; `better` says which way is good, `aim` how far is far enough.

    measured, limit: in `unit`. limit_is: what the limit stands for, in words. details: further numbers by name.
    """

    question: str
    measured: float
    limit: float
    unit: str
    limit_is: str
    ratio: float
    aim: float
    better: Literal["more", "less"]
    details: Mapping[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return self.ratio >= self.aim if self.better == "more" else self.ratio <= self.aim

    def as_dict(self) -> dict[str, Any]:
        shown = {name: _short(value) for name, value in asdict(self).items()}
        return shown | {"met": self.met, "details": {name: _short(value) for name, value in self.details.items()}}


def _short(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def middle(values: Sequence[float]) -> float:
    """The median: one disturbed round does not move it."""
    return float(median(values))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values do not exceed; at least one value."""
    return float(quantiles(values, n=100, method="inclusive")[percent - 1]) if len(values) > 1 else float(values[0])
