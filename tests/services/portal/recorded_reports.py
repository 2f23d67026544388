"""What the monitoring room says of reports and audits of the grant of the pages."""

from typing import Any

AUDITS_DUE: list[dict[str, Any]] = [
    {"number": 1, "cause": "yearly", "year": 1, "ground": "", "opened_at": "2018-05-01T21:00:00Z", "audit": 1},
    {"number": 2, "cause": "complaint", "year": 0, "ground": "x", "opened_at": "2018-09-01T08:00:00Z", "audit": None},
]
FINDINGS: list[dict[str, Any]] = [
    {
        "number": 1,
        "audit": 1,
        "visit": 0,
        "text": "Üç faturanın aslı dosyada yok",
        "severity": "major",
        "amount": "1200.00",
        "status": "answered",
        "due_at": "2018-08-14T21:00:00Z",
        "due": "2018-08-14T21:00:00Z",
        "was_late": False,
        "answer": "Asılları arşivden çıkarıldı",
        "answered_at": "2018-08-01T08:00:00Z",
        "reason": "",
        "decided_at": None,
        "blocks": True,
    }
]
DEVELOPMENT: list[dict[str, Any]] = [
    {
        "number": 1,
        "period_starts_on": "2017-05-02",
        "period_ends_on": "2019-05-02",
        "status": "decided",
        "due_at": "2019-05-31T21:00:00Z",
        "due": "2019-05-31T21:00:00Z",
        "was_late": False,
        "escalated_at": None,
        "technical": "t",
        "administrative": "a",
        "financial": "f",
        "submitted_at": "2019-05-20T08:00:00Z",
        "decision": "continue",
        "reason": "Göstergeler planla uyumlu",
        "paper": "DK-2019-4",
        "decided_on": "2019-06-10",
    }
]
LINES: dict[str, Any] = {
    "grant_id": "g",
    "number": 1,
    "currency": "TRY",
    "lines": [
        {
            "line": 1,
            "kind": "document",
            "item": "I1",
            "cost_head": "machinery",
            "net": "1000.00",
            "vat": "200.00",
            "in_kind": False,
            "certificate": "YM-7",
            "paper": {
                "kind": "invoice",
                "number": "ABC2017000000001",
                "issued_on": "2017-06-01",
                "issuer": "Makina Ltd.",
                "issuer_tax_number": "1112223334",
                "document": "",
                "total": None,
            },
            "counted": "1200.00",
            "disallowed": "200.00",
            "accepted": "1000.00",
            "reason": "Nakliye destek dışı",
            "remark": "",
            "flags": ["reported_elsewhere"],
            "elsewhere": ["baska-destek"],
        }
    ],
}


def evidence_answers(grant_id: str) -> dict[str, object]:
    """What is listed behind the numbers of two reports, by path."""
    one = {
        "code": "firms",
        "kind": "firm",
        "name": "Akgün <b>Makine</b>",
        "tax_number": "1000000009",
        "note": "Sözleşme",
    }
    return {f"monitoring/grants/{grant_id}/reports/{number}/evidence": {"entries": [one]} for number in (1, 2)}
