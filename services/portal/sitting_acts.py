"""What can be done by a form around a committee: by who leads it, by who sits on it, and by the Ministry beside it."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.naming import Task
from grants.policy import Action
from services.portal.acting import (
    Act,
    Field,
    Look,
    area,
    checks,
    choice,
    day,
    hidden,
    line,
    money,
    number,
    person,
    words,
)
from services.portal.filled import Kind

_BOARD = "/calls/{file}/committee"
_ITEM = f"{_BOARD}/items/{{part}}"
_MOTION = f"{_ITEM}/motions/{{number}}"
_BACKGROUNDS = ("private_sector", "academic", "public_staff")
_LONGEST_DAY = 5


def _clock(say: str) -> Field:
    """A time of day, as on the clock in Istanbul."""
    return Field(Kind.TEXT, Look.CLOCK, say, most=_LONGEST_DAY)


_SESSION = {
    "day": day("session_day"),
    "starts": _clock("session_starts"),
    "ends": _clock("session_ends"),
    "place": line("session_place"),
    "slots[].application_id": choice("session_item"),
    "slots[].starts": _clock("slot_starts"),
    "slots[].minutes": number("slot_minutes"),
}
_SLOTS = {"slots": 3}

TIED_SOFT = Act(
    "committee_tied_soft",
    Action.COMMITTEE_DECLARE_CONFLICT,
    f"{_BOARD}/declarations",
    {"applications": checks("applications_tied"), "reason": area("tie_reason")},
    {"tie": "soft"},
)
TIED_HARD = Act(
    "committee_tied_hard",
    Action.COMMITTEE_DECLARE_CONFLICT,
    f"{_BOARD}/declarations",
    {"applications": checks("applications_tied"), "reason": area("tie_reason")},
    {"tie": "hard"},
    grave=True,
)
PREPARE = Act("minutes_prepare", Action.MINUTES_PREPARE, f"{_BOARD}/minutes")
SIGN = Act(
    "minutes_sign",
    Action.MINUTES_SIGN,
    f"{_BOARD}/minutes/signature",
    {"document": hidden()},
    ticked="minutes_read",
)
PLACES: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {
        "declarations": (
            Act(
                "committee_untied",
                Action.COMMITTEE_DECLARE_CONFLICT,
                f"{_BOARD}/declarations",
                {"applications": checks("applications_untied")},
                {"tie": "none"},
            ),
            TIED_SOFT,
            TIED_HARD,
        ),
        "conflict": (
            Act(
                "committee_leave",
                Action.COMMITTEE_DECLARE_CONFLICT,
                f"{_BOARD}/conflicts",
                {"application_id": choice("committee_item")},
                grave=True,
            ),
        ),
        "attendance": (
            Act("committee_attend", Action.COMMITTEE_ATTEND, f"{_BOARD}/attendance", {"present": checks("present")}),
        ),
        "appointment": (
            Act(
                "committee_appoint",
                Action.COMMITTEE_APPOINT,
                _BOARD,
                {
                    "chair": person("chair", Task.BOARD),
                    "members[].person_id": person("person_id", Task.BOARD),
                    "members[].name": line("person_name"),
                    "members[].background": choice("background", "background", _BACKGROUNDS),
                    "members[].employer_tax_number": line("employer_tax_number", 11),
                    "members[].seat": choice("seat", "committee.seat", ("full", "substitute")),
                    "members[].ordinal": number("ordinal"),
                },
                rows={"members": 8},
            ),
        ),
        "envelope": (
            Act(
                "committee_envelope",
                Action.COMMITTEE_EXCEED_ENVELOPE,
                f"{_BOARD}/envelope",
                {"envelope": money("usable_envelope"), "reason": area("reason")},
            ),
        ),
        "conclusion": (Act("committee_conclude", Action.COMMITTEE_CONCLUDE, f"{_BOARD}/conclude", grave=True),),
        "minutes": (PREPARE, SIGN),
        "new-session": (
            Act("session_call", Action.COMMITTEE_CALL_SESSION, f"{_BOARD}/sessions", _SESSION, rows=_SLOTS),
        ),
    }
)
"""By how the address of the page ends, below that of the committee."""
SESSION: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {
        "change": (
            Act(
                "session_change",
                Action.COMMITTEE_CALL_SESSION,
                f"{_BOARD}/sessions/{{number}}",
                {**_SESSION, "reason": area("reason")},
                rows=_SLOTS,
            ),
        ),
        "attendance": (
            Act(
                "session_attend",
                Action.COMMITTEE_ATTEND,
                f"{_BOARD}/sessions/{{number}}/attendance",
                {"present": checks("present")},
            ),
        ),
    }
)
"""By how the address ends, below that of a session."""

OPEN = Act("item_open", Action.COMMITTEE_PRESIDE, f"{_ITEM}/open")
CLOSE = Act("item_close", Action.COMMITTEE_PRESIDE, f"{_ITEM}/close")
SCORE = Act(
    "committee_score",
    Action.COMMITTEE_SCORE,
    f"{_BOARD}/scores",
    {"application_id": hidden(), "score": number("committee_score")},
)
MOVE = Act(
    "motion_put",
    Action.COMMITTEE_VOTE,
    f"{_ITEM}/motions",
    {
        "kind": choice("motion_kind", "motion.kind", ("recommend", "negotiate", "defer"), Look.RADIOS),
        "text": area("motion_text"),
        "conditions": words("motion_conditions"),
        "points[].title": line("motion_point"),
        "points[].text": area("point_text"),
    },
    rows={"points": 1},
)
ITEM = (SCORE, OPEN, CLOSE, MOVE)
VOTE = Act(
    "motion_vote",
    Action.COMMITTEE_VOTE,
    f"{_MOTION}/votes",
    {"vote": choice("vote", "motion.vote", ("yes", "no", "abstain"), Look.RADIOS)},
)
DECIDE = Act("motion_decide", Action.COMMITTEE_PRESIDE, f"{_MOTION}/decide")
DISSENT = Act("motion_dissent", Action.COMMITTEE_VOTE, f"{_MOTION}/dissent", {"text": area("dissent")})
MOTION = (VOTE, DECIDE, DISSENT)
ALL = (
    *(act for acts in PLACES.values() for act in acts),
    *(act for acts in SESSION.values() for act in acts),
    *ITEM,
    *MOTION,
)
