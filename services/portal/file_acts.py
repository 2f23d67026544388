"""What can be done with an application by a form, by the place where it is done; and with what is said of it after."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from grants.policy import Action
from services.portal.acting import Act, area, choice, day, hidden, line, number, reasoned, words
from services.portal.filled import Kind

_FILE = "/applications/{file}"
_TALKS = f"{_FILE}/negotiation"
_CONTRACT = f"{_FILE}/contract/sign"

PLACES: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {
        "submission": (Act("application_submit", Action.APPLICATION_SUBMIT, f"{_FILE}/submit", grave=True),),
        "check": (
            Act("check_admit", Action.CHECK_ADMIT, f"{_FILE}/check/admit", {"note": area("note")}),
            Act(
                "check_completion",
                Action.CHECK_REQUEST_COMPLETION,
                f"{_FILE}/check/completion",
                {"items": words("missing_items")},
            ),
            reasoned("check_exclude", Action.CHECK_EXCLUDE, f"{_FILE}/check/exclude", grave=True),
        ),
        "points": (
            Act(
                "points_raise",
                Action.NEGOTIATION_RAISE_POINT,
                f"{_TALKS}/points",
                {"points[].title": line("point"), "points[].text": area("point_text"), "points[].item": choice("item")},
                rows={"points": 1},
            ),
            Act("negotiation_agree", Action.NEGOTIATION_AGREE, f"{_TALKS}/agree", {"version": hidden(Kind.NUMBER)}),
        ),
        "answer": (
            Act(
                "point_answer",
                Action.NEGOTIATION_ANSWER,
                f"{_TALKS}/answers",
                {"point_id": choice("open_point"), "answer": area("point_answer")},
            ),
        ),
        "decline": (reasoned("negotiation_decline", Action.NEGOTIATION_DECLINE, f"{_TALKS}/decline", grave=True),),
        "approval": (
            Act(
                "approval_give",
                Action.APPROVAL_DECIDE,
                f"{_FILE}/approval",
                {"number": line("decision_paper", 80), "decided_on": day("decided_on")},
                {"approved": True},
            ),
            Act(
                "approval_refuse",
                Action.APPROVAL_DECIDE,
                f"{_FILE}/approval",
                {"number": line("decision_paper", 80), "decided_on": day("decided_on"), "reason": area("reason")},
                {"approved": False},
                grave=True,
            ),
        ),
        "enterprise": (
            Act(
                "enterprise_record",
                Action.ENTERPRISE_RECORD,
                f"{_FILE}/enterprise",
                {
                    "name": line("enterprise_name"),
                    "tax_number": line("tax_number", 11),
                    "registry_no": line("registry_no", 80),
                    "founded_on": day("founded_on"),
                    "province": line("province"),
                },
            ),
        ),
        "contract": (
            Act("sign_for_ministry", Action.CONTRACT_SIGN_FOR_MINISTRY, _CONTRACT, grave=True),
            Act("sign_for_enterprise", Action.CONTRACT_SIGN_FOR_ENTERPRISE, _CONTRACT, grave=True),
        ),
        "withdrawal": (reasoned("application_withdraw", Action.APPLICATION_WITHDRAW, f"{_FILE}/withdraw", grave=True),),
    }
)
"""By how the address of the page ends."""
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "submission": "facts/submission.html",
        "check": "facts/check.html",
        "points": "facts/points.html",
        "answer": "facts/points.html",
        "contract": "facts/contract.html",
    }
)
"""What is shown before an act, beside the standing of the file."""

OBJECTION = Act("objection_make", Action.OBJECTION_MAKE, f"{_FILE}/objection", {"reasons": area("objection_reasons")})
OBJECTION_DECISIONS = (
    Act(
        "objection_uphold",
        Action.OBJECTION_DECIDE,
        f"{_FILE}/objection/decision",
        {"reason": area("reason")},
        {"upheld": True},
    ),
    Act(
        "objection_reject",
        Action.OBJECTION_DECIDE,
        f"{_FILE}/objection/decision",
        {"reason": area("reason")},
        {"upheld": False},
    ),
)
REDACTION = Act(
    "feedback_redact",
    Action.FEEDBACK_REDACT,
    f"{_FILE}/feedback/redactions",
    {
        "block": choice("block"),
        "number": number("text_number"),
        "text": area("new_words"),
        "reason": area("reason"),
    },
)
_PACK = "/calls/{file}/approval-packs/{part}"
_OPINION = f"{_PACK}/opinion"
PACK = (
    Act("pack_agree", Action.PACK_ANSWER, _OPINION, {"reason": area("reason_if_any")}, {"agrees": True}),
    Act("pack_disagree", Action.PACK_ANSWER, _OPINION, {"reason": area("reason")}, {"agrees": False}),
    Act("pack_close", Action.PACK_COMPOSE, f"{_PACK}/close", grave=True),
)
CHOICE = Act(
    "pack_choose",
    Action.PACK_COMPOSE,
    "/calls/{file}/approval-packs",
    {"combination": hidden(Kind.NUMBER), "reason": area("pack_reason")},
)
CONFLICT = (
    reasoned("conflict_waive", Action.CONFLICT_WAIVE, f"{_FILE}/conflicts/{{part}}/waiver"),
    reasoned("conflict_dismiss", Action.CONFLICT_DISMISS, f"{_FILE}/conflicts/{{part}}/dismissal"),
)


def places_of(can: Iterable[str]) -> tuple[str, ...]:
    """The places where somebody who can do this much has something to do."""
    possible = frozenset(can)
    return tuple(name for name, acts in PLACES.items() if any(act.action.value in possible for act in acts))
