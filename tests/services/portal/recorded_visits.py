"""Visits a person is to make, as the monitoring room answers."""

from typing import Any

VISIT = "0190-ziyaret"
PHOTOGRAPH = "ab" * 32
_FACTS: dict[str, Any] = {
    "id": VISIT,
    "grant_id": "a-1",
    "number": 2,
    "reason": "Raporlar <b>gecikti</b>.",
    "visitor_id": "izleme-bir",
    "due_at": "2018-11-30T21:00:00Z",
}
_GRANT = {
    "consortium_name": "OSTİM Temiz Teknolojiler",
    "enterprise_name": "OSTİM Küme Teşebbüsü A.Ş.",
    "province": "Ankara",
}
PLANNED: dict[str, Any] = {"entries": [{**_FACTS, **_GRANT}]}
TO_VISIT: dict[str, Any] = {
    **_FACTS,
    **_GRANT,
    "status": "planned",
    "visited_on": None,
    "place": "",
    "latitude": None,
    "longitude": None,
    "points": None,
    "summary": "",
    "decided_at": None,
    "photographs": [
        {
            "document": PHOTOGRAPH,
            "media_type": "image/jpeg",
            "size": 1200,
            "taken_at": "2018-11-01T09:30:00Z",
            "latitude": "39.968312",
            "longitude": "32.743210",
            "note": "Atölye <i>girişi</i>",
        }
    ],
    "draft": None,
}


def visit_answers() -> dict[str, object]:
    """By path."""
    return {
        "monitoring/visits": PLANNED,
        f"monitoring/visits/{VISIT}": TO_VISIT,
        f"monitoring/visits/{VISIT}/photographs/{PHOTOGRAPH}": b"\xff\xd8\xff picture",
    }
