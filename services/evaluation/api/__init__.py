"""The room's HTTP door."""

from services.evaluation.api import assignments, committee, evaluators, tasks

ROUTERS = (evaluators.router, assignments.router, committee.router, tasks.router)
