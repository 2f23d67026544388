"""The room's HTTP door."""

from services.evaluation.api import (
    assignments,
    combinations,
    committee,
    conflicts,
    evaluators,
    feedback,
    hands,
    holdings,
    people,
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
    holdings.router,
    feedback.router,
    sessions.router,
    people.router,
    tasks.router,
)
