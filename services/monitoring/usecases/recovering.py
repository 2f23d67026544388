"""What is taken back: instalments agreed, money come in, an instalment found late."""

from datetime import date

from grants.calendar import istanbul_day
from grants.contracts.payment_events import RecoveryLate, RecoveryPlanned, RecoveryReceived
from grants.explanation import Explanation
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import covering, recovering
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import RecoveryStatus
from services.monitoring.usecases.acting import Act, begin
from services.monitoring.usecases.covering import tell_returned


async def plan_recovery(unit: Unit, grant_id: str, count: int) -> GrantFile:
    """So many instalments, within the rules, before anything has come in."""
    act = await begin(unit, Action.RECOVERY_PLAN, grant_id)
    act.change(recovering.plan(act.file, count, act.by, act.now, act.rules))
    recovery = recovering.current(act.file)
    instalments = recovering.instalments_of(act.file, recovery)
    first = instalments[0].due_on
    act.say(RecoveryPlanned, recovery_id=recovery.id, instalments=len(instalments), first_due_on=first)
    await act.keep()
    return act.file


async def receive_recovery(unit: Unit, grant_id: str, came: recovering.CameIn) -> GrantFile:
    """Money came in, recorded by hand. The same again changes nothing."""
    act = await begin(unit, Action.RECOVERY_RECEIVE, grant_id)
    if not recovering.is_known(act.file, came):
        receive(act, came)
        await act.keep()
    return act.file


def receive(act: Act, came: recovering.CameIn) -> None:
    """The act records money come in, and gives back what covered it once nothing is left. Does not keep it."""
    file = recovering.receive(act.file, new_id(), came, act.by, act.now, act.rules)
    receipt = next(one for one in file.receipts if one not in act.file.receipts)
    recovery = next(one for one in file.recoveries if one.id == receipt.recovery_id)
    if recovery.status is RecoveryStatus.PAID:
        file = covering.free_all(file, act.by, act.now, act.rules)
    act.change(file)
    explained = recovering.explained(file, came.received_on, act.rules, recovery)
    act.say(
        RecoveryReceived,
        recovery_id=recovery.id,
        amount=receipt.amount,
        interest=receipt.interest,
        principal=receipt.principal,
        received_on=receipt.received_on,
        reference=receipt.reference,
        left=recovering.account(file, came.received_on, act.rules, recovery).owed,
        explanations=(explained,),
    )
    tell_returned(act)


def tell_late(act: Act, number: int, why: Explanation) -> None:
    """Tell of an instalment that was found late; `why`: that its time is over."""
    recovery = recovering.of_instalment(act.file, number)
    account = recovering.explained(act.file, istanbul_day(act.now), act.rules, recovery)
    one = next(one for one in act.file.instalments if one.number == number)
    act.say(RecoveryLate, recovery_id=recovery.id, number=number, due_on=one.due_on, explanations=(why, account))


def today(unit: Unit) -> date:
    """The Istanbul day of the act."""
    return istanbul_day(unit.now)
