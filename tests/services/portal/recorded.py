"""What the stand-in rooms say: one application and its grant at work, as the rooms would answer on 2 November 2018."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from grants.decisions import explain
from runtime.auth import Actor
from tests.grants.decisions import given as g
from tests.services.portal import recorded_reports
from tests.services.portal.recorded_acts import allowed, busy_answers
from tests.services.portal.recorded_applying import CALL as OPEN_CALL
from tests.services.portal.recorded_applying import COMPLETED, FORM, PLAN, PLAN_BEFORE, PLAN_VERSIONS, applying_answers
from tests.services.portal.recorded_calls import call_answers
from tests.services.portal.recorded_changes import change_answers, grant_for
from tests.services.portal.recorded_desk import desk_answers
from tests.services.portal.recorded_funds import FUNDS
from tests.services.portal.recorded_money import (
    CLOSED_PACK,
    COMBINATIONS,
    COMPARISON,
    FEEDBACK,
    OBJECTED,
    PACK,
    PACK_LINE,
    SAME,
    STAFFING,
    combination,
    profile,
)
from tests.services.portal.recorded_payments import APPROPRIATIONS, ORDER, ORDER_LINE, TOTALS, made_answers
from tests.services.portal.recorded_people import people_answers
from tests.services.portal.recorded_plans import PLAN_PARTS
from tests.services.portal.recorded_risk import RISK_PARTS
from tests.services.portal.recorded_scoring import DRAFT, REOPENED, SHEET_BLOCKS, hands
from tests.services.portal.recorded_sessions import hearing, sessions
from tests.services.portal.recorded_sitting import JUDGED_PAPERS, sitting_answers
from tests.services.portal.recorded_visits import visit_answers

LONG_AGO = datetime(2018, 11, 2, 7, 0, tzinfo=UTC)
OSTIM = "0190-ostim"
OTHER = "0190-diger"
LAPSED = "0190-taslak"
EXCLUDED = "0190-haric"
CALL = "0190-cagri-2"


def _explained(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    return explain(kind, given, g.KDP).model_dump(mode="json")


_CLAIM = _explained("claim", g.spending("80.00", "10.00", approved="40.00"))
_LISTED = {
    "id": OSTIM,
    "call_id": CALL,
    "consortium_id": "0190-birliktelik",
    "title": "OSTİM Temiz Teknolojiler Kümelenmesi",
    "regime": "kdp-2014",
    "revision": "1",
    "currency": "TRY",
    "coordinator_id": "koordinator-ostim",
    "province": "Ankara",
    "stage": "ended",
    "outcome": "contracted",
    "outcome_reason": "",
    "stage_due_at": None,
    "completion_used": True,
    "submitted_at": "2015-07-10T08:00:00Z",
    "plan_version": 2,
    "agreed_version": 2,
    "approved_amount": "12413400.00",
    "mean": "51.5000",
    "total": "84.2500",
    "rank": 1,
    "created_at": "2015-03-02T06:00:00Z",
}
LISTED = {
    **_LISTED,
    "consortium_name": "OSTİM Temiz Teknolojiler Birlikteliği",
    "plan_total": "24826800.00",
    "requested": "12413400.00",
}
OTHER_LISTED = {
    **LISTED,
    "id": OTHER,
    "title": "Eskişehir Raylı Sistemler Kümelenmesi: raylı ulaşım araçları için ortak sınama altyapısı",
    "consortium_name": "Eskişehir Raylı Sistemler Birlikteliği",
    "province": "Eskişehir",
    "stage": "administrative_check",
    "outcome": None,
    "stage_due_at": "2018-11-05T21:00:00Z",
    "requested": "9100000.50",
    "mean": "",
    "total": "",
    "rank": None,
}
_WAY = (
    ("draft", "2015-03-02T06:00:00Z", "coordinator"),
    ("submitted", "2015-07-10T08:00:00Z", "coordinator"),
    ("administrative_check", "2015-07-10T08:00:05Z", "system"),
    ("admitted", "2015-08-03T11:30:00Z", "ministry_officer"),
    ("pre_evaluation", "2015-08-03T11:30:02Z", "system"),
    ("committee", "2015-12-01T10:00:00Z", "system"),
    ("selected", "2016-02-23T13:00:00Z", "system"),
    ("negotiation", "2016-02-23T13:00:04Z", "system"),
    ("agreed", "2016-05-20T09:00:00Z", "commission_member"),
    ("ended", "2017-05-02T07:00:00Z", "ministry_officer"),
)
_TIMELINE = [
    {
        "stage": stage,
        "entered_at": at,
        "left_at": None if place == len(_WAY) - 1 else _WAY[place + 1][1],
        "due_at": None,
        "entered_by": "uzman-bir",
        "entered_role": role,
    }
    for place, (stage, at, role) in enumerate(_WAY)
]
_MEMBERS = [
    {
        "name": "Ankara Sanayi Odası",
        "kind": "chamber_of_industry",
        "tax_number": "9990861562",
        "province": "Ankara",
        "nace": "",
        "commits": False,
        "in_main_field": False,
        "confirmed_at": None,
    },
    *(
        {
            "name": f"Örnek Güneş Panelleri ve Enerji Depolama Sistemleri San. ve Tic. A.Ş. {number}",
            "kind": "firm",
            "tax_number": f"99963298{number:02}",
            "province": "Ankara",
            "nace": "27.11",
            "commits": True,
            "in_main_field": True,
            "confirmed_at": "2015-06-01T08:00:00Z" if number == 0 else None,
        }
        for number in range(20)
    ),
]
_BELONG = [
    {
        **{name: one[name] for name in ("name", "kind", "tax_number", "province")},
        "since": "2017-05-02T08:00:00Z",
        "until": "2019-03-01T08:00:00Z" if place == 1 else None,
    }
    for place, one in enumerate(_MEMBERS[:3])
]
PAPER = {
    "document": "ce" * 32,
    "kind": "declaration",
    "title": "beyanname <imzalı>.pdf",
    "media_type": "application/pdf",
    "size": 204_800,
    "kept_at": "2015-06-30T08:00:00Z",
    "handed_in_at": "2015-07-01T08:00:00Z",
}
DECLARATION = {
    "code": "declaration",
    "names": {"tr": "Küme birlikteliği beyannamesi", "en": "Declaration of the consortium"},
    "given_by": "consortium",
    "source": "[P] Bakanlık, Kümelenme Destek Programı sayfası",
    "count": 1,
    "is_missing": False,
    "is_binding": False,
}
FILE: dict[str, Any] = {
    **_LISTED,
    "members": _BELONG,
    "call": {
        "id": CALL,
        "name": "2. çağrı",
        "regime": "kdp-2014",
        "revision": "1",
        "opens_at": "2015-02-26T22:00:00Z",
        "closes_at": "2015-07-03T21:00:00Z",
        "regime_reason": "Geçiş hükmü: çağrı önceki kurallarla sürer.",
        "currency": "TRY",
        "envelope": "25000000.00",
        "minimum_share": None,
        "status": "closed",
        "recorded": False,
        "published_at": "2015-02-20T08:00:00Z",
    },
    "consortium": {
        "id": "0190-birliktelik",
        "name": "OSTİM Temiz Teknolojiler Birlikteliği",
        "cluster_no": 12,
        "provinces": ["Ankara"],
        "geography_has_chamber_of_industry": True,
        "nace": "27.11",
        "coordinator_id": "koordinator-ostim",
        "members": _MEMBERS,
        "created_at": "2015-03-01T06:00:00Z",
    },
    "timeline": _TIMELINE,
    "money": {"total": "24826800.00", "requested": "12413400.00", "approved": "12413400.00"},
    "plan": None,
    "form": {},
    "versions": [
        {
            "version": number,
            "total": "24826800.00",
            "requested": requested,
            "made_by": "koordinator-ostim",
            "made_at": at,
            "why": why,
        }
        for number, requested, at, why in (
            (1, "13000000.00", "2015-07-10T08:00:00Z", ""),
            (2, "12413400.00", "2016-05-12T08:00:00Z", "Müzakere maddelerine göre"),
        )
    ],
    "check": {
        "decision": "admitted",
        "reason": "",
        "decided_by": "uzman-bir",
        "decided_at": "2015-08-03T11:30:00Z",
    },
    "completion": None,
    "presentation": {"starts_at": "2016-02-23T08:00:00Z", "minutes": 30, "place": "Ankara"},
    "pack": {
        "number": 1,
        "is_open": False,
        "closed": 1,
        "document": "cd" * 32,
        "amount": "12413400.00",
        "agreed": 4,
        "disagreed": 1,
        "closed_at": "2016-03-01T08:00:00Z",
    },
    "points": [
        {
            "id": "p-1",
            "round": 1,
            "title": "Sınama laboratuvarı",
            "text": "Bütçe <b>kalemi</b> ayrıntılandırılsın.",
            "plan_version": 1,
            "raised_by": "komisyon-uyesi",
            "raised_at": "2016-03-01T08:00:00Z",
            "answer": "Kalem üç cihaza bölündü.",
            "answered_by": "koordinator-ostim",
            "answered_at": "2016-04-01T08:00:00Z",
        },
        {
            "id": "p-2",
            "round": 2,
            "title": "İhracat hedefi",
            "text": "Hedef gerekçelendirilsin.",
            "plan_version": 2,
            "raised_by": "komisyon-uyesi",
            "raised_at": "2016-05-13T08:00:00Z",
            "answer": "",
            "answered_by": None,
            "answered_at": None,
        },
    ],
    "approval": {
        "approved": True,
        "number": "2016/118",
        "decided_on": "2016-09-01",
        "amount": "12413400.00",
        "reason": "",
    },
    "enterprise": {
        "name": "OSTİM Temiz Teknolojiler Kümelenme Teşebbüsü A.Ş.",
        "tax_number": "9990000001",
        "registry_no": "A-118",
        "founded_on": "2017-01-10",
        "province": "Ankara",
    },
    "contract": {
        "number": "KDP-2017-001",
        "document": "ab" * 32,
        "plan_version": 2,
        "total": "24826800.00",
        "approved": "12413400.00",
        "prepared_at": "2017-04-10T08:00:00Z",
        "signed_ministry_at": "2017-05-02T07:00:00Z",
        "signed_enterprise_at": "2017-04-28T07:00:00Z",
        "signed_on": "2017-05-02",
        "concluded_at": "2017-05-02T07:00:00Z",
        "taken_over": False,
        "provenance": "",
    },
    "explanations": [
        _explained("consortium", g.consortium(24)),
        _explained("plan", g.one_item("24826800.00", "12413400.00")),
    ],
    "papers": [PAPER],
    "asked_papers": [DECLARATION],
    "can": [],
    "offer": None,
}
GRANT_LINE: dict[str, Any] = {
    "id": OSTIM,
    "application_id": OSTIM,
    "call_id": CALL,
    "number": "KDP-2017-001",
    "consortium_name": "OSTİM Temiz Teknolojiler Birlikteliği",
    "enterprise_name": "OSTİM Temiz Teknolojiler Kümelenme Teşebbüsü A.Ş.",
    "province": "Ankara",
    "regime": "kdp-2014",
    "revision": "1",
    "currency": "TRY",
    "status": "in_force",
    "outcome": None,
    "starts_on": "2017-05-02",
    "support_ends_on": "2022-05-02",
    "total": "24826800.00",
    "approved": "12413400.00",
    "earned": "1250000.25",
    "paid": "1000000.00",
}
_REPORT = {
    "was_late": False,
    "escalated_at": None,
    "technical": "",
    "administrative": "",
    "financial": "",
    "remarks": "",
    "submitted_at": None,
    "decided_at": None,
    "spending": [],
    "indicators": {},
}


def _step(name: str, asked: str = "", allowed: str = "") -> dict[str, Any]:
    line = {"rule": f"step.date.{name}", "subject": "", "asked": asked, "allowed": allowed}
    return {**line, "source": "Destek", "held": True}


GRANT: dict[str, Any] = {
    **{name: value for name, value in GRANT_LINE.items() if name not in {"total", "approved", "earned", "paid"}},
    "programme": "kdp",
    "enterprise_tax_number": "9990000001",
    "plan_version": 2,
    **PLAN_PARTS,
    **RISK_PARTS,
    "members": [],
    "document": "ab" * 32,
    "ceiling_ends_on": "2024-05-02",
    "termination_reason": "",
    "termination_ground": None,
    "obligations": [
        {
            "number": 1,
            "code": "records",
            "names": {"tr": "Belge ve kayıtların saklanması", "en": "Keeping papers and records"},
            "since": "2022-09-01",
            "years": 10,
            "ends_on": "2032-09-01",
            "look_on": "2032-07-03",
            "status": "running",
            "found": None,
            "looked_at": None,
            "note": "",
            "ended_at": None,
        }
    ],
    "dates": [
        {
            "name": "starts_on",
            "number": 0,
            "at": "2017-05-01T21:00:00Z",
            "on": "2017-05-02",
            "ends": False,
            "due": None,
            "steps": [_step("contract", asked="KDP-2017-001")],
        },
        {
            "name": "support_ends_on",
            "number": 0,
            "at": "2022-05-01T21:00:00Z",
            "on": "2022-05-02",
            "ends": True,
            "due": "support_end",
            "steps": [_step("base_years", asked="2017-05-02", allowed="5")],
        },
        {
            "name": "period_end",
            "number": 3,
            "at": None,
            "on": None,
            "ends": True,
            "due": "period_end",
            "steps": [_step("suspended", asked="2018-03-01")],
        },
    ],
    "money": {
        "total": "24826800.00",
        "approved": "12413400.00",
        "realised": "2500000.50",
        "earned": "1250000.25",
        "claimed": "1000000.00",
        "claimable": "250000.25",
        "paid": "1000000.00",
        "recovered": "0.00",
        "explanation": _CLAIM,
    },
    "items": [],
    "reports": [
        {
            **_REPORT,
            "number": 1,
            "period_starts_on": "2017-05-02",
            "period_ends_on": "2017-11-02",
            "status": "accepted",
            "due_at": "2017-12-02T21:00:00Z",
            "submitted_at": "2017-11-20T08:00:00Z",
            "decided_at": "2017-12-10T08:00:00Z",
        },
        {
            **_REPORT,
            "number": 2,
            "period_starts_on": "2017-11-02",
            "period_ends_on": "2018-05-02",
            "status": "late",
            "due_at": "2018-10-25T21:00:00Z",
            "was_late": True,
        },
        {
            **_REPORT,
            "number": 3,
            "period_starts_on": "2018-05-02",
            "period_ends_on": None,
            "status": "awaited",
            "due_at": None,
        },
    ],
    "indicators": [],
    "funds": FUNDS,
    "claims": [
        {
            "id": "c-1",
            "grant_id": OSTIM,
            "number": 1,
            "amount": "1000000.00",
            "currency": "TRY",
            "status": "paid",
            "final": False,
            "advance": False,
            "set_off": "0.00",
            "retained": "0.00",
            "prepared_at": "2017-12-11T08:00:00Z",
            "approved_at": "2017-12-15T08:00:00Z",
            "countersigned_at": None,
            "order_id": "",
            "paid_on": "2017-12-28",
            "payment_ref": "ODM-1",
            "round": 1,
            "remarks": "",
            "answered_at": None,
            "correct_by": None,
            "note": "",
            "can": [],
        },
        {
            "id": "c-2",
            "grant_id": OSTIM,
            "number": 2,
            "amount": "250000.00",
            "currency": "TRY",
            "status": "returned",
            "final": False,
            "advance": False,
            "set_off": "0.00",
            "retained": "0.00",
            "prepared_at": "2017-12-11T08:00:00Z",
            "approved_at": None,
            "countersigned_at": None,
            "order_id": "",
            "paid_on": None,
            "payment_ref": "",
            "round": 2,
            "remarks": "<b>Hesap</b> hangisi?",
            "answered_at": "2018-06-01T08:00:00Z",
            "correct_by": "2018-07-01T21:00:00Z",
            "note": "Hesap eklendi.",
            "can": [],
        },
    ],
    "force_majeure": [
        {
            "id": "f-1",
            "grant_id": OSTIM,
            "starts_on": "2018-01-10",
            "ended_on": "2018-03-01",
            "ground": "Sel",
            "evidence": "Valilik yazısı",
            "status": "ended",
            "declared_at": "2018-01-11T08:00:00Z",
            "decided_at": "2018-01-12T08:00:00Z",
            "reason": "Valilik yazısı yeterlidir.",
            "documents": ["0" * 64],
        }
    ],
    "extensions": [
        {
            "id": "e-1",
            "grant_id": OSTIM,
            "ground": "force_majeure",
            "new_end": "2022-06-21",
            "reason": "Sel nedeniyle duran işler",
            "status": "asked",
            "asked_on": "2018-10-01",
            "decided_at": None,
            "decision_reason": "",
            "evidence": "Valilik yazısı",
            "documents": [],
        }
    ],
    "notices": [
        {
            "id": "n-1",
            "grant_id": OSTIM,
            "number": 1,
            "reason": "İkinci rapor verilmedi",
            "given_at": "2018-10-28T08:00:00Z",
            "cure_until": "2018-11-28T21:00:00Z",
            "cure_end": "2018-11-28T21:00:00Z",
            "status": "running",
        }
    ],
    "audits": [
        {
            "number": 1,
            "auditor_id": "denetci-1",
            "status": "reported",
            "assigned_at": "2018-05-02T08:00:00Z",
            "due_at": "2018-07-31T21:00:00Z",
            "until": "2018-05-02",
            "opinion": "qualified",
            "findings": ["Üç faturanın aslı dosyada yok"],
            "reported_at": "2018-07-15T08:00:00Z",
            "was_late": False,
        },
        {
            "number": 2,
            "auditor_id": "bagimsiz-denetci",
            "status": "assigned",
            "assigned_at": "2018-10-01T08:00:00Z",
            "due_at": "2018-12-31T21:00:00Z",
            "until": None,
            "opinion": None,
            "findings": [],
            "reported_at": None,
            "was_late": False,
        },
    ],
    "audits_due": recorded_reports.AUDITS_DUE,
    "findings": recorded_reports.FINDINGS,
    "development": recorded_reports.DEVELOPMENT,
    "audit_duties": {"yearly": True, "on_complaint": True, "procured_by": "ministry", "source": "R.G. 29260"},
    "addenda": [
        {
            "id": "ek-1",
            "grant_id": OSTIM,
            "number": "EK-2018-1",
            "signed_on": "2018-06-01",
            "reason": "Yıllık denetim istendi",
            "old_regime": "kdp-2014",
            "old_revision": "0",
            "regime": "kdp-2014",
            "revision": "1",
            "recorded_at": "2018-06-02T08:00:00Z",
            "effect": {
                "dates": [{"name": "ceiling_ends_on", "before": "2023-05-02", "after": "2024-05-02"}],
                "amounts": [{"name": "earned", "before": "1000000.00", "after": "1250000.25"}],
                "money": [],
                "rules": ["audit.yearly"],
            },
        }
    ],
    "closing": {"due_at": None, "reminders": 0, "submitted_at": None, "accepted_at": None, "report": None},
    "settlement": None,
    "deadlines": [
        {"kind": "period_end", "at": "2018-12-20T21:00:00Z", "number": 3},
        {"kind": "support_end", "at": "2022-05-01T21:00:00Z", "number": 0},
    ],
    "history": [
        {
            "at": "2018-01-20T09:00:00Z",
            "act": "monitoring.report.accepted",
            "actor_id": "izleme-uzmani",
            "actor_role": "monitoring_officer",
            "details": {"number": 1},
            "explanations": [_CLAIM],
        }
    ],
    "can": [],
}
STORY: dict[str, Any] = {
    "entries": [
        {
            "event_id": f"e-{place}",
            "at": at,
            "what": "application.application.stage_entered",
            "actor_role": role,
            "actor_id": "mufettis-7" if role == "inspector" else "",
            "on_behalf_of": "",
            "regime": "kdp-2014@1",
            "numbers": {},
            "text": text,
            "people": [],
            "explanations": [_CLAIM] if role == "inspector" else [],
            "erased": role == "commission_member",
        }
        for place, (text, at, role) in enumerate(
            (
                *((f"Başvuru “{stage}” aşamasına girdi.", at, role) for stage, at, role in _WAY),
                (f"Kanıt dosyası indirildi; SHA-256 {'0123456789abcdef' * 4}.", _WAY[-1][1], "inspector"),
            )
        )
    ],
    "after": "e-9",
}


def _task(kind: str, due_at: str | None, title: str = LISTED["title"], application_id: str = OSTIM) -> dict[str, Any]:
    return {
        "kind": kind,
        "application_id": application_id,
        "call_id": CALL,
        "title": title,
        "consortium_name": LISTED["consortium_name"],
        "due_at": due_at,
        "overdue": False,
    }


OFFICER_TASKS = {
    "entries": [
        _task("check", "2018-11-05T21:00:00Z", OTHER_LISTED["title"], OTHER),
        _task("negotiate", "2018-12-31T21:00:00Z"),
        _task("sign_for_ministry", "2018-10-31T21:00:00Z"),
    ]
}
EVALUATOR_TASKS = {
    "tasks": [
        {
            "kind": "assignment.score",
            "title": OTHER_LISTED["consortium_name"],
            "call_id": CALL,
            "application_id": OTHER,
            "assignment_id": "a-1",
            "due_at": "2018-11-02T21:00:00Z",
            "nace": None,
            "missing": None,
        }
    ]
}
CHAIR_TASKS = {
    "tasks": [
        {
            "kind": "committee.conclude",
            "title": "2. çağrı",
            "call_id": CALL,
            "application_id": None,
            "assignment_id": None,
            "due_at": None,
            "nace": None,
            "missing": None,
        }
    ]
}
ADMINISTRATOR_TASKS = {
    "tasks": [
        {
            "kind": "evaluator.register",
            "title": OTHER_LISTED["consortium_name"],
            "call_id": CALL,
            "application_id": OTHER,
            "assignment_id": None,
            "due_at": None,
            "nace": "30.20",
            "missing": 1,
        }
    ]
}
MEMBER_TASKS = {"entries": [_task("confirm_participation", "2018-12-31T21:00:00Z", OTHER_LISTED["title"], OTHER)]}
INSPECTOR_TASKS = {
    "entries": [
        {
            "kind": "inspection.sign",
            "application_id": OTHER,
            "title": OTHER_LISTED["consortium_name"],
            "ending": "excluded",
            "since": "2018-10-20T08:00:00Z",
            "sample_id": "",
        }
    ]
}
AUDITOR_TASKS = {
    "entries": [
        {
            "kind": "independent_audit.report",
            "grant_id": OSTIM,
            "consortium_name": LISTED["consortium_name"],
            "part": "2",
            "number": 2,
            "since": "2018-10-01T08:00:00Z",
            "due_at": "2018-12-31T21:00:00Z",
            "amount": None,
            "currency": None,
        }
    ]
}
FINANCE_TASKS = {
    "entries": [
        {
            "kind": "claim.pay",
            "grant_id": OSTIM,
            "consortium_name": LISTED["consortium_name"],
            "part": "c-1",
            "number": 1,
            "since": "2018-10-20T08:00:00Z",
            "due_at": None,
            "amount": "250000.25",
            "currency": "TRY",
        }
    ]
}
ASSIGNMENT: dict[str, Any] = {
    "id": "a-1",
    "application_id": OTHER,
    "consortium_name": OTHER_LISTED["consortium_name"],
    "status": "accepted",
    "due_at": "2018-11-02T21:00:00Z",
    "evaluate_by": "2018-11-02T21:00:00Z",
    "regime": "kdp-2014",
    "revision": "1",
    "currency": "TRY",
    "total": None,
    "members": [{"name": "Eskişehir Sanayi Odası", "kind": "chamber_of_industry", "province": "Eskişehir"}],
    "blocks": SHEET_BLOCKS,
    "justification_minimum_length": 20,
    "declared": True,
    "content": {
        "nace": "30.20",
        "form": {"vision_and_strategy": "Ortak sınama altyapısı."},
        "plan": {},
        "requested": "9100000.50",
        "submitted_at": "2015-07-01T08:00:00Z",
        "papers": JUDGED_PAPERS,
    },
    "scores": {},
    "justifications": {},
    "not_applicable": {},
    "draft": DRAFT,
    "reopenings": [REOPENED],
    "evaluator_id": None,
}
INVITED: dict[str, Any] = {
    **ASSIGNMENT,
    "id": "a-2",
    "status": "invited",
    "declared": False,
    "content": None,
    "members": [{"name": "Eskişehir Sanayi Odası", "kind": "", "province": ""}],
}
EVALUATOR: dict[str, Any] = {
    "person_id": "degerlendirici-1",
    "name": "Aylin Ölçer",
    "employer": "Ölçüm Mühendislik A.Ş.",
    "nace": ["30.20"],
    "topics": ["sınama"],
    "languages": ["tr", "en"],
    "availability": [],
    "available_now": True,
    "load_limit": 4,
    "active": True,
    "erased": False,
    "timeliness": {
        "invited": 9,
        "accepted": 7,
        "declined": 1,
        "conflicts": 1,
        "lapsed": 1,
        "submitted": 6,
        "under_way": 2,
        "days_early": "3.5",
    },
}
ERASED: dict[str, Any] = {
    **EVALUATOR,
    "person_id": "degerlendirici-0",
    "name": "",
    "employer": "",
    "available_now": False,
    "load_limit": None,
    "active": False,
    "erased": True,
    "timeliness": {**EVALUATOR["timeliness"], "days_early": "-1.0"},
}
FINDING: dict[str, Any] = {
    "id": "0" * 32,
    "person_id": "degerlendirici-1",
    "name": "Aylin Ölçer",
    "kind": "employer",
    "shown": "Eskişehir Sanayi Odası",
    "hard": True,
    "certain": True,
    "state": "open",
    "in_force": True,
    "found_at": "2018-10-20T08:00:00Z",
    "decided_by": "",
    "decided_at": None,
    "reason": "",
}
DISMISSED: dict[str, Any] = {
    **FINDING,
    "id": "1" * 32,
    "person_id": "degerlendirici-2",
    "name": "",
    "kind": "address",
    "hard": False,
    "certain": False,
    "state": "dismissed",
    "decided_by": "uzman-bir",
    "decided_at": "2018-10-21T08:00:00Z",
    "reason": "Adres büyük bir iş merkezi",
}
HANDS = hands(CALL, OSTIM, "OSTİM <b>Temiz</b> Teknolojiler")
NO_HANDS = {**HANDS, "evaluators": [], "applications": [], "groups": 0, "decides": True}
PROPOSED = {
    "id": "o-1",
    "call_id": CALL,
    "status": "accepted",
    "computed_at": "2018-10-20T08:00:00Z",
    "computed_by": "uzman-bir",
    "best": False,
    "seats": 4,
    "filled": 3,
    "accepted_at": "2018-10-21T08:00:00Z",
    "accepted_by": "uzman-bir",
}
PROPOSAL: dict[str, Any] = {
    **PROPOSED,
    "call_name": "2. çağrı",
    "fit": 11,
    "names": {OSTIM: "OSTİM Savunma Kümesi"},
    "lines": [
        {
            "application_id": OSTIM,
            "seats": 2,
            "chosen": [{"evaluator_id": "degerlendirici-1", "fit": 4, "open_before": 1, "open_after": 3}],
            "passed_over": [{"evaluator_id": "degerlendirici-2", "fit": 4, "reasons": ["conflict.employer"]}],
            "short": 1,
            "obstacles": {"evaluator.load_limit": 7},
        }
    ],
    "changes": [
        {
            "application_id": OSTIM,
            "instead_of": "degerlendirici-3",
            "evaluator_id": "degerlendirici-1",
            "reason": "Savunma sanayiini <b>bilir</b>",
        }
    ],
}
COMMITTEE: dict[str, Any] = {
    "call_id": CALL,
    "call_name": "2. çağrı",
    "board_names": {"tr": "Seçici Kurul", "en": "Selection Board"},
    "status": "open",
    "due_at": "2018-11-20T21:00:00Z",
    "currency": "TRY",
    "envelope": "25000000.00",
    "usable_envelope": "25000000.00",
    "raises": [],
    "part_scale": 40,
    "threshold": "70",
    "needed": 4,
    "chair_id": "kurul-baskani",
    "members": [],
    "items": [
        {
            "application_id": OTHER,
            "consortium_name": OTHER_LISTED["consortium_name"],
            "requested": "9100000.50",
            "evaluators_mean": "48.25",
            "sitting": [],
            "awaited": [],
            "quorum": True,
            "own_score": 31,
            "scores": {},
        }
    ],
}
CONCLUDED_CALL = "0190-cagri-1"
SESSIONS = sessions(CALL, OTHER, OTHER_LISTED["consortium_name"])
HEARING = hearing(OTHER, OTHER_LISTED["consortium_name"])
_PLACED = {"A": ("OSTİM Temiz Teknolojiler Birlikteliği", "80", "30"), "B": ("Seramik Birlikteliği", "60", "30")}
RANKING: dict[str, Any] = {
    "call_id": CONCLUDED_CALL,
    "currency": "TRY",
    "envelope": "150.00",
    "usable_envelope": "150.00",
    "over_envelope_reason": "",
    "placed": [
        {
            "application_id": one,
            "consortium_name": name,
            "rank": place,
            "total": total,
            "decision": decision,
            "requested": "100.00",
            "within_envelope": decision == "selected",
            "cumulative": "100.00" if place else None,
            "scores": {},
            "explanation": _explained("placement", g.placement(mean, board, place or None, fits=bool(place))),
            "state": "winner" if place else None,
        }
        for (one, (name, mean, board)), place, total, decision in zip(
            _PLACED.items(), (1, 0), ("78", "66"), ("selected", "eliminated"), strict=True
        )
    ],
    "explanation": _explained(
        "ranking", g.ranking(*(g.standing(one, mean, board) for one, (_, mean, board) in _PLACED.items()))
    ),
    "reserve_until": "2019-11-20T21:00:00Z",
}
PRE_EVALUATION: dict[str, Any] = {
    "application_id": OSTIM,
    "status": "decided",
    "wanted": 2,
    "submitted": 2,
    "missing": 0,
    "passed": True,
    "mean": "77.5",
    "pass_mark": "60",
    "totals": ["75", "80"],
    "explanation": _explained("pre_evaluation", g.totals("75", "80")),
    "evaluators": [],
}
MAILS: dict[str, Any] = {
    "entries": [
        {
            "id": "m-1",
            "event_id": "e-1",
            "about": OSTIM,
            "addressee": "koordinator-ostim",
            "address": "koordinator-ostim@destek.example",
            "subject": "Ödeme yapıldı",
            "text": "1.000.000,00 TL ödendi.",
            "written_at": "2017-12-28T08:00:00Z",
            "sent_at": None,
            "refusal": "",
            "path": f"/grants/{OSTIM}",
        }
    ],
    "after": None,
}
CLUSTERS: dict[str, Any] = {
    "entries": [
        {"no": 7, "name": "Seramik İş Kümesi", "province": "Eskişehir", "stage": "mature"},
        {"no": 356, "name": "Savunma", "province": "TR", "stage": "idea"},
    ],
    "after": "356",
}
_NONE: dict[str, Any] = {"entries": [], "after": None}


def answers(actor: Actor, path: str, query: Mapping[str, str]) -> object:
    """What a room says to this person; none for what it does not know."""
    if path.endswith("/tasks"):
        return _tasks(actor, path.partition("/")[0])
    if path == "application/applications":
        return _applications(query)
    if path == "application/registry/clusters":
        return CLUSTERS if query.get("q", "") in {"", "seramik"} else _NONE
    return _by_path(actor.roles, query.get("one")).get(path)


@cache
def _by_path(roles: frozenset[str], one: str | None) -> dict[str, object]:
    """All that is said to people with these roles; one: the combination compared with another, if so asked."""
    return {
        **desk_answers(OTHER, OSTIM),
        **visit_answers(),
        **change_answers(OSTIM),
        **sitting_answers(),
        **made_answers(),
        **people_answers(OSTIM),
        **recorded_reports.evidence_answers(OSTIM),
        **busy_answers(roles, GRANT, FILE),
        **applying_answers(FILE, allowed(roles)),
        **call_answers(FILE, PRE_EVALUATION, STAFFING, PROPOSAL),
        "application/calls": {
            "entries": [{"id": CALL, "name": "İkinci <b>çağrı</b>", "status": "closed"}, OPEN_CALL],
            "after": None,
        },
        f"application/calls/{CALL}": {**OPEN_CALL, "id": CALL, "status": "closed", "moves": []},
        f"application/applications/{OSTIM}": FILE,
        f"application/applications/{OTHER}": {**FILE, **_other()},
        f"application/applications/{OTHER}/plans/1": {**PLAN_VERSIONS[0], "plan": PLAN_BEFORE},
        f"application/applications/{EXCLUDED}": {**FILE, **_excluded()},
        f"application/applications/{LAPSED}": {**FILE, **_lapsed()},
        f"application/applications/{OSTIM}/contract.pdf": b"%PDF-1.7 contract",
        f"application/applications/{OSTIM}/papers/{PAPER['document']}": b"%PDF-1.7 paper",
        f"monitoring/grants/{OSTIM}": grant_for(roles, GRANT),
        f"monitoring/grants/{OSTIM}/reports/1/lines": recorded_reports.LINES,
        "monitoring/grants": {"entries": [GRANT_LINE], "after": None},
        f"audit/applications/{OSTIM}/story": STORY,
        "evaluation/assignments/a-1": ASSIGNMENT,
        f"evaluation/assignments/a-1/papers/{JUDGED_PAPERS[0]['document']}": b"%PDF-1.7 judged",
        f"evaluation/calls/{CALL}/evaluators-report": HANDS,
        f"evaluation/calls/{CALL}/evaluators-report.csv": b"evaluator_id,name\r\nd-1,Ali\r\n",
        f"evaluation/calls/{CONCLUDED_CALL}/evaluators-report": NO_HANDS,
        f"evaluation/calls/{CALL}/committee": COMMITTEE,
        f"evaluation/calls/{CALL}/assignment-proposals": [PROPOSED],
        f"evaluation/calls/{CALL}/assignment-proposals/o-1": PROPOSAL,
        f"evaluation/calls/{CONCLUDED_CALL}/assignment-proposals": [],
        f"evaluation/calls/{CONCLUDED_CALL}/committee": {**COMMITTEE, "status": "concluded"},
        f"evaluation/calls/{CONCLUDED_CALL}/ranking": RANKING,
        f"evaluation/calls/{CALL}/committee/sessions": SESSIONS,
        f"evaluation/calls/{CALL}/committee/items/{OTHER}": HEARING,
        f"evaluation/calls/{CONCLUDED_CALL}/committee/sessions": {**SESSIONS, "minutes": "0" * 64, "complete": True},
        f"evaluation/calls/{CONCLUDED_CALL}/committee/minutes.pdf": b"%PDF-1.7 minutes",
        f"evaluation/applications/{OSTIM}/pre-evaluation": PRE_EVALUATION,
        f"evaluation/applications/{OSTIM}/conflicts": [FINDING, DISMISSED],
        "evaluation/assignments/a-2": INVITED,
        f"evaluation/calls/{CALL}/staffing": STAFFING,
        f"evaluation/calls/{CALL}/funding-combinations": COMBINATIONS,
        f"evaluation/calls/{CALL}/funding-combinations/1": combination(),
        f"evaluation/calls/{CALL}/funding-combinations/2": combination(2),
        f"evaluation/calls/{CALL}/funding-combinations/comparison": SAME if one == "2" else COMPARISON,
        f"evaluation/calls/{CONCLUDED_CALL}/funding-combinations": {"currency": "TRY", "combinations": []},
        f"evaluation/calls/{CALL}/approval-packs": {"packs": [PACK_LINE]},
        f"evaluation/calls/{CALL}/approval-packs/1": CLOSED_PACK,
        f"evaluation/calls/{CALL}/approval-packs/2": PACK,
        f"evaluation/calls/{CALL}/approval-packs/1/paper.pdf": b"%PDF-1.7 pack",
        f"evaluation/calls/{CONCLUDED_CALL}/approval-packs": {"packs": []},
        f"evaluation/applications/{OSTIM}/feedback": FEEDBACK,
        f"evaluation/applications/{OSTIM}/feedback.pdf": b"%PDF-1.7 letter",
        f"evaluation/applications/{OTHER}/feedback": OBJECTED,
        "evaluation/evaluators": [EVALUATOR, ERASED],
        "evaluation/evaluators/degerlendirici-1": profile(EVALUATOR),
        "evaluation/evaluators/degerlendirici-0": {**ERASED, "personal": None, "contracts": None},
        "notification/mails": MAILS,
        "monitoring/payment-orders": {"entries": [ORDER_LINE], "after": None},
        f"monitoring/payment-orders/{ORDER_LINE['id']}": ORDER,
        "monitoring/appropriations": APPROPRIATIONS,
        "monitoring/indicators": TOTALS,
        "monitoring/indicators.csv": b"code,target\r\nfirms,1000\r\n",
    }


def _tasks(actor: Actor, room: str) -> object:
    given = {
        ("ministry_officer", "application"): OFFICER_TASKS,
        ("evaluator", "evaluation"): EVALUATOR_TASKS,
        ("committee_chair", "evaluation"): CHAIR_TASKS,
        ("finance_officer", "monitoring"): FINANCE_TASKS,
        ("independent_auditor", "monitoring"): AUDITOR_TASKS,
        ("consortium_member", "application"): MEMBER_TASKS,
        ("administrator", "evaluation"): ADMINISTRATOR_TASKS,
        ("inspector", "audit"): INSPECTOR_TASKS,
    }
    nothing: dict[str, Any] = {"tasks": []} if room == "evaluation" else {"entries": []}
    return next((given[role, room] for role in actor.roles if (role, room) in given), nothing)


def _applications(query: Mapping[str, str]) -> object:
    wanted = query.get("stage")
    found = [one for one in (OTHER_LISTED, LISTED) if wanted in {None, one["stage"]}]
    return {"entries": found, "after": None if query.get("after") or wanted else OSTIM}


def _other() -> dict[str, Any]:
    facts = {name: value for name, value in OTHER_LISTED.items() if name in _LISTED}
    stays = [{**stay, "left_at": None, "due_at": facts["stage_due_at"]} for stay in _TIMELINE[2:3]]
    absent = dict.fromkeys(("check", "approval", "enterprise", "contract"))
    way = {"timeline": [*_TIMELINE[:2], *stays], "points": [], "versions": PLAN_VERSIONS}
    return {**facts, **absent, **way, "plan": PLAN, "form": FORM, "completion": COMPLETED}


def _excluded() -> dict[str, Any]:
    check = {"decision": "excluded", "reason": "İmza <b>yok</b>", "decided_by": "uzman-bir"}
    ended = {**_TIMELINE[2], "stage": "ended", "left_at": None, "entered_role": "ministry_officer"}
    how = {"id": EXCLUDED, "stage": "ended", "outcome": "excluded", "outcome_reason": "İmza <b>yok</b>"}
    checked = {"check": {**check, "decided_at": "2018-11-02T06:00:00Z"}, "timeline": [*_TIMELINE[:2], ended]}
    return {**_other(), **how, **checked, "stage_due_at": None}


def _lapsed() -> dict[str, Any]:
    ended = {**_TIMELINE[1], "stage": "ended", "left_at": None, "due_at": None, "entered_role": "system"}
    reason = {"id": LAPSED, "stage": "ended", "outcome": "lapsed", "outcome_reason": "reason.call_closed"}
    closed = {"plan": None, "form": {}, "submitted_at": None, "versions": [], "completion": None}
    return {**_other(), **reason, **closed, "stage_due_at": None, "timeline": [_TIMELINE[0], ended]}
