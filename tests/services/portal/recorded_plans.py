"""A work plan in force with one change, as the monitoring room answers."""

from typing import Any

_ITEM = {
    "key": "I1",
    "activity": "K3.02",
    "title": "Tezgâh",
    "cost_head": "machinery",
    "cost": "1200.00",
    "grant": "600.00",
    "in_kind": "0.00",
    "domestic_goods": False,
    "quarters": [{"quarter": 1, "cost": "1200.00"}],
}
_ACTIVITY = {
    "code": "K3.02",
    "title": "Ortak atölye",
    "reason": None,
    "first_quarter": 1,
    "last_quarter": 8,
    "actions": ["ORA1.AA1.T1.E1"],
}
_CHANGE = {
    "id": "c-1",
    "grant_id": "a-1",
    "number": 1,
    "kind": "budget_transfer",
    "decider": "monitoring_officer",
    "status": "accepted",
    "reason": "Tezgâh fiyatı arttı.",
    "base_version": 1,
    "version": 2,
    "asked_at": "2018-01-10T08:00:00Z",
    "decided_at": "2018-01-20T08:00:00Z",
    "decision_reason": "Uygundur.",
    "paper": "",
    "differences": [
        {"what": "item.cost", "key": "I1", "before": "1000.00", "after": "1200.00", "kind": "budget_transfer"}
    ],
    "effect": {
        "amounts": [{"name": "total", "before": "1000.00", "after": "1200.00"}],
        "dates": [{"name": "milestone", "key": "M1", "before": None, "after": "2019-05-02"}],
    },
    "can": [],
}
PLAN_PARTS: dict[str, Any] = {
    "coordinator_id": "koordinator-ostim",
    "representative_id": "",
    "plan": {
        "packages": [{"key": "P1", "title": "Ortak kullanım", "activities": [_ACTIVITY], "items": [_ITEM]}],
        "indicators": [{"code": "G3", "baseline": 24, "targets": [27, 34]}],
    },
    "milestones": [
        {
            "key": "M1",
            "title": "Atölye açıldı",
            "package": "P1",
            "activity": "K3.02",
            "quarter": 8,
            "ends_on": "2019-05-02",
            "due_on": "2019-05-12",
            "status": "confirmed",
            "reached_on": "2019-05-20",
            "documents": ["0" * 64],
            "note": "Açılış tutanağı",
            "declared_at": "2019-05-21T08:00:00Z",
            "decided_at": "2019-05-28T08:00:00Z",
            "remark": "Yerinde görüldü.",
            "late_since": "2019-05-11T21:00:00Z",
            "is_late": True,
            "can": [],
        }
    ],
    "changes": [_CHANGE],
}
