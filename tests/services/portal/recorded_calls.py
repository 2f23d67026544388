"""Calls and those who judge their applications, as the rooms answer an officer."""

from typing import Any

from tests.services.portal.recorded_applying import CALL, OPEN_CALL, RULES, TO_COME

JUDGED = "0190-degerlendirilen"
"""An application with a sheet that was given and a seat that is free."""
_MOVED = {
    "was": "2018-11-20T21:00:00Z",
    "became": CALL["closes_at"],
    "reason": "Sel <b>oldu</b>",
    "moved_by": "uzman-bir",
    "moved_at": "2018-10-30T08:00:00Z",
}
REGIMES: dict[str, Any] = {
    "entries": [
        {
            "key": RULES.key,
            "programme": "kdp",
            "names": {"tr": "Kümelenme Destek Programı", "en": "Cluster Support Programme"},
            "valid_from": "2014-03-25",
            "valid_to": None,
            "revisions": [],
        }
    ]
}


def evaluated(pre_evaluation: dict[str, Any]) -> dict[str, Any]:
    """With one sheet given, and a seat that is free."""
    line = {
        "assignment_id": "a-7",
        "evaluator_id": "degerlendirici-7",
        "evaluator_name": "Yedinci <b>Kişi</b>",
        "status": "submitted",
        "due_at": "2018-11-10T21:00:00Z",
        "total": None,
        "barred": None,
    }
    under_way = {"status": "waiting", "submitted": 1, "missing": 1, "passed": None, "mean": "", "totals": []}
    return {**pre_evaluation, **under_way, "application_id": JUDGED, "explanation": None, "evaluators": [line]}


def call_answers(
    file: dict[str, Any], pre_evaluation: dict[str, Any], staffing: dict[str, Any], proposal: dict[str, Any]
) -> dict[str, object]:
    """By path."""
    still_open = {**proposal, "id": "o-2", "call_id": OPEN_CALL, "status": "open", "accepted_at": None, "changes": []}
    proposals = f"evaluation/calls/{OPEN_CALL}/assignment-proposals"
    to_come = {**CALL, "id": TO_COME, "status": "published", "closes_at": "2019-12-03T21:00:00Z"}
    return {
        "application/regimes": REGIMES,
        f"application/calls/{OPEN_CALL}": {**CALL, "moves": [_MOVED]},
        f"application/calls/{TO_COME}": {**to_come, "moves": []},
        f"evaluation/calls/{OPEN_CALL}/staffing": {**staffing, "call_id": OPEN_CALL, "by_proposal": False},
        proposals: [still_open],
        f"{proposals}/o-2": still_open,
        f"evaluation/calls/{TO_COME}/staffing": {**staffing, "call_id": TO_COME},
        f"application/applications/{JUDGED}": {**file, "id": JUDGED, "stage": "pre_evaluation", "outcome": None},
        f"evaluation/applications/{JUDGED}/pre-evaluation": evaluated(pre_evaluation),
    }
