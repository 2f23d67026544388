"""A coordinator on the way to an application, as the application room answers: consortium, draft, call, rules."""

from typing import Any

from grants import regimes
from grants.decisions import explain
from grants.regimes.telling import told

DRAFTED, SENT_BACK, TALKS = "0190-yazilan", "0190-tamamla", "0190-muzakere"
"""Applications that are being written: a draft, one to be completed, one that is negotiated."""
OPEN_CALL, TO_COME = "0190-acik-cagri", "0190-gelecek-cagri"
MINE = "0190-benim"
MEMBER_TAX, OTHER_TAX = "9996329801", "9990861562"
RULES = regimes.revisions("kdp-2014")[-1]
CALL: dict[str, Any] = {
    "id": OPEN_CALL,
    "name": "3. <b>çağrı</b>",
    "regime": RULES.key,
    "revision": RULES.revision,
    "opens_at": "2018-10-01T21:00:00Z",
    "closes_at": "2018-12-03T21:00:00Z",
    "regime_reason": "",
    "currency": "TRY",
    "envelope": "25000000.00",
    "minimum_share": "10",
    "status": "open",
    "recorded": False,
    "published_at": "2018-09-20T08:00:00Z",
}
_MEMBERS: list[dict[str, Any]] = [
    {
        "name": "Ankara Sanayi Odası",
        "kind": "chamber_of_industry",
        "tax_number": OTHER_TAX,
        "province": "Ankara",
        "nace": "",
        "commits": False,
        "in_main_field": False,
        "address": "",
        "confirmed_at": "2018-10-20T08:00:00Z",
    },
    {
        "name": "Işıldar <b>Panel</b> A.Ş.",
        "kind": "firm",
        "tax_number": MEMBER_TAX,
        "province": "Ankara",
        "nace": "27.11",
        "commits": True,
        "in_main_field": True,
        "address": "OSTİM, Ankara",
        "confirmed_at": None,
    },
]
CONSORTIUM: dict[str, Any] = {
    "id": MINE,
    "name": "Güneş <b>Panelleri</b> Birlikteliği",
    "cluster_no": None,
    "provinces": ["Ankara", "Konya"],
    "geography_has_chamber_of_industry": True,
    "nace": "27.11",
    "coordinator_id": "koordinator-ostim",
    "members": _MEMBERS,
    "created_at": "2018-10-10T08:00:00Z",
}
PLAN: dict[str, Any] = {
    "packages": [
        {
            "key": "P1",
            "title": "Koordinasyon",
            "activities": [
                {
                    "code": "K1.03",
                    "title": "Küme ofisi",
                    "reason": None,
                    "first_quarter": 1,
                    "last_quarter": 20,
                    "actions": ["ORA1.AA1.T1.E1"],
                }
            ],
            "items": [
                {
                    "key": "I1",
                    "activity": "K1.03",
                    "title": "Küme yöneticisi",
                    "cost_head": "wages",
                    "cost": "1000.00",
                    "grant": "400.00",
                    "in_kind": "0.00",
                    "domestic_goods": False,
                }
            ],
        },
        {
            "key": "P2",
            "title": "Ortak atölye",
            "activities": [
                {
                    "code": "K3.02",
                    "title": "Ortak <b>atölye</b>",
                    "reason": None,
                    "first_quarter": 2,
                    "last_quarter": 8,
                }
            ],
            "items": [
                {
                    "key": "I2",
                    "activity": "K3.02",
                    "title": "Tezgâh",
                    "cost_head": "machinery",
                    "cost": "1000.00",
                    "grant": "800.00",
                    "in_kind": "0.00",
                    "domestic_goods": False,
                    "quarters": [{"quarter": 3, "cost": "600.00"}, {"quarter": 4, "cost": "400.00"}],
                }
            ],
            "milestones": [{"key": "M1", "title": "Atölye açıldı", "quarter": 4, "activity": "K3.02"}],
        },
    ],
    "indicators": [{"code": "G2", "baseline": 1, "targets": [1, 2]}],
}

FORM = {
    "vision_and_strategy": "Beş yılda <b>Avrupa'ya</b> ihracat.",
    "cluster_facts": "Ankara'da yüz firma.",
    "competitiveness": "Ortak sınama altyapısı.",
}
"""As a room may keep it: in no order."""

