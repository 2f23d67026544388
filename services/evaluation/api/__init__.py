"""The room's HTTP door."""

from services.evaluation.api import assignments, combinations, committee, evaluators, sessions, tasks

ROUTERS = (evaluators.router, assignments.router, committee.router, combinations.router, sessions.router, tasks.router)
