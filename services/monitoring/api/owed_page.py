"""What is owed on the page of a grant: development reports, audits to be made, and findings."""

from typing import Any

from grants.values import Moment
from services.monitoring.api.development import DevelopmentOut
from services.monitoring.api.findings import FindingOut
from services.monitoring.domain import development, findings
from services.monitoring.domain.audit_facts import FindingStatus
from services.monitoring.usecases.reading import GrantView


class DevelopmentLine(DevelopmentOut):
    """due: with force majeure taken out; none while it is suspended. escalated_at: when it became the officers'."""

    due: Moment | None
    escalated_at: Moment | None


class FindingLine(FindingOut):
    """due: with force majeure taken out; none while it is suspended. blocks: whether it keeps payments back."""

    due: Moment | None
    blocks: bool


def owed_parts(view: GrantView) -> dict[str, Any]:
    """What the page of a grant shows of what is owed besides activity reports."""
    file = view.file
    blocking = bool(findings.blocking(file, view.rules))
    return {
        "audits_due": file.audit_duties,
        "development": tuple(
            {**_fields(one, DevelopmentLine), "due": development.due_at(file, one)} for one in file.development
        ),
        "findings": tuple(
            {
                **_fields(one, FindingLine),
                "due": findings.due_at(file, one),
                "blocks": blocking and one.status is not FindingStatus.CLOSED,
            }
            for one in file.findings
        ),
    }


def _fields(fact: object, shape: type[DevelopmentLine] | type[FindingLine]) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in shape.model_fields if hasattr(fact, name)}
