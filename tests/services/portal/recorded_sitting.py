"""Committees at three hours of their life, as the evaluation room tells them: not begun, sitting, concluded."""

from typing import Any

from tests.services.portal.recorded_sessions import hearing

NEW, SITTING, DONE = "0190-kurul-yeni", "0190-kurul-oturan", "0190-kurul-biten"
"""Calls. NEW: nobody has declared, nothing has begun. SITTING: an application is open. DONE: minutes to be signed."""
FILE, NAME = "0190-diger", "Raylı Sistemler <b>Birlikteliği</b>"
CHAIR, SECOND, SPARE = "kurul-baskani", "kurul-uyesi-2", "kurul-yedek"
PAPER = "cd" * 32


def _member(person: str, name: str, seat: str, ordinal: int, *, present: bool | None) -> dict[str, Any]:
    return {
        "person_id": person,
        "name": name,
        "background": "private_sector",
        "seat": seat,
        "ordinal": ordinal,
        "chair": person == CHAIR,
        "present": present,
    }


def _item(**facts: Any) -> dict[str, Any]:
    item = {
        "application_id": FILE,
        "consortium_name": NAME,
        "declared": True,
        "members": [],
        "requested": "9100000.50",
        "evaluators_mean": "48.25",
        "sitting": [CHAIR, SECOND],
        "awaited": [CHAIR],
        "quorum": True,
        "own_score": None,
        "scores": {},
    }
    return {**item, **facts}


def committee(call: str, status: str, item: dict[str, Any], *, present: bool | None) -> dict[str, Any]:
    """A board of two with a substitute, and one application before it."""
    return {
        "call_id": call,
        "call_name": "Dördüncü çağrı",
        "board_names": {"tr": "Seçici Kurul", "en": "Selection Board"},
        "status": status,
        "due_at": "2018-11-20T21:00:00Z",
        "currency": "TRY",
        "envelope": "25000000.00",
        "usable_envelope": "26000000.00",
        "raises": [],
        "part_scale": 40,
        "threshold": "70",
        "needed": 2,
        "chair_id": CHAIR,
        "members": [
            _member(CHAIR, "Nazım Önder", "full", 1, present=present),
            _member(SECOND, "Sevgi Uçar", "full", 2, present=present),
            _member(SPARE, "Bora Yedek", "substitute", 1, present=present),
        ],
        "items": [item],
    }


def sessions(call: str, state: str, starts: str, present: list[str] | None) -> dict[str, Any]:
    """One session with the application on its agenda."""
    slot = {"application_id": FILE, "consortium_name": NAME, "starts_at": starts, "minutes": 30, "state": state}
    one = {
        "number": 1,
        "starts_at": starts,
        "ends_at": starts.replace("T07", "T09"),
        "place": "Ankara, salon 3",
        "reason": "",
        "present": present,
        "slots": [slot],
    }
    return {"call_id": call, "required": True, "sessions": [one], "unscheduled": [], "minutes": None, "complete": False}


def _motion(number: int, **facts: Any) -> dict[str, Any]:
    (like,) = hearing(FILE, NAME)["motions"]
    undecided = {"number": number, "state": "open", "votes": {}, "dissent": {}, "own_vote": None, "explanation": None}
    return {**like, **undecided, **facts}


def heard(state: str) -> dict[str, Any]:
    """The application before the committee. Motions: one to vote on, one to decide, one the reader lost."""
    lost = {"state": "failed", "own_vote": "yes", "votes": {CHAIR: "yes", SECOND: "no"}}
    return {
        **hearing(FILE, NAME),
        "state": state,
        "awaited": [CHAIR],
        "seats": [
            {"person_id": CHAIR, "name": "Nazım Önder", "reason": "full_member"},
            {"person_id": SECOND, "name": "Sevgi Uçar", "reason": "full_member"},
            {"person_id": SPARE, "name": "Bora Yedek", "reason": "conflicted"},
        ],
        "motions": [_motion(1, awaited=[CHAIR]), _motion(2, own_vote="yes"), _motion(3, **lost)],
    }


_LINE = {"key": "I1", "title": "Ofis", "cost_head": "wages", "activity": "K1.01", "cost": "1000.00", "grant": "400.00"}
JUDGED_PAPERS: list[dict[str, Any]] = [
    {
        "document": "ca" * 32,
        "kind": "declaration",
        "names": {"tr": "Küme birlikteliği beyannamesi", "en": "Declaration of the consortium"},
        "title": "beyanname <imzalı>.pdf",
        "media_type": "application/pdf",
        "size": 204_800,
    },
    {
        "document": "cb" * 32,
        "kind": "other",
        "names": None,
        "title": "–",
        "media_type": "image/png",
        "size": 1_250_000,
    },
]
"""Papers with an application that is judged; the name of one was erased."""
CONTENT: dict[str, Any] = {
    "application_id": FILE,
    "consortium_name": NAME,
    "members": [{"name": "Eskişehir Sanayi Odası", "kind": "chamber_of_industry", "province": "Eskişehir"}],
    "evaluators_mean": "48.25",
    "regime": "kdp-2014",
    "revision": "1",
    "currency": "TRY",
    "content": {
        "nace": "30.20",
        "form": {"vision_and_strategy": "Ortak <i>sınama</i> altyapısı."},
        "plan": {"packages": [{"key": "P1", "title": "Eş güdüm", "activities": [], "items": [_LINE]}]},
        "requested": "9100000.50",
        "submitted_at": "2015-07-01T08:00:00Z",
        "papers": JUDGED_PAPERS,
    },
}
MINUTES: dict[str, Any] = {
    "call_id": DONE,
    "document": PAPER,
    "is_extract": True,
    "complete": False,
    "missing": [],
    "signatures": [{"person_id": SECOND, "name": "Sevgi Uçar", "signed_at": "2018-10-20T08:00:00Z"}],
}
UNDECLARED = _item(
    declared=False, members=["Eskişehir Sanayi Odası"], requested=None, evaluators_mean=None, awaited=[], quorum=False
)
NOT_BEGUN = committee(NEW, "open", UNDECLARED, present=None)
AT_WORK = committee(SITTING, "open", _item(), present=None)
OVER = committee(DONE, "concluded", _item(awaited=[], own_score=31), present=True)
CALLED = sessions(NEW, "waiting", "2018-11-12T07:00:00Z", None)
BEGUN = sessions(SITTING, "open", "2018-10-01T07:00:00Z", [CHAIR, SECOND])

_CONTENT = f"evaluation/calls/{SITTING}/committee/applications/{FILE}"


def sitting_answers() -> dict[str, object]:
    """By path."""
    return {
        f"evaluation/calls/{NEW}/committee": NOT_BEGUN,
        f"evaluation/calls/{NEW}/committee/sessions": CALLED,
        f"evaluation/calls/{NEW}/committee/items/{FILE}": {**heard("waiting"), "motions": []},
        f"evaluation/calls/{SITTING}/committee": AT_WORK,
        f"evaluation/calls/{SITTING}/committee/sessions": BEGUN,
        f"evaluation/calls/{SITTING}/committee/items/{FILE}": heard("open"),
        _CONTENT: CONTENT,
        f"{_CONTENT}/papers/{JUDGED_PAPERS[0]['document']}": b"%PDF-1.7 heard",
        f"evaluation/calls/{DONE}/committee": OVER,
        f"evaluation/calls/{DONE}/committee/sessions": {**BEGUN, "call_id": DONE, "minutes": PAPER},
        f"evaluation/calls/{DONE}/committee/minutes": MINUTES,
    }
