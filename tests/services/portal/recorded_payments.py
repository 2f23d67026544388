"""What the monitoring room tells of payment orders, appropriations and the targets of a programme."""

from typing import Any

ORDER_LINE: dict[str, Any] = {
    "id": "0190-talimat",
    "currency": "TRY",
    "account": "TR330006100519786457841326",
    "execute_on": "2018-11-23",
    "total": "1500000.00",
    "count": 1,
    "sha256": "0" * 64,
    "status": "cancelled",
    "made_at": "2018-11-22T08:00:00Z",
    "cancelled_at": "2018-11-24T08:00:00Z",
    "reason": "Banka <b>reddetti</b>",
}
ORDER: dict[str, Any] = {
    **ORDER_LINE,
    "claims": [
        {
            "claim_id": "c-1",
            "grant_id": "0190-ostim",
            "amount": "1500000.00",
            "iban": "TR330006100519786457841326",
            "holder": "OSTİM <i>A.Ş.</i>",
            "status": "cancelled",
        }
    ],
}
MADE = "0190-yeni"


def made_answers() -> dict[str, object]:
    """An order the bank has not answered yet, by path."""
    fresh = {"id": MADE, "status": "made", "cancelled_at": None, "reason": ""}
    claims = [{**one, "status": "made"} for one in ORDER["claims"]]
    return {
        f"monitoring/payment-orders/{MADE}": {**ORDER, **fresh, "claims": claims},
        f"monitoring/payment-orders/{MADE}/file": b"<Document/>",
    }


APPROPRIATIONS: dict[str, Any] = {
    "entries": [
        {
            "programme": "kdp-2014",
            "year": 2018,
            "amount": "20000000.00",
            "committed": "1500000.00",
            "paid": "17500000.00",
            "left": "1000000.00",
            "currency": "TRY",
            "source": "2018 Bütçe Kanunu",
            "is_low": True,
            "kept_from": 1,
        }
    ]
}
_MEASURE: dict[str, Any] = {
    "code": "firms",
    "names": {"tr": "İş birliği yapan firma", "en": "Firms that co-operate"},
    "target": 1000,
    "reported": 420,
    "listed": 400,
    "distinct": 390,
    "twice": 10,
    "unlisted": 20,
    "counted": 390,
    "shortfall": 610,
    "trend": [{"year": 2017, "growth": 200, "reached": 200}, {"year": 2018, "growth": 220, "reached": 420}],
}
TOTALS: dict[str, Any] = {
    "programme": "KDP",
    "measures": [
        _MEASURE,
        {**_MEASURE, "code": "x", "target": None, "shortfall": None, "trend": [], "twice": 0, "unlisted": 0},
    ],
    "left_out": 2,
}
