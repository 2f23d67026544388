"""What the letter to applicants says, in Turkish, laid out by `data/feedback.typ`. Pure."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from grants.calendar import ISTANBUL
from grants.contracts.stages import CommitteeDecision
from grants.figures import number_in_figures
from grants.rules.exact import plain, shown
from services.evaluation.domain.feedback import Feedback
from services.evaluation.domain.records import CallFile, File

_DECISIONS = {
    CommitteeDecision.SELECTED: "Başvurunuz desteklenmek üzere seçilmiştir.",
    CommitteeDecision.RESERVE: "Başvurunuz eşiği geçmiş, bütçe sıralamadaki yerinize yetmemiştir; yedek listedesiniz.",
    CommitteeDecision.NOT_SELECTED: "Başvurunuz eşiği geçmiş, ancak çağrı bütçesi sıralamadaki yerinize yetmemiştir.",
    CommitteeDecision.ELIMINATED: "Başvurunuz gereken puana ulaşamadığı için elenmiştir.",
}
_NOT_APPLICABLE = "uygulanmaz"


def feedback_text(made: Feedback, file: File, call: CallFile) -> dict[str, Any]:
    """The texts of the letter: strings, and by block its name, its mean and the justifications."""
    names = call.rules.names
    return {
        "ministry": f"T.C. {names.ministry.value.tr}",
        "programme": names.programme.value.tr,
        "call": call.name,
        "rules": call.pinned,
        "consortium": file.consortium_name,
        "application": made.application_id,
        "issued": _day(made.issued_at) if made.issued_at else "",
        "decision": _decision(made, call),
        "mean": _points(made.mean),
        "blocks": [_block(made, call, one.code, one.mean) for one in made.blocks],
        "until": _last_day(made.object_until) if made.object_until else "",
    }


def _decision(made: Feedback, call: CallFile) -> str:
    """In words; in reserve, also for how long."""
    words = _DECISIONS[made.decision]
    if made.decision is not CommitteeDecision.RESERVE:
        return words
    return f"{words} Yedek liste, kararı izleyen {call.rules.committee.reserve_days.value} gün geçerlidir."


def _block(made: Feedback, call: CallFile, code: str, mean: str) -> dict[str, Any]:
    block = call.rules.evaluation.block(code)
    return {
        "name": block.names.tr if block else code,
        "mean": f"{_points(mean)} / {number_in_figures(plain(block.maximum))}" if mean and block else _NOT_APPLICABLE,
        "texts": [one.text for one in made.texts if one.block == code],
    }


def _points(number: str) -> str:
    """Points as people read them: two decimals, rounded down, with a comma."""
    return number_in_figures(plain(shown(Fraction(number)))) if number else ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(ISTANBUL):%d.%m.%Y}"


def _last_day(end: datetime) -> str:
    """The last day before an exclusive end."""
    return _day(end - timedelta(microseconds=1))
