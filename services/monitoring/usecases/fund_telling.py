"""What is told when something falls due around the money of a grant."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from grants.calendar import istanbul_day
from grants.contracts.monitoring_events import Deadline
from grants.contracts.payment_events import GuaranteeEnded, GuaranteeWarned, RecoveryReminded
from grants.contracts.stages import DeadlineKind
from grants.explanation import Explanation
from services.monitoring.domain import covering, money, recovering
from services.monitoring.usecases.acting import Act
from services.monitoring.usecases.answering import tell_lapsed

Telling = Callable[[Act, Deadline, Explanation], None]


def tell(act: Act, due: Deadline, why: Explanation) -> None:
    """Tell of what fell due, where it is around the money."""
    if due.kind in TELLINGS:
        TELLINGS[due.kind](act, due, why)


def _reminded(act: Act, due: Deadline, why: Explanation) -> None:
    one = next(one for one in act.file.instalments if one.number == due.number)
    recovery = recovering.of_instalment(act.file, due.number)
    facts = {"number": one.number, "amount": one.amount, "due_on": one.due_on}
    act.say(RecoveryReminded, recovery_id=recovery.id, explanations=(why,), **facts)


def _warned(act: Act, due: Deadline, why: Explanation) -> None:
    one = act.file.guarantees[due.number - 1]
    facts = {"amount": one.amount, "valid_until": one.valid_until, "open": money.still_ahead(act.file)}
    act.say(GuaranteeWarned, guarantee_id=one.id, explanations=(why,), **facts)


def _ended(act: Act, due: Deadline, why: Explanation) -> None:
    one = act.file.guarantees[due.number - 1]
    uncovered = covering.open_uncovered(act.file, istanbul_day(act.now), act.rules)
    facts = {"amount": one.amount, "valid_until": one.valid_until, "uncovered": uncovered}
    act.say(GuaranteeEnded, guarantee_id=one.id, explanations=(why,), **facts)


TELLINGS: Mapping[DeadlineKind, Telling] = MappingProxyType(
    {
        DeadlineKind.CLAIM_CORRECTION: tell_lapsed,
        DeadlineKind.RECOVERY_REMINDER: _reminded,
        DeadlineKind.GUARANTEE_REMINDER: _warned,
        DeadlineKind.GUARANTEE_END: _ended,
    }
)
