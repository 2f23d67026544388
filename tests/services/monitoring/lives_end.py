"""Notices, termination, closing and settlement in a random life, and what always holds at the end."""

from datetime import timedelta

from grants.contracts.closing_events import ClosingPart
from services.monitoring.domain import closing, ending, obligations, reopening
from services.monitoring.domain.addenda import Paper, Recorder
from services.monitoring.domain.closing_facts import ClosingSaid
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.obligation_facts import Kept, ObligationStatus
from services.monitoring.domain.reopening import Reopening
from services.monitoring.domain.states import GrantStatus, NoticeStatus
from tests.services.monitoring.lives import Life, act, law


@act("notice.give", weight=2)
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
    if life.dice.randrange(15):
        return None
    ground = life.dice.choice(["breach", "false_statement", "unknown"])
    return ending.terminate(life.file, ground, "cannot go on", life.now, life.rules)


@act("closing.submit", weight=3)
def submit_closing(life: Life) -> GrantFile | None:
    return closing.submit(life.file, ClosingSaid("done"), "coordinator", life.now)


@act("closing.return", weight=3)
def return_closing(life: Life) -> GrantFile | None:
    if not life.chance(3):
        return None
    return closing.give_back(life.file, {ClosingPart.AIMS: "say more"}, "", "officer", life.now, life.rules)


@act("closing.accept", weight=4)
def accept_closing(life: Life) -> GrantFile | None:
    return closing.accept(life.file, "", "officer", life.now)


@act("closing.settle", weight=4)
def settle(life: Life) -> GrantFile | None:
    return ending.settle(life.file, ending.Settler("officer", life.now, life.new_id("claim")), life.rules)


@act("grant.withdraw")
def withdraw(life: Life) -> GrantFile | None:
    return None if life.dice.randrange(60) else ending.withdraw(life.file, "given up", life.now, life.rules)


@act("obligation.look")
def look(life: Life) -> GrantFile | None:
    for one in life.file.obligations:
        if one.reminded_at is not None and one.looked_at is None:
            found = life.dice.choice([*Kept])
            return obligations.look(life.file, one, found, "seen", "officer", life.now)
    return None


@act("obligation.release", weight=4)
def release(life: Life) -> GrantFile | None:
    if not life.file.obligations or not life.chance(3):
        return None
    one = life.dice.choice(life.file.obligations)
    return obligations.release(life.file, one, "sold with leave", "officer", life.now)


@act("grant.reopen", weight=3)
def reopen(life: Life) -> GrantFile | None:
    """By an addendum, to be closed anew or to run again; now and then past the ceiling, which is refused."""
    if life.file.grant.opening > 2 or not life.chance(3):
        return None
    ceiling = life.file.grant.ceiling_ends_on
    until = life.dice.choice([None, ceiling, ceiling + timedelta(days=1)])
    asked = Reopening(Paper(life.new_id("paper"), life.today, "court"), until)
    return reopening.reopen(life.file, asked, Recorder(life.new_id("ad"), "officer", life.now), life.rules)


@law("obligations begin with the closing, run while it is closed, and are over by the calendar alone")
def obligations_outlive(life: Life) -> bool:
    running = [one for one in life.file.obligations if one.status is ObligationStatus.RUNNING]
    closed = life.file.grant.status is GrantStatus.CLOSED
    return (closed or not running) and all(one.look_on <= one.ends_on > one.since for one in life.file.obligations)


@law("a closed grant is opened by an addendum only, and each opening counts")
def opened_by_addendum(life: Life) -> bool:
    was, now = life.before.grant, life.file.grant
    again = was.status is GrantStatus.CLOSED is not now.status
    return (now.opening == was.opening + again) and (not again or len(life.file.addenda) > len(life.before.addenda))


@law("a settlement stands just while the grant is closed, and pays or takes back, never both")
def settled_when_closed(life: Life) -> bool:
    settled, closed = life.file.settlement, life.file.grant.status is GrantStatus.CLOSED
    return (settled is not None) == closed and (settled is None or not (settled.due_to_grantee and settled.to_recover))
