"""What the evaluation room tells of funding combinations, approval packs and the feedback after a decision."""

from typing import Any

from grants.decisions import explain
from tests.grants.decisions import given as g

_INPUTS = g.combination(g.standing("A", "80", "30"), g.standing("B", "60", "30"))


def line(number: int, name: str, **more: Any) -> dict[str, Any]:
    """A combination by its numbers."""
    return {
        "number": number,
        "name": name,
        "is_final": True,
        "cut_by": "rank",
        "cut_value": "1",
        "funded": 1,
        "amount": "100.00",
        "money": "150.00",
        "left": "50.00",
        "outcome": "within",
        "officer_id": "uzman-bir",
        "made_at": "2018-11-20T09:00:00Z",
        **more,
    }


def combination(number: int = 1) -> dict[str, Any]:
    """A whole one: one is paid, one falls out."""
    placed = {"application_id": "A", "consortium_name": "OSTİM <b>Temiz</b>", "total": "78", "requested": "100.00"}
    return {
        **line(number, "Yalnız birinci"),
        "currency": "TRY",
        "placed": [
            {**placed, "rank": 1, "fate": "funded", "amount": "100.00"},
            {**placed, "application_id": "B", "consortium_name": "", "rank": 2, "fate": "below_cut", "amount": "0.00"},
        ],
        "unscored": ["D"],
        "provinces": [{"name": "Ankara", "applications": 1, "amount": "100.00"}],
        "divisions": [{"name": "", "applications": 1, "amount": "100.00"}],
        "members": {"firm": 20, "university": 1},
        "explanation": explain("combination", _INPUTS, g.KDP).model_dump(mode="json"),
    }


COMBINATIONS: dict[str, Any] = {
    "currency": "TRY",
    "combinations": [
        line(1, "Yalnız birinci"),
        line(2, "İkisi de", cut_by="total", cut_value="70.5", funded=2, amount="200.00", left="-50.00", outcome="over"),
    ],
}
COMPARISON: dict[str, Any] = {
    "one": COMBINATIONS["combinations"][0],
    "other": COMBINATIONS["combinations"][1],
    "differences": [{"application_id": "B", "consortium_name": "Seramik", "one": "0.00", "other": "100.00"}],
}
SAME: dict[str, Any] = {**COMPARISON, "other": COMPARISON["one"], "differences": []}
PACK_LINE: dict[str, Any] = {
    "number": 2,
    "combination": 1,
    "status": "open",
    "reason": "Bütçe <b>değişti</b>",
    "officer_id": "uzman-bir",
    "opened_at": "2018-11-21T09:00:00Z",
    "document": None,
    "closed_at": None,
}
_MEMBER = {"seat": "full", "chair": False, "answered": True, "agrees": None, "reason": ""}
PACK: dict[str, Any] = {
    **PACK_LINE,
    "chosen": combination(),
    "opinions": [
        {
            **_MEMBER,
            "person_id": "kurul-baskani",
            "name": "Nazım Önder",
            "chair": True,
            "agrees": False,
            "reason": "Pay az",
        },
        {**_MEMBER, "person_id": "kurul-uyesi-2", "name": "Sevgi Uçar"},
        {**_MEMBER, "person_id": "kurul-uyesi-3", "name": "Ali Can", "answered": False},
    ],
    "missing": [{"rule": "pack.opinion_missing", "asked": "Ali Can", "allowed": ""}],
    "may_answer": True,
}
CLOSED_PACK: dict[str, Any] = {
    **PACK,
    "number": 1,
    "status": "closed",
    "document": "0" * 64,
    "closed_at": "2018-11-22T09:00:00Z",
    "missing": [],
    "may_answer": False,
}
FEEDBACK: dict[str, Any] = {
    "application_id": "0190-ostim",
    "status": "issued",
    "decision": "not_selected",
    "mean": "77.5",
    "blocks": [
        {
            "code": "capacity",
            "names": {"tr": "Kapasite", "en": "Capacity"},
            "mean": "20.5",
            "maximum": "25",
            "texts": [{"number": 1, "text": "Ekip <b>güçlü</b>.", "betrays": False}],
        },
        {
            "code": "sustainability",
            "names": {"tr": "Sürdürülebilirlik", "en": "Sustainability"},
            "mean": "",
            "maximum": "25",
            "texts": [],
        },
    ],
    "issued_at": "2018-11-20T09:00:00Z",
    "object_until": "2018-11-30T21:00:00Z",
    "may_object": True,
    "objection": None,
    "redactions": [],
}
OBJECTED: dict[str, Any] = {
    **FEEDBACK,
    "status": "held",
    "issued_at": None,
    "object_until": None,
    "may_object": False,
    "blocks": [{**FEEDBACK["blocks"][0], "texts": [{"number": 1, "text": "Ben d1 olarak", "betrays": True}]}],
    "objection": {
        "status": "upheld",
        "reasons": "Bütçe yanlış <i>okundu</i>",
        "made_at": "2018-11-25T09:00:00Z",
        "decided_at": "2018-11-28T09:00:00Z",
        "decision_reason": "Yeniden bakılacak",
    },
    "redactions": [
        {
            "block": "capacity",
            "text_number": 1,
            "original": "Komşum olan firma",
            "text": "Bir firma",
            "reason": "Yazanı ele verir",
            "officer_id": "uzman-bir",
            "redacted_at": "2018-11-19T09:00:00Z",
        }
    ],
}
STAFFING: dict[str, Any] = {
    "call_id": "0190-cagri-2",
    "by_proposal": True,
    "reason": "Komisyon <b>görmek</b> istiyor",
    "set_at": "2018-10-01T09:00:00Z",
    "set_by": "uzman-bir",
    "files": 2,
    "people": 3,
}


def profile(line: dict[str, Any]) -> dict[str, Any]:
    """One of the pool as that person reads it."""
    contract = {"number": "S-1", "since": "2018-01-01", "until": "2018-12-31", "fee": "2500.00"}
    personal = {
        "name": line["name"],
        "email": "aylin@example.org",
        "address": "Ankara <b>merkez</b>",
        "employer": line["employer"],
        "employer_tax_number": None,
        "degrees": ["Makine yüksek mühendisi"],
        "declared": ["1000000001"],
        "projects": [],
    }
    return {
        **line,
        "availability": [{"since": "2018-01-01", "until": "2018-06-30"}],
        "personal": personal,
        "contracts": [{**contract, "files": 3, "due": "7500.00"}],
    }
