"""A score sheet with a draft, and the report on evaluators, as the evaluation room tells them."""

from typing import Any

SHEET_BLOCKS: list[dict[str, Any]] = [
    {
        "code": "capacity",
        "names": {"tr": "Kapasite", "en": "Capacity"},
        "maximum": "25",
        "aspects": [],
        "may_be_not_applicable": True,
    },
    {
        "code": "competitiveness",
        "names": {"tr": "Rekabetçilik", "en": "Competitiveness"},
        "maximum": "50",
        "aspects": [
            {"part": "competitiveness.level", "names": {"tr": "Düzey", "en": "Level"}, "maximum": "25"},
            {"part": "competitiveness.potential", "names": {"tr": "Potansiyel", "en": "Potential"}, "maximum": "25"},
        ],
        "may_be_not_applicable": False,
    },
]
DRAFT: dict[str, Any] = {
    "scores": {"competitiveness.level": "17.5"},
    "justifications": {"competitiveness": "Ölçülebilir <b>hedef</b>"},
    "not_applicable": {"capacity": "Yeni kurulan küme"},
    "saved_at": "2018-10-30T08:00:00Z",
    "total": "35",
}
REOPENED: dict[str, Any] = {
    "number": 1,
    "reason": "Gerekçe başka dosyaya ait",
    "submitted_at": "2018-10-25T08:00:00Z",
    "reopened_at": "2018-10-26T08:00:00Z",
    "officer_id": None,
    "total": "71.25",
    "scores": {},
    "justifications": {},
    "not_applicable": {},
}


def hands(call_id: str, application_id: str, name: str) -> dict[str, Any]:
    """A lenient and a severe evaluator, and one file with a mark that lies apart."""
    hand = {
        "evaluator_id": "d-1",
        "name": "Ayşe <i>Değer</i>",
        "files": 3,
        "group": 1,
        "effect": "+4.85",
        "mean": "77.50",
        "lowest": "70.00",
        "highest": "80.00",
        "spread": "1.25",
        "pairs": 3,
        "diverging": 1,
        "drift": None,
        "lapsed": 0,
        "reminded": 1,
        "days_early": "+2.50",
    }
    return {
        "call_id": call_id,
        "call_name": "2. çağrı",
        "decides": False,
        "weight": 3,
        "divergence": "20",
        "groups": 2,
        "open_files": 1,
        "evaluators": [hand, {**hand, "evaluator_id": "d-2", "name": "", "effect": "-4.85", "drift": "-1.00"}],
        "applications": [
            {
                "application_id": application_id,
                "consortium_name": name,
                "marks": 3,
                "group": 1,
                "mean": "65.00",
                "calibrated": "65.5556",
                "spread": "45.00",
                "outliers": [
                    {
                        "assignment_id": "a-9",
                        "evaluator_id": "d-2",
                        "name": "",
                        "total": "20.00",
                        "distance": "-45.00",
                    }
                ],
            }
        ],
    }
