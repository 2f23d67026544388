"""The room's HTTP door."""

from services.evaluation.api import (
    assignments,
    combinations,
    committee,
    conflicts,
    evaluators,
    proposals,
    sessions,
    tasks,
)

ROUTERS = (
    evaluators.router,
    assignments.router,
    proposals.router,
    conflicts.router,
    committee.router,
    combinations.router,
    sessions.router,
    tasks.router,
)