KEPT = {
    "document": "ca" * 32,
    "kind": "declaration",
    "title": "beyanname <taslak>.pdf",
    "media_type": "application/pdf",
    "size": 1_024,
    "kept_at": "2018-10-20T08:00:00Z",
    "handed_in_at": None,
}
"""A paper that can still be taken back."""
FORM_OF_FIRMS = {
    "code": "participation_form",
    "names": {"tr": "İşletme katılım formu", "en": "Participation form"},
    "given_by": "firm",
    "source": "kdp-2014 default",
    "count": 0,
    "is_missing": True,
    "is_binding": False,
}

PLAN_BEFORE: dict[str, Any] = {
    "packages": [
        {**PLAN["packages"][0], "title": "Koordinasyon <i>birimi</i>"},
        {
            **PLAN["packages"][1],
            "items": [{**PLAN["packages"][1]["items"][0], "cost": "1200.00", "quarters": []}],
            "milestones": [*PLAN["packages"][1]["milestones"], {"key": "M2", "title": "Fuar", "quarter": 6}],
        },
    ],
    "indicators": [],
}
"""Before it was completed: a dearer line that is in no quarter, a milestone more, no measures."""
COMPLETED: dict[str, Any] = {
    "items": ["Oda üyelik <b>belgesi</b>"],
    "requested_at": "2018-10-25T08:00:00Z",
    "due_at": "2018-11-08T21:00:00Z",
    "note": "Üç firmanın belgesi ve <b>oda</b> belgesi eklendi.",
    "submitted_at": "2018-10-30T08:00:00Z",
    "replaced": {"competitiveness": "Eski rekabet metni."},
}
PLAN_VERSIONS: list[dict[str, Any]] = [
    {
        "version": number,
        "total": total,
        "requested": "1200.00",
        "made_by": "koordinator-ostim",
        "made_at": at,
        "why": why,
    }
    for number, total, at, why in (
        (1, "2200.00", "2018-10-10T08:00:00Z", ""),
        (2, "2000.00", COMPLETED["submitted_at"], COMPLETED["note"]),
    )
]


def weighed(plan: dict[str, Any], minimum_share: str | None = "10") -> dict[str, Any]:
    """How the rules find a plan."""
    return explain("plan", {"plan": plan, "minimum_share": minimum_share}, RULES).model_dump(mode="json")


def weighed_members() -> dict[str, Any]:
    """How they find the members."""
    members = [{"id": str(at), "kind": one["kind"], "body": str(at)} for at, one in enumerate(_MEMBERS, 1)]
    given = {"members": members, "geography_has_chamber_of_industry": True}
    return explain("consortium", given, RULES).model_dump(mode="json")


def applying_answers(file: dict[str, Any], can: list[str]) -> dict[str, object]:
    """By path. can: what whoever asks may do where nothing stands in the way."""
    draft = {
        **file,
        "id": DRAFTED,
        "title": "Güneş <i>paneli</i> kümesi",
        "call_id": OPEN_CALL,
        "consortium_id": MINE,
        "revision": RULES.revision,
        "stage": "draft",
        "outcome": None,
        "call": CALL,
        "consortium": CONSORTIUM,
        "plan": PLAN,
        "form": {"cluster_facts": "Ankara'da <b>yüz</b> firma."},
        "versions": [],
        "check": None,
        "points": [],
        "explanations": [weighed_members(), weighed(PLAN)],
        "members": [],
        "papers": [KEPT],
        "asked_papers": [*file["asked_papers"], FORM_OF_FIRMS],
        "can": can,
    }
    completion = {
        "items": ["Katılım formu imzasız", "Bütçe <b>kalemi</b> eksik"],
        "requested_at": "2018-10-25T08:00:00Z",
        "due_at": "2018-11-08T21:00:00Z",
        "note": "",
        "submitted_at": None,
        "replaced": None,
    }
    nothing_yet = {"count": 0, "plan": None, "form": {}, "explanation": weighed(PLAN)}
    return {
        "application/consortia": {"entries": [CONSORTIUM], "after": None},
        f"application/consortia/{MINE}": CONSORTIUM,
        f"application/calls/{OPEN_CALL}": {**CALL, "moves": []},
        f"application/regimes/{RULES.key}": told(RULES),
        f"application/applications/{DRAFTED}": draft,
        f"application/applications/{SENT_BACK}": {
            **draft,
            "id": SENT_BACK,
            "stage": "completion",
            "completion": completion,
            "offer": nothing_yet,
        },
        f"application/applications/{TALKS}": {
            **draft,
            "id": TALKS,
            "stage": "negotiation",
            "points": file["points"],
            "offer": nothing_yet,
        },
    }
