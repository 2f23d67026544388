"""The closing of a grant whose first closing report was returned, as the monitoring room answers."""

from typing import Any

DOCUMENTS = ("1a" * 32, "2b" * 32)
ASSETS: list[dict[str, Any]] = [
    {"name": "Fırın <b>hattı</b>", "place": "OSTİM, 3. hangar", "item": "I1", "value": "1250000.50"},
    {"name": "Ölçüm cihazı", "place": "Laboratuvar", "item": "I1", "value": "1250.00"},
]
RETURNED: dict[str, Any] = {
    "number": 1,
    "status": "returned",
    "aims": "Ortak fırın kuruldu.",
    "indicators": "İhracat arttı.",
    "spending": "Kur farkı var.",
    "left_open": "Bir bulgu sürüyor.",
    "assets": ASSETS,
    "documents": list(DOCUMENTS),
    "figures": {"heads": [], "measures": [], "milestones": 0, "milestones_confirmed": 0, "left_open": []},
    "submitted_at": "2018-10-01T09:00:00Z",
    "remarks": {"aims": "Bir cümle yanlış."},
    "note": "Düzeltin.",
    "decided_at": "2018-10-09T09:00:00Z",
}


def closing_of(grant_id: str) -> dict[str, Any]:
    """As whoever writes the next report reads it, with no draft yet."""
    return {
        "grant_id": grant_id,
        "status": "closing",
        "due_at": "2018-12-01T21:00:00Z",
        "reminders": 0,
        "submitted_at": None,
        "accepted_at": None,
        "figures": RETURNED["figures"],
        "begins": [],
        "reports": [RETURNED],
        "draft": None,
    }
