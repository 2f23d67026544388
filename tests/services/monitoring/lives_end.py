"""Notices, termination, closing and settlement in a random life, and what always holds at the end."""

from services.monitoring.domain import ending
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.states import GrantStatus, NoticeStatus, TerminationGround
from tests.services.monitoring.lives import Life, act, law


@act("notice.give")
def give_notice(life: Life) -> GrantFile | None:
    if not life.chance(1):
        return None
    days = life.dice.choice([1, 30, 90])
    return ending.give_notice(life.file, life.new_id("notice"), "late", days, "officer", life.now)


@act("notice.cure")
def cure(life: Life) -> GrantFile | None:
    for notice in life.file.notices:
        if notice.status in {NoticeStatus.RUNNING, NoticeStatus.EXPIRED} and life.chance(5):
            return ending.cure(life.file, notice, life.now)
    return None


@act("grant.terminate")
def terminate(life: Life) -> GrantFile | None:
    if life.dice.randrange(60):
        return None
    ground = life.dice.choice([*TerminationGround])
    return ending.terminate(life.file, ground, "cannot go on", life.now, life.rules)


@act("closing.submit", weight=3)
def submit_closing(life: Life) -> GrantFile | None:
    return ending.submit_closing(life.file, "done", "coordinator", life.now)


@act("closing.settle")
def settle(life: Life) -> GrantFile | None:
    return ending.settle(life.file, ending.Settler("officer", life.now, life.new_id("claim")), life.rules)


@law("a settlement stands just while the grant is closed, and pays or takes back, never both")
def settled_when_closed(life: Life) -> bool:
    settled, closed = life.file.settlement, life.file.grant.status is GrantStatus.CLOSED
    return (settled is not None) == closed and (settled is None or not (settled.due_to_grantee and settled.to_recover))
