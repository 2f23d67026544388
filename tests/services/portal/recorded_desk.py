"""What the audit room says to an inspector and to the administrator: samples, leads, dossiers, what may be erased."""

from typing import Any

SAMPLE_ID = "0190-orneklem"
LEAD_ID = "ab" * 32
DOSSIER_ID = "cd" * 32
SAMPLE: dict[str, Any] = {
    "id": SAMPLE_ID,
    "method": "lot",
    "size": 2,
    "seed": "zar: 4",
    "call_id": "",
    "reason": "Yıllık denetim planı <b>madde 3</b>",
    "population": "ef" * 32,
    "candidates": 16,
    "drawn_at": "2018-10-30T09:00:00Z",
    "drawn_by": "mufettis",
    "seed_given": True,
    "root": None,
}
LEAD: dict[str, Any] = {
    "id": LEAD_ID,
    "kind": "under_limit",
    "persons": ["amir-1"],
    "count": 1,
    "about": ["0190-ostim"],
    "evidence": ["e-1"],
    "traces": [
        {
            "event_id": "e-1",
            "about": "0190-ostim",
            "title": "OSTİM <i>Temiz</i>",
            "act": "claim/approved",
            "person_id": "amir-1",
            "at": "2018-05-02T13:58:00Z",
            "due_at": None,
            "amount": "4990000.00",
            "limit": "5000000.00",
            "currency": "TRY",
        }
    ],
    "status": "open",
    "answer": {
        "verdict": "dismissed",
        "reason": "Faturalar <b>tek tek</b> görüldü.",
        "answered_by": "mufettis",
        "answered_at": "2018-06-01T09:00:00Z",
    },
    "fresh": 1,
}
LATE: dict[str, Any] = {
    **LEAD,
    "id": "12" * 32,
    "kind": "last_minute",
    "status": "followed",
    "answer": {**LEAD["answer"], "verdict": "followed"},
    "fresh": 0,
    "traces": [
        {
            **LEAD["traces"][0],
            "act": "application/decided",
            "at": "2018-05-02T13:58:00Z",
            "due_at": "2018-05-02T14:00:00Z",
            "amount": "0.00",
            "limit": "0.00",
        }
    ],
}
MOVED: dict[str, Any] = {
    **LEAD,
    "id": "34" * 32,
    "kind": "rights_changed",
    "status": "dismissed",
    "persons": ["memur-9"],
    "traces": [
        {**LATE["traces"][0], "act": "rights/changed", "about": "rights-1", "person_id": "memur-9", "due_at": None}
    ],
}
LEADS: dict[str, Any] = {"entries": [LEAD, LATE, MOVED], "since": "2016-10-30T09:00:00Z", "cut": True}
SEEN: dict[str, Any] = {
    "event_id": "0191-r",
    "about": "rights-1",
    "room": "application",
    "person_id": "memur-9",
    "roles": ["ministry_officer", "yeni-rol"],
    "organisation": "Sanayi <b>Bakanlığı",
    "tax_number": "",
    "issuer": "http://identity.test",
    "issued_at": "2018-05-02T13:00:00Z",
    "seen_at": "2018-05-02T13:58:00Z",
    "added": ["role:ministry_officer", "organisation:Sanayi <b>Bakanlığı"],
    "gone": ["role:evaluator", "on_behalf_of"],
    "first": False,
}
RIGHTS: dict[str, Any] = {"entries": [SEEN, {**SEEN, "roles": [], "first": True, "issued_at": None}], "after": None}
DOSSIER: dict[str, Any] = {
    "sha256": DOSSIER_ID,
    "about": "0190-ostim",
    "size": 1250000,
    "redacted": True,
    "documents": 0,
    "made_at": "2018-10-31T09:00:00Z",
    "made_by": "mufettis",
    "erased_at": None,
}
DESTROYED: dict[str, Any] = {**DOSSIER, "sha256": "dc" * 32, "redacted": False, "erased_at": "2018-11-01T09:00:00Z"}
FINISHED: dict[str, Any] = {
    "application_id": "0190-diger",
    "title": "Eskişehir <b>Raylı</b>",
    "ending": "excluded",
    "ended_at": "2008-10-20T08:00:00Z",
    "inspected": True,
    "first_day": "2018-10-20",
    "open": True,
    "erased_at": None,
}
FINISHED_LIST: dict[str, Any] = {
    "entries": [
        FINISHED,
        {**FINISHED, "application_id": "0190-eski", "open": False, "erased_at": "2018-10-31T09:00:00Z"},
        {**FINISHED, "application_id": "0190-yeni", "open": False, "inspected": False, "first_day": None},
    ],
    "after": None,
}


