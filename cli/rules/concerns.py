"""Whom a change of rules concerns: by the path of what changes, each with a sentence in the catalogues."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from cli.rules.saying import Voice


class Group(StrEnum):
    """For whom something changes, in the order in which they meet the programme."""

    APPLICANTS = "applicants"
    EVALUATORS = "evaluators"
    BOARD = "board"
    GRANTEES = "grantees"
    MINISTRY = "ministry"


_A, _E, _B, _G, _M = Group

CONCERNS: Mapping[str, tuple[Group, ...]] = {
    "programme": (_M,),
    "instrument": (_M,),
    "valid_from": (_A, _M),
    "valid_to": (_A, _M),
    "names": (_A, _M),
    "names.board": (_A, _B),
    "composition": (_A,),
    "money": (_A, _G),
    "money.overall_tested": (_A, _G),
    "money.minimum_share": (_A,),
    "money.advance": (_G, _M),
    "money.guarantee": (_G, _M),
    "money.retention": (_G, _M),
    "money.interim": (_G, _M),
    "money.second_approval_above": (_M,),
    "money.appropriation_warning": (_M,),
    "money.appropriation_binding": (_G, _M),
    "money.claim_correction_days": (_G, _M),
    "money.guarantee_warning_days": (_G, _M),
    "calendar": (_A, _M),
    "deadlines": (_A, _M),
    "deadlines.administrative_check_reminder": (_M,),
    "deadlines.completion_working_days": (_A,),
    "deadlines.evaluator_acceptance_days": (_E,),
    "deadlines.evaluation_days": (_E,),
    "deadlines.evaluation_reminder_days_before": (_E,),
    "deadlines.committee_days": (_B, _M),
    "deadlines.negotiation_days": (_A, _M),
    "deadlines.approval_reminder_days": (_M,),
    "deadlines.founding_days": (_A,),
    "deadlines.signing_days": (_A, _M),
    "deadlines.closing_days": (_G,),
    "evaluation": (_A, _E),
    "evaluation.evaluators": (_E, _M),
    "evaluation.pass_mark": (_A,),
    "evaluation.pass_mark_inclusive": (_A,),
    "evaluation.divergence": (_E, _M),
    "evaluation.blocks": (_A, _E),
    "evaluation.part_scale": (_A, _B),
    "evaluation.justification_minimum_length": (_E,),
    "evaluation.bonuses": (_A,),
    "evaluation.conflict_years": (_E, _M),
    "evaluation.conflict_shared_members": (_E, _M),
    "evaluation.soft_conflicts": (_E, _M),
    "evaluation.calibration_weight": (_E,),
    "evaluation.calibration_decides": (_A, _B),
    "committee": (_B, _M),
    "committee.part_scale": (_A, _B),
    "committee.whole_points": (_B,),
    "committee.threshold": (_A,),
    "committee.threshold_inclusive": (_A,),
    "committee.tie_order": (_A,),
    "committee.reserve_days": (_A, _M),
    "negotiation": (_A, _M),
    "feedback": (_A, _M),
    "duration": (_G,),
    "reporting": (_G, _M),
    "audit": (_G, _M),
    "audit.last_part_year": (_G, _M),
    "changes": (_G, _M),
    "risk": (_G, _M),
    "notices": (_G, _M),
    "termination": (_G, _M),
    "obligations": (_G, _M),
    "recovery": (_G, _M),
    "recovery.reminder_days_before": (_G, _M),
    "recovery.disallowed": (_G, _M),
    "documents": (_A, _G),
    "catalogue": (_A,),
    "cost_heads": (_A, _G),
    "indicators": (_G,),
}
"""A path or the beginning of one; the longest that fits counts. Each has the sentence `concern.<path>`."""


def concern(path: str) -> str:
    """The entry of the table a path falls under; "" for a part of a rule set the table does not know yet."""
    parts = path.split(".")
    fitting = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((one for one in fitting if one in CONCERNS), "")


def whom(path: str) -> tuple[Group, ...]:
    """Whom a change of this part concerns; the Ministry where nobody thought of it."""
    return CONCERNS.get(concern(path), (_M,))


def meaning(voice: Voice, path: str) -> str:
    """What a change of this part means, as a sentence."""
    return voice.say(f"concern.{concern(path) or 'other'}")


def by_group(paths: Sequence[str]) -> dict[Group, list[str]]:
    """The paths by whom they concern, in the order of the groups; groups without any left out."""
    found = {group: [path for path in paths if group in whom(path)] for group in Group}
    return {group: concerned for group, concerned in found.items() if concerned}
