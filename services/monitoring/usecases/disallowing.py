"""Spending of an accepted report disallowed, with what follows from it in money."""

from collections.abc import Sequence
from dataclasses import dataclass

from grants.contracts.claim_events import LineTaken, SpendingDisallowed
from grants.explanation import Explanation
from grants.policy import Action
from grants.values import ZERO
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import disallowing, lines, money
from services.monitoring.domain.facts import GrantFile
from services.monitoring.store import lines as store
from services.monitoring.store.tables import SPENDING_LINE
from services.monitoring.usecases.acting import Act, begin
from services.monitoring.usecases.lowering import tell_lowered


async def disallow_lines(
    unit: Unit, grant_id: str, number: int, decided: Sequence[lines.Disallowed], ground: disallowing.Ground
) -> GrantFile:
    """Lines of an accepted report, or parts of them, are disallowed on a ground. What they earned is earned no more.

    A paper that counted stays counted: it cannot be reported once more.
    """
    act, made = await _decided(unit, grant_id, number, decided, ground)
    why = disallowing.explained(act.file, made, act.rules)
    recovery_id = new_id()
    act.change(disallowing.disallow(act.file, made, recovery_id, act.rules))
    await store.put(unit.session, grant_id, number, made.lines)
    _tell(act, made, why, recovery_id)
    for one in made.lines:
        act.note(SPENDING_LINE, {"report": one.report, "line": one.line, "reason": one.reason})
    await act.keep()
    return act.file


@dataclass(frozen=True, slots=True)
class Tried:
    """What a decision would come to: the file before and after it, and how its outcome comes about."""

    before: GrantFile
    after: GrantFile
    why: Explanation


async def try_disallowing(
    unit: Unit, grant_id: str, number: int, decided: Sequence[lines.Disallowed], ground: disallowing.Ground
) -> Tried:
    """What the same decision would come to. Nothing is kept; refused where the decision would be."""
    act, made = await _decided(unit, grant_id, number, decided, ground)
    after = disallowing.disallow(act.file, made, new_id(), act.rules)
    return Tried(act.file, after, disallowing.explained(act.file, made, act.rules))


async def _decided(
    unit: Unit, grant_id: str, number: int, decided: Sequence[lines.Disallowed], ground: disallowing.Ground
) -> tuple[Act, disallowing.Decided]:
    act = await begin(unit, Action.LINE_DISALLOW, grant_id)
    disallowing.refuse_undecided(act.file, number, ground)
    known = await store.of_report(unit.session, grant_id, number)
    left, taken = lines.disallow_more(known, decided, act.rules)
    return act, disallowing.Decided(number, left, taken, ground, act.by, act.now)


def _tell(act: Act, made: disallowing.Decided, why: Explanation, recovery_id: str) -> None:
    before = act.before or act.file
    back = money.back_on_the_way(act.file) - money.back_on_the_way(before)
    items = {one.line: one.said.item for one in made.lines}
    told = [LineTaken(line=one.line, item=items[one.line], amount=one.amount, reason=one.reason) for one in made.taken]
    act.say(
        SpendingDisallowed,
        number=made.report,
        ground=made.ground.on.value,
        finding=made.ground.finding,
        lines=tuple(told),
        amount=sum((one.amount for one in told), ZERO),
        realised=act.file.grant.realised,
        earned=act.file.grant.earned,
        recovered=back,
        recovery_id=recovery_id if back else "",
        explanations=(why,),
    )
    tell_lowered(act, why)
