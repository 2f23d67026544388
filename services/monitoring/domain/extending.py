"""Extensions: asked by the coordinator before the support ends, decided by the monitoring officer."""

from dataclasses import replace
from datetime import datetime

from grants.breach import Breach, RulesBroken
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from services.monitoring.domain.clock import lasting, pauses
from services.monitoring.domain.errors import DecidedAlready, ExtensionPending, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import Extension, GrantFile
from services.monitoring.domain.falls import begin_period, running
from services.monitoring.domain.states import UNDER_WAY, ExtensionStatus, GrantStatus


def find(file: GrantFile, extension_id: str) -> Extension:
    for one in file.extensions:
        if one.id == extension_id:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", "extension", extension_id))


def ask(file: GrantFile, asked: Extension, rules: RuleSet) -> GrantFile:
    """One at a time, within the rules of the regime; every rule it breaks is named."""
    if any(one.status is ExtensionStatus.ASKED for one in file.extensions):
        raise ExtensionPending(Breach("extension.pending", "extension"))
    _extendable(file)
    _within_rules(file, asked, rules)
    return file.with_extension(asked)


def decide(
    file: GrantFile, one: Extension, by: str, now: datetime, rules: RuleSet, *, granted: bool, reason: str
) -> GrantFile:
    """Granted, the support ends on the day asked. The amount stays as it is: an extension has none.

    One asked in time may be granted after the support has ended, as long as no closing was submitted; a new
    period then begins where the support had ended.
    """
    if one.status is not ExtensionStatus.ASKED:
        raise DecidedAlready.of("extension", one.status)
    _extendable(file)
    status = ExtensionStatus.GRANTED if granted else ExtensionStatus.REFUSED
    done = replace(one, status=status, decided_by=by, decided_at=now, decision_reason=reason)
    if not granted:
        return file.with_extension(done)
    _within_rules(file, one, rules)
    return _longer(file.with_extension(done), one)


def _longer(file: GrantFile, one: Extension) -> GrantFile:
    """A period runs again where none does: support had ended, or its last period had and it was about to."""
    old_end = file.grant.support_ends_on
    file = file.with_grant(support_ends_on=one.new_end)
    if file.grant.status not in UNDER_WAY:
        file = file.with_grant(status=running(file), closing_since=None, closing_due_at=None, closing_reminders=0)
    return file if file.period is not None else begin_period(file, old_end)


def _extendable(file: GrantFile) -> None:
    closing = file.grant.status is GrantStatus.CLOSING and file.grant.closing_submitted_at is None
    if file.grant.status not in UNDER_WAY and not closing:
        raise GrantStageWrong.at(file.grant.status)


def explained(file: GrantFile, one: Extension, rules: RuleSet) -> Explanation:
    """Whether an extension keeps the rules, with every number of them."""
    ended = [pause.ends_on for pause in pauses(file) if pause.ends_on is not None]
    given = {
        "asked_end": one.new_end,
        "current_end": file.grant.support_ends_on,
        "contract_day": file.grant.starts_on,
        "ground": one.ground,
        "asked_on": one.asked_on,
        "force_majeure_ended_on": None if lasting(file) else max(ended, default=None),
        "pauses": [{"starts_on": pause.starts_on, "ends_on": pause.ends_on} for pause in pauses(file)],
    }
    return explain("extension", given, rules)


def _within_rules(file: GrantFile, one: Extension, rules: RuleSet) -> None:
    if wrong := explained(file, one, rules).breaches:
        raise RulesBroken(*wrong)
