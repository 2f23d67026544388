"""A grant at which everything waits, as the monitoring room answers to each who may act on it."""

from typing import Any

from grants.policy import Action, Relation, decide
from grants.regimes import revisions
from tests.services.portal.recorded_closing import closing_of
from tests.services.portal.recorded_money import OBJECTED
from tests.services.portal.recorded_reports import LINES

BUSY, WAITS = "0190-isler", "0190-bekler"
"""A grant and an application that wait for everybody: others than those most pages show."""
EVERY = frozenset({Relation.OWN, Relation.MEMBER, Relation.ASSIGNED})
_CLAIMS = (("c-m", "made"), ("c-s", "seconded"), ("c-a", "approved"), ("c-r", "returned"))
_PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "milestones": ("M1", {"status": "declared"}),
    "visits": ("v-1", {"status": "planned"}),
    "holds": ("h-1", {"lifted_at": None, "lift_reason": ""}),
    "force_majeure": ("f-1", {"status": "accepted", "ended_on": None}),
    "notices": ("n-1", {"status": "running"}),
    "obligations": ("1", {"status": "running"}),
}


def allowed(roles: frozenset[str]) -> list[str]:
    """All that these roles may do where nothing stands in the way."""
    own = {Relation.OWN} if "coordinator" in roles else {Relation.ASSIGNED}
    return [act.value for act in Action if decide(roles, act, frozenset(own)) is not None]


def busy_grant(roles: frozenset[str], grant: dict[str, Any]) -> dict[str, Any]:
    """The grant as one of these roles reads it."""
    can = allowed(roles)
    made = grant["claims"][1]
    claims = [{**made, "id": key, "status": status, "number": 3, "can": can} for key, status in _CLAIMS]
    changed = {name: [{**grant[name][0], **facts}] for name, (_, facts) in _PARTS.items()}
    changed["force_majeure"] += [{**changed["force_majeure"][0], "id": "f-2", "status": "declared"}]
    changed["milestones"] = [
        {**grant["milestones"][0], "key": key, "status": status, "can": can}
        for key, status in (("M1", "planned"), ("M.2_b", "declared"))
    ]
    (one,) = grant["findings"]
    account = {**grant["funds"]["accounts"][0], "id": "a-2", "is_confirmed": False, "is_paid_to": False}
    funds = {**grant["funds"], "accounts": [*grant["funds"]["accounts"], account]}
    return {
        **grant,
        **changed,
        "id": BUSY,
        "findings": [{**one, "status": status, "number": at} for at, status in ((1, "open"), (2, "answered"))],
        "development": [
            {**grant["development"][0], "status": status, "number": at, "decision": None, "decided_on": None}
            for at, status in ((1, "late"), (2, "submitted"))
        ],
        "revision": revisions("kdp-2014")[-1].revision,
        "claims": claims,
        "funds": funds,
        "can": can,
    }


def busy_answers(roles: frozenset[str], grant: dict[str, Any], file: dict[str, Any]) -> dict[str, object]:
    """By path."""
    plan = {"packages": [{"key": "P1", "title": "Paket", "items": [{"key": "S1", "title": "Cihaz"}]}]}
    objection = {"status": "open", "reasons": "Yanlış", "made_at": "2018-11-25T09:00:00Z"}
    undecided = {**objection, "decided_at": None, "decision_reason": ""}
    return {
        f"application/applications/{WAITS}": {**file, "id": WAITS, "plan": plan, "can": allowed(roles)},
        f"evaluation/applications/{WAITS}/feedback": {**OBJECTED, "objection": undecided},
        f"monitoring/grants/{BUSY}": busy_grant(roles, grant),
        f"monitoring/grants/{BUSY}/reports/1/lines": LINES,
        f"monitoring/grants/{BUSY}/closing": closing_of(BUSY),
    }
