"""What a told story came to: counts from the databases and from the workflows' own histories."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from grants.contracts import workflows as names
from runtime.db import Database, outbox


@dataclass(frozen=True, slots=True)
class Result:
    """One grant's life as one object. Amounts are text with two decimals; stages give the instant each was reached.

    events: told by all rooms about this application and its call. workflow_runs, history_events: counted in
    Temporal. seconds: how long the telling took.
    """

    application_id: str
    call_id: str
    outcome: str
    stages: dict[str, str]
    events: int
    workflow_runs: int
    history_events: int
    money: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


async def count_events(databases: dict[str, Database], *about: str) -> int:
    """Events told about these subjects, in all rooms."""
    total = 0
    for database in databases.values():
        async with database.transaction() as session:
            query = select(func.count()).select_from(outbox).where(outbox.c.about.in_(about))
            total += int(await session.scalar(query) or 0)
    return total


def ids_of(application_id: str, call_id: str) -> tuple[str, ...]:
    """The workflows that have to do with one application."""
    return (
        names.call_workflow_id(call_id),
        names.application_workflow_id(application_id),
        names.pre_evaluation_workflow_id(application_id),
        names.committee_workflow_id(call_id),
        names.reserve_workflow_id(call_id),
        names.objection_window_workflow_id(application_id),
        names.negotiation_workflow_id(application_id),
        names.grant_workflow_id(application_id),
        names.obligations_workflow_id(application_id),
    )
