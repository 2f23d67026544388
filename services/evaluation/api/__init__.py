"""The room's HTTP door."""

from services.evaluation.api import (
    assignments,
    combinations,
    committee,
    conflicts,
    evaluators,
    feedback,
    hands,
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
    hands.router,
    feedback.router,
    sessions.router,
    tasks.router,
)