GAPS: dict[str, Any] = {
    "entries": [
        {
            "event_id": "01a203b3-57ce-715f-a98d-48be6099e69b",
            "room": "monitoring",
            "about": "0190-ostim",
            "kind": "told_otherwise",
            "found_at": "2018-11-01T09:00:00Z",
            "asked": 3,
            "fields": ["/data/amount", ""],
            "reported_at": None,
        }
    ],
    "after": "01a203b3",
}
SET_ASIDE: dict[str, Any] = {
    "entries": [
        {
            "seq": 4,
            "room": "application",
            "place": 812,
            "reason": "NotAnEvent at line 51 <b>",
            "at": "2018-11-01T10:00:00Z",
            "event_id": "",
            "about": "",
            "sha256": "ab" * 32,
            "size": 1200,
        },
        {
            "seq": 9,
            "room": "evaluation",
            "place": 77,
            "reason": "NotCanonical",
            "at": "2018-11-01T11:00:00Z",
            "event_id": "01a203b3-57ce-715f-a98d-48be6099e69c",
            "about": "0190-diger",
            "sha256": "",
            "size": 0,
        },
    ],
    "after": 9,
}


def drawn(other: str, ostim: str) -> dict[str, Any]:
    """A sample of two files: one signed, one being worked on."""
    paper: dict[str, Any] = {
        "application_id": ostim,
        "title": "OSTİM Temiz Teknolojiler",
        "amount": "12413400.00",
        "currency": "TRY",
        "risk": 7,
        "place": 1,
        "notes": [
            {"kind": "remark", "text": "Görüşüldü <b>tel</b>", "by": "mufettis", "at": AT, "severity": None},
            {"kind": "finding", "text": "Tutanak eksik", "by": "mufettis", "at": AT, "severity": "major"},
        ],
        "conclusion": "",
        "signed_by": "",
        "signed_at": None,
    }
    signed = {"conclusion": "Uygundur.", "signed_by": "mufettis", "signed_at": "2018-11-01T09:00:00Z"}
    return {
        "sample": SAMPLE,
        "papers": [paper, {**paper, **signed, "application_id": other, "place": 2, "risk": None, "notes": []}],
    }


AT = "2018-10-31T09:00:00Z"


def desk_answers(other: str, ostim: str) -> dict[str, object]:
    """By path."""
    return {
        "audit/desk/samples": {"entries": [SAMPLE], "after": None},
        f"audit/desk/samples/{SAMPLE_ID}": drawn(other, ostim),
        "audit/desk/leads": LEADS,
        "audit/desk/rights": RIGHTS,
        f"audit/applications/{ostim}/dossiers": {"entries": [DOSSIER, DESTROYED]},
        f"audit/applications/{ostim}/dossiers/{DOSSIER_ID}": b"PK dossier",
        f"audit/applications/{ostim}/story.pdf": b"%PDF-1.7 story",
        f"audit/applications/{other}/ledger/check": {"about": other, "holds": True},
        "audit/erasures": FINISHED_LIST,
        "audit/ledger/gaps": GAPS,
        "audit/ledger/set-aside": SET_ASIDE,
    }
