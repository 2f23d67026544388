"""The money of a grant on its way, as the monitoring room answers."""

from typing import Any

FUNDS: dict[str, Any] = {
    "day": "2026-11-20",
    "ahead": "100000.00",
    "retained": "50000.00",
    "covered": "100000.00",
    "needed": "100000.00",
    "accounts": [
        {"id": "a-1", "account": "TR33…1326", "holder": "OSTİM A.Ş.", "is_confirmed": True, "is_paid_to": True},
    ],
    "guarantees": [
        {
            "id": "g-1",
            "grant_id": "0190-ostim",
            "reference": "TM-1",
            "issuer": "Ziraat Bankası",
            "amount": "100000.00",
            "valid_until": "2022-12-31",
            "status": "held",
            "received_at": "2017-06-01T08:00:00Z",
            "returned_at": None,
            "warned_at": None,
        }
    ],
    "stops": [
        {"rule": "advance.guarantee", "subject": "", "asked": "0.00 TL", "allowed": "1.00 TL", "source": "Destek"},
    ],
    "recoveries": [
        {
            "id": "r-1",
            "reference": "GA0123456789AB",
            "amount": "1000.00",
            "currency": "TRY",
            "ordered_on": "2022-09-01",
            "status": "late",
            "disallowed": False,
            "instalments": [
                {
                    "number": 1,
                    "amount": "1000.00",
                    "due_on": "2022-10-01",
                    "late_at": "2022-10-01T21:00:00Z",
                    "reminded_at": None,
                },
            ],
            "receipts": [
                {
                    "reference": "B-1",
                    "amount": "100.00",
                    "received_on": "2022-10-05",
                    "interest": "8.38",
                    "principal": "91.62",
                }
            ],
            "day": "2022-10-05",
            "principal": "908.38",
            "interest": "0.00",
            "owed": "908.38",
            "explanation": {
                "decision": "recovery",
                "regime": "kdp-2014@2014-03-25",
                "inputs": {},
                "steps": [{"rule": "step.recovery.left", "asked": "908.38 TL + 0.00 TL", "allowed": "908.38 TL"}],
                "outcome": "late",
                "figures": {},
            },
        },
    ],
    "disallowances": [
        {
            "number": 1,
            "report": 2,
            "line": 3,
            "item": "I1",
            "amount": "100.00",
            "ground": "audit",
            "finding": 1,
            "reason": "Belge başka bir işe ait",
            "decided_at": "2021-03-01T08:00:00Z",
        }
    ],
    "balances": {"commitment": "11413400.00", "undertaking": "-11413400.00"},
    "entries": [
        {
            "at": "2017-12-28T08:00:00Z",
            "act": "paid",
            "document": "c-1",
            "debit": "payable",
            "credit": "paid",
            "amount": "1000000.00",
        }
    ],
}
