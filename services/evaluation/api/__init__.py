"""The room's HTTP door."""

from services.evaluation.api import assignments, committee, evaluators, sessions, tasks

ROUTERS = (evaluators.router, assignments.router, committee.router, sessions.router, tasks.router)
