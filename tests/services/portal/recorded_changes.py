"""A change that awaits its decision, and the plan it would change, as the monitoring room answers."""

from typing import Any

from tests.services.portal.recorded_plans import PLAN_PARTS

CHANGE = "c-2"
_EFFECT: dict[str, Any] = {
    "amounts": [{"name": "total", "before": "1200.00", "after": "1100.00"}],
    "dates": [{"name": "milestone", "key": "M1", "before": "2019-05-02", "after": "2019-08-02"}],
}
_DIFFERENCES = [{"what": "item.cost", "key": "I1", "before": "1200.00", "after": "1100.00", "kind": "major"}]
_BREACH = {
    "rule": "change.item_spent",
    "subject": "plan.items[I1].cost",
    "asked": "1100.00 TRY (I1)",
    "allowed": "1150.00 TRY",
    "source": "Destek",
}
WEIGHED: dict[str, Any] = {"differences": _DIFFERENCES, "effect": _EFFECT, "explanations": [], "breaches": []}
TRIED: dict[str, Any] = {**WEIGHED, "decider": "minister"}
FORBIDDEN: dict[str, Any] = {**TRIED, "breaches": [_BREACH]}
LINE: dict[str, Any] = {
    "id": CHANGE,
    "grant_id": "a-1",
    "number": 2,
    "kind": "major",
    "decider": "minister",
    "status": "asked",
    "reason": "Tezgâh <b>ucuzladı</b>.",
    "base_version": 2,
    "version": None,
    "asked_at": "2018-10-20T08:00:00Z",
    "decided_at": None,
    "decision_reason": "",
    "paper": "",
}
ASKED: dict[str, Any] = {
    **LINE,
    "wish": {},
    "differences": _DIFFERENCES,
    "effect": _EFFECT,
    "today": {**WEIGHED, "breaches": [_BREACH]},
}
IN_FORCE: dict[str, Any] = {
    "version": 2,
    "since": "2018-01-20T08:00:00Z",
    "change_id": "c-1",
    "coordinator_id": "koordinator-ostim",
    "representative_id": "",
    "total": "3200.00",
    "grant": "1600.00",
    "plan": {
        "packages": [
            {
                "key": "P1",
                "title": "Ortak kullanım",
                "activities": PLAN_PARTS["plan"]["packages"][0]["activities"],
                "items": [
                    *PLAN_PARTS["plan"]["packages"][0]["items"],
                    {
                        "key": "I2",
                        "activity": "K3.02",
                        "title": "Yazılım",
                        "cost_head": "machinery",
                        "cost": "2000.00",
                        "grant": "1000.00",
                        "in_kind": "0.00",
                        "domestic_goods": False,
                    },
                ],
                "milestones": [{"key": "M1", "title": "Atölye açıldı", "quarter": 8, "activity": "K3.02"}],
            }
        ],
        "indicators": PLAN_PARTS["plan"]["indicators"],
    },
    "members": [
        {
            "name": "Makina Ltd.",
            "kind": "firm",
            "tax_number": "1112223334",
            "province": "Ankara",
            "nace": "28.41",
            "commits": True,
            "in_main_field": True,
        }
    ],
}


def change_answers(grant_id: str) -> dict[str, object]:
    """By path."""
    return {
        f"monitoring/changes/{CHANGE}": {**ASKED, "grant_id": grant_id},
        f"monitoring/grants/{grant_id}/plan": IN_FORCE,
    }


_ACTS = {"coordinator": ["change.ask", "extension.ask", "force_majeure.declare", "report.submit"]}
_ACTS["monitoring_officer"] = ["extension.decide", "report.decide"]
_ON_CHANGES = {"coordinator": ["change.withdraw"], "ministers_office": ["change.decide_minister"]}


def grant_for(roles: frozenset[str], grant: dict[str, Any]) -> dict[str, Any]:
    """The page of a grant, with what these roles may do with it and with the change that awaits its decision."""
    shown = {name: LINE[name] for name in LINE}
    on_it = [act for role in sorted(roles) for act in _ON_CHANGES.get(role, [])]
    waits = {**shown, "differences": _DIFFERENCES, "effect": _EFFECT, "can": on_it}
    can = [act for role in sorted(roles) for act in _ACTS.get(role, [])]
    reports = grant["reports"]
    if "monitoring_officer" in roles:
        reports = [
            {**one, "status": "submitted", "technical": "Atölye açıldı."} if one["number"] == 1 else one
            for one in reports
        ]
    return {**grant, "can": can, "reports": reports, "changes": [*grant["changes"], waits]}
