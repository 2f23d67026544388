"""What can be done with a grant and its parts by a form, by the place where it is done. No rule stands here: whether an
act is open, and to whom, is what the room said of the grant.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from grants.naming import Task
from grants.policy import Action
from services.portal.acting import Act, area, choice, day, line, money, number, papers, person, reasoned
from services.portal.money_acts import MONEY
from services.portal.places import Place, as_said, is_held, of_development, of_finding, of_obligation, stands
from services.portal.reading_grants import Grant

_GRANT = "/grants/{file}"
_REASON = {"reason": area("reason")}
_ANSWERS = {"answer": area("answer")}
SEVERITIES = ("minor", "major", "critical")
OPINIONS = ("unqualified", "qualified", "adverse", "disclaimer")
CLOSING_PARTS = ("aims", "indicators", "spending", "assets", "left_open", "attachments")
_MILESTONE = "/grants/{file}/milestones/{part}"
_FINDING = "/grants/{file}/findings/{part}"
_DEVELOPMENT = "/grants/{file}/development-reports/{part}"
_OBLIGATION = "/grants/{file}/obligations/{part}"

PLACES: Mapping[str, Place] = MappingProxyType(
    {
        **MONEY,
        "milestone": Place(
            (
                Act(
                    "milestone_declare",
                    Action.MILESTONE_DECLARE,
                    f"{_MILESTONE}/declare",
                    {"reached_on": day("reached_on"), "documents": papers("evidence_papers"), "note": area("note")},
                ),
                Act(
                    "milestone_confirm",
                    Action.MILESTONE_DECIDE,
                    f"{_MILESTONE}/confirm",
                    {"remark": area("remark_if_any")},
                ),
                Act("milestone_return", Action.MILESTONE_DECIDE, f"{_MILESTONE}/return", {"remark": area("why_not")}),
            ),
            "facts/milestone.html",
            lambda grant: grant.milestones,
            key="key",
            fits=as_said,
        ),
        "risk": Place(
            (
                reasoned("risk_answer", Action.RISK_ANSWER, f"{_GRANT}/risk/answer"),
                Act("risk_assess", Action.RISK_ASSESS, f"{_GRANT}/risk"),
            ),
            "facts/risk.html",
        ),
        "visit": Place(
            (
                Act(
                    "visit_plan",
                    Action.VISIT_PLAN,
                    f"{_GRANT}/visits",
                    {
                        "visitor_id": person("visitor", Task.VISITOR),
                        "reason": area("visit_reason"),
                        "last_day": day("visit_by"),
                    },
                ),
            ),
            "facts/risk.html",
        ),
        "planned-visit": Place(
            (reasoned("visit_cancel", Action.VISIT_PLAN, "/visits/{part}/cancel", grave=True),),
            "facts/visit.html",
            lambda grant: grant.visits,
            fits=stands("planned"),
        ),
        "hold": Place(
            (
                Act(
                    "hold_order",
                    Action.HOLD_ORDER,
                    f"{_GRANT}/holds",
                    {"reason": area("reason"), "last_day": day("held_until")},
                ),
            ),
            "facts/risk.html",
        ),
        "held": Place(
            (reasoned("hold_lift", Action.HOLD_LIFT, "/holds/{part}/lift"),),
            "facts/hold.html",
            lambda grant: grant.holds,
            fits=is_held,
        ),
        "force-majeure-end": Place(
            (
                Act(
                    "force_majeure_end",
                    Action.FORCE_MAJEURE_END,
                    "/force-majeure/{part}/end",
                    {"ended_on": day("ended_on")},
                ),
            ),
            "facts/force_majeure.html",
            lambda grant: grant.force_majeure,
            fits=stands("accepted"),
        ),
        "notice": Place(
            (
                Act(
                    "notice_give",
                    Action.NOTICE_GIVE,
                    f"{_GRANT}/notices",
                    {"reason": area("breach"), "cure_days": number("cure_days")},
                ),
            ),
            "facts/notices.html",
        ),
        "given-notice": Place(
            (Act("notice_cured", Action.NOTICE_GIVE, "/notices/{part}/cured"),),
            "facts/notice.html",
            lambda grant: grant.notices,
            fits=stands("running", "expired"),
        ),
        "termination": Place(
            (
                Act(
                    "terminate",
                    Action.GRANT_TERMINATE,
                    f"{_GRANT}/terminate",
                    {"ground": choice("ending_ground"), **_REASON},
                    grave=True,
                ),
            ),
            "facts/notices.html",
        ),
        "withdrawal": Place((reasoned("withdraw", Action.GRANT_WITHDRAW, f"{_GRANT}/withdrawal", grave=True),)),
        "closing": Place(
            (
                Act(
                    "closing_submit",
                    Action.CLOSING_SUBMIT,
                    f"{_GRANT}/closing",
                    {
                        "aims": area("aims"),
                        "indicators": area("on_indicators"),
                        "spending": area("on_spending"),
                        "left_open": area("on_left_open"),
                        "assets[].name": line("asset"),
                        "assets[].place": line("asset_place"),
                        "assets[].item": choice("asset_item"),
                        "assets[].value": money("asset_value"),
                        "documents": papers("evidence_papers"),
                    },
                    rows={"assets": 1},
                    draft=f"{_GRANT}/closing/draft",
                ),
                Act("closing_accept", Action.CLOSING_DECIDE, f"{_GRANT}/closing/accept", {"note": area("note")}),
                Act(
                    "closing_return",
                    Action.CLOSING_DECIDE,
                    f"{_GRANT}/closing/return",
                    {"note": area("remarks"), **{f"remarks.{part}": area(f"on_part_{part}") for part in CLOSING_PARTS}},
                ),
            ),
            "facts/closing.html",
        ),
        "settlement": Place(
            (Act("settle", Action.CLOSING_SETTLE, f"{_GRANT}/settle", grave=True),), "facts/money.html"
        ),
        "finding": Place(
            (
                Act("finding_answer", Action.FINDING_ANSWER, f"{_FINDING}/answer", _ANSWERS),
                Act("finding_close", Action.FINDING_DECIDE, f"{_FINDING}/decide", _REASON, {"closed": True}),
                Act("finding_ask_again", Action.FINDING_DECIDE, f"{_FINDING}/decide", _REASON, {"closed": False}),
            ),
            "facts/finding.html",
            lambda grant: grant.findings,
            key="number",
            fits=of_finding,
        ),
        "development": Place(
            (
                Act(
                    "development_submit",
                    Action.DEVELOPMENT_SUBMIT,
                    _DEVELOPMENT,
                    {one: area(one) for one in ("technical", "administrative", "financial")},
                ),
                Act(
                    "development_decide",
                    Action.DEVELOPMENT_DECIDE,
                    f"{_DEVELOPMENT}/decide",
                    {
                        "decision": choice("development_decision", "development_decision", ("continue", "end")),
                        **_REASON,
                        "paper": line("decision_paper"),
                        "decided_on": day("decided_on"),
                    },
                ),
            ),
            "facts/development.html",
            lambda grant: grant.development,
            key="number",
            fits=of_development,
        ),
        "audit": Place(
            (
                Act(
                    "auditor_charge",
                    Action.INDEPENDENT_AUDIT_ASSIGN,
                    f"{_GRANT}/auditor",
                    {"person_id": person("auditor", Task.AUDITOR), "due_on": day("report_by")},
                ),
                Act(
                    "audit_complain",
                    Action.INDEPENDENT_AUDIT_ASK,
                    f"{_GRANT}/audit-complaints",
                    {"ground": area("complaint")},
                ),
            )
        ),
        "audit-report": Place(
            (
                Act(
                    "audit_report",
                    Action.INDEPENDENT_AUDIT_REPORT,
                    f"{_GRANT}/audit-reports",
                    {
                        "until": day("audited_until"),
                        "opinion": choice("opinion", "audit_opinion", OPINIONS),
                        "findings[].text": line("finding"),
                        "findings[].severity": choice("severity", "severity", SEVERITIES),
                        "findings[].amount": money("in_question"),
                        "findings[].due_on": day("answer_by"),
                    },
                    rows={"findings": 1},
                ),
            )
        ),
        "obligation": Place(
            (
                Act(
                    "obligation_look",
                    Action.OBLIGATION_LOOK,
                    f"{_OBLIGATION}/look",
                    {"found": choice("kept", "obligation_found", ("kept", "broken")), "note": area("what_was_seen")},
                ),
                reasoned("obligation_release", Action.OBLIGATION_RELEASE, f"{_OBLIGATION}/release", grave=True),
            ),
            "facts/obligation.html",
            lambda grant: grant.obligations,
            key="number",
            fits=of_obligation,
        ),
        "reopening": Place(
            (
                Act(
                    "reopen",
                    Action.GRANT_REOPEN,
                    f"{_GRANT}/reopening",
                    {
                        "number": line("paper_number", 60),
                        "signed_on": day("signed_on"),
                        **_REASON,
                        "runs_until": day("runs_until"),
                    },
                    grave=True,
                ),
            )
        ),
        "addendum": Place(
            (
                Act(
                    "addendum_record",
                    Action.ADDENDUM_RECORD,
                    f"{_GRANT}/addenda",
                    {
                        "number": line("paper_number", 60),
                        "signed_on": day("signed_on"),
                        "regime": choice("regime"),
                        "revision": choice("revision"),
                        **_REASON,
                    },
                    grave=True,
                ),
            )
        ),
    }
)
"""By how the address of the page ends."""


def to_do(grant: Grant, name: str, part: Any) -> str:
    """Where something can be done with a part by whoever reads the grant; "" where nothing is open to them."""
    place = PLACES[name]
    return f"/grants/{grant.id}/do/{name}/{getattr(part, place.key)}" if place.open(grant, part) else ""


def open_on(grant: Grant) -> tuple[tuple[str, str], ...]:
    """The places where something can be done with the grant as a whole: name and address."""
    whole = [name for name, place in PLACES.items() if place.parts is None and place.open(grant, None)]
    return tuple((name, f"/grants/{grant.id}/do/{name}") for name in whole)
