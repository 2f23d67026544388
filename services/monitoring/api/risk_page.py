"""Risk, holds and visits on the page of a grant. Who is party to it sees holds, and visits once they were made."""

from collections.abc import Iterable
from typing import Any

from grants.explanation import Explanation
from services.monitoring.api.risk import AssessmentOut, HoldOut
from services.monitoring.api.shapes import Answered
from services.monitoring.api.visits import PhotographOut, VisitOut
from services.monitoring.domain import visiting
from services.monitoring.domain.derivation import DerivedDate
from services.monitoring.domain.risk_facts import VisitStatus
from services.monitoring.usecases.reading import GrantView


class VisitLine(VisitOut):
    photographs: tuple[PhotographOut, ...]


class RiskPart(Answered):
    """today: how great a risk the grant is now; assessments: as they were recorded."""

    today: Explanation | None
    assessments: tuple[AssessmentOut, ...]


def risk_parts(view: GrantView) -> dict[str, Any]:
    """What the page shows this person."""
    seen = [one for one in view.file.visits if view.sees_risk or one.status is VisitStatus.MADE]
    return {
        "risk": RiskPart.model_validate({"today": view.risk, "assessments": view.file.assessments})
        if view.sees_risk
        else None,
        "holds": tuple(HoldOut.model_validate(one) for one in view.file.holds),
        "visits": tuple(
            {
                **{name: getattr(one, name) for name in VisitOut.model_fields},
                "due_at": visiting.due_at(view.file, one),
                "photographs": tuple(taken for taken in view.photographs if taken.visit_id == one.id),
            }
            for one in seen
        ),
    }


def seen_dates(view: GrantView, dates: Iterable[DerivedDate]) -> tuple[DerivedDate, ...]:
    """The dates of the grant that are shown this person: a party is not told of a visit before it was made."""
    return tuple(one for one in dates if view.sees_risk or one.name != visiting.DATE)


HIDDEN_ACTS = frozenset({"monitoring.risk.assessed", "monitoring.risk.answered", "monitoring.visit.planned"})
"""What of its history who is party to a grant is not told."""
