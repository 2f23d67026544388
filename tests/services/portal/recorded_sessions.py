"""A committee at work as the evaluation room tells it."""

from typing import Any

from grants.decisions import explain
from tests.grants.decisions import given as g


def _explained(name: str, inputs: dict[str, Any]) -> dict[str, Any]:
    return explain(name, inputs, g.KDP).model_dump(mode="json")


def sessions(call_id: str, application_id: str, name: str, minutes: str | None = None) -> dict[str, Any]:
    """One session with one application on its agenda."""
    slot = {"application_id": application_id, "consortium_name": name, "starts_at": "2018-11-12T07:00:00Z"}
    return {
        "call_id": call_id,
        "required": False,
        "sessions": [
            {
                "number": 1,
                "starts_at": "2018-11-12T07:00:00Z",
                "ends_at": "2018-11-12T09:00:00Z",
                "place": "Ankara, toplantı salonu 3",
                "reason": "Salon dolu",
                "present": ["kurul-baskani"],
                "slots": [{**slot, "minutes": 30, "state": "closed"}],
            }
        ],
        "unscheduled": [],
        "minutes": minutes,
        "complete": minutes is not None,
    }


def hearing(application_id: str, name: str) -> dict[str, Any]:
    """An application that was heard, with a motion that was carried."""
    return {
        "application_id": application_id,
        "consortium_name": name,
        "number": 1,
        "state": "closed",
        "presiding": "kurul-baskani",
        "seats": [
            {"person_id": "kurul-baskani", "name": "Nazım Önder", "reason": "full_member"},
            {"person_id": "kurul-uyesi-2", "name": "Sevgi Uçar", "reason": "conflicted"},
        ],
        "quorum": _explained("quorum", g.board("abcd")),
        "awaited": [],
        "motions": [
            {
                "number": 1,
                "kind": "negotiate",
                "text": "Kira giderleri yüksek",
                "conditions": [],
                "points": [{"title": "Kiralar", "text": "Üç yılla <b>sınırlı</b>"}],
                "member_id": "kurul-baskani",
                "state": "carried",
                "put_at": "2018-11-12T07:20:00Z",
                "awaited": [],
                "own_vote": "yes",
                "votes": {"kurul-baskani": "yes"},
                "dissent": {"kurul-uyesi-3": "Bütçe yeterli"},
                "explanation": _explained("motion", g.motion("+++--")),
            }
        ],
        "points": [{"title": "Kiralar", "text": "Üç yılla <b>sınırlı</b>"}],
        "conditions": [],
    }
