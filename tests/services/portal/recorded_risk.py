"""The risk of a grant, a hold and a visit, as the monitoring room answers."""

from typing import Any

from grants.decisions import explain
from tests.grants.decisions import given as g

RISK_PARTS: dict[str, Any] = {
    "risk": {
        "today": explain("risk", g.risk(late_reports=3), g.KDP).model_dump(mode="json"),
        "assessments": [
            {
                "number": 1,
                "score": 30,
                "level": "visit",
                "assessed_at": "2018-04-02T08:00:00Z",
                "answered_at": "2018-04-03T08:00:00Z",
                "answer": "",
                "is_open": False,
            }
        ],
    },
    "holds": [
        {
            "id": "h-1",
            "number": 1,
            "reason": "Ziyaret bekleniyor.",
            "starts_on": "2018-04-03",
            "ends_on": "2018-06-02",
            "ordered_at": "2018-04-03T08:00:00Z",
            "lifted_at": "2018-05-02T08:00:00Z",
            "lift_reason": "Bulgu giderildi.",
        }
    ],
    "visits": [
        {
            "id": "v-1",
            "grant_id": "a-1",
            "number": 1,
            "reason": "Raporlar gecikti.",
            "visitor_id": "uzman-iki",
            "due_at": "2018-06-01T21:00:00Z",
            "status": "made",
            "visited_on": "2018-04-20",
            "place": "OSTİM",
            "latitude": "39.968312",
            "longitude": "32.743210",
            "points": {"equipment": "partly", "staff": "yes"},
            "summary": "Tezgâhlardan biri kurulu değil.",
            "decided_at": "2018-04-20T12:00:00Z",
            "photographs": [
                {
                    "document": "cd" * 32,
                    "media_type": "image/jpeg",
                    "size": 1200,
                    "taken_at": "2018-04-20T09:30:00Z",
                    "latitude": "39.968312",
                    "longitude": "32.743210",
                    "note": "Atölye girişi",
                }
            ],
        }
    ],
}
