"""One random life beside its workflow: what the workflow was told, what it asks, what it must be waiting for."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from grants.contracts import claim_events as claims
from grants.contracts import closing_events as closings
from grants.contracts import milestone_events as planned
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligations
from grants.contracts import payment_events as payments
from grants.contracts import plan_events as plans
from grants.contracts import report_events as reports
from grants.contracts import risk_events as risks
from grants.contracts.activities import FallDue, GrantState
from grants.contracts.event import EventData
from grants.contracts.grant_event import ClockMoved, Deadline
from grants.contracts.workflows import GrantInput, ObligationsInput, grant_workflow_id, obligations_workflow_id
from services.monitoring.domain.clock import more_may_come
from services.monitoring.domain.states import GrantStatus
from tests.services.monitoring.lives import LONGEST, acts_at_a_stop, attempt, born, fall, next_stop
from tests.workflows.watched import COMPLETED, Waits, Watch
from workflows.hearing import REMEMBERED
from workflows.obligations import ASLEEP

SAID: Mapping[str, type[EventData]] = {
    "addendum.record": monitoring.AddendumRecorded,
    "advance.ask": monitoring.ClaimMade,
    "change.transfer": plans.PlanChanged,
    "claim.approve": monitoring.ClaimApproved,
    "claim.countersign": monitoring.ClaimApproved,
    "claim.make": monitoring.ClaimMade,
    "claim.order": payments.ClaimOrdered,
    "claim.pay": monitoring.ClaimPaid,
    "claim.refuse": claims.ClaimRefused,
    "claim.return": claims.ClaimReturned,
    "claim.send_again": claims.ClaimResubmitted,
    "closing.settle": monitoring.GrantClosed,
    "closing.accept": closings.ClosingAccepted,
    "closing.return": closings.ClosingReturned,
    "closing.submit": closings.ClosingSubmitted,
    "extension.ask": monitoring.ExtensionAsked,
    "extension.decide": monitoring.ExtensionDecided,
    "finding.answer": reports.FindingAnswered,
    "finding.decide": reports.FindingReturned,
    "force_majeure.decide": monitoring.ForceMajeureDecided,
    "force_majeure.declare": monitoring.ForceMajeureDeclared,
    "force_majeure.end": monitoring.ForceMajeureEnded,
    "grant.reopen": obligations.GrantReopened,
    "grant.terminate": monitoring.GrantTerminated,
    "grant.withdraw": monitoring.GrantTerminated,
    "guarantee.receive": payments.GuaranteeReceived,
    "guarantee.receive_late": payments.GuaranteeReceived,
    "guarantee.return": payments.GuaranteeReturned,
    "hold.lift": risks.HoldLifted,
    "hold.order": risks.HoldOrdered,
    "independent_audit.ask": reports.IndependentAuditAsked,
    "independent_audit.assign": monitoring.IndependentAuditAssigned,
    "independent_audit.report": monitoring.IndependentAuditReported,
    "line.disallow": claims.SpendingDisallowed,
    "milestone.confirm": planned.MilestoneConfirmed,
    "milestone.declare": planned.MilestoneDeclared,
    "milestone.return": planned.MilestoneReturned,
    "notice.cure": monitoring.NoticeCured,
    "notice.give": monitoring.NoticeGiven,
    "obligation.look": obligations.ObligationLookedAt,
    "obligation.release": obligations.ObligationReleased,
    "order.answer": monitoring.ClaimPaid,
    "recovery.plan": payments.RecoveryPlanned,
    "recovery.receive": payments.RecoveryReceived,
    "report.decide": monitoring.ReportAccepted,
    "report.disallow": monitoring.ReportAccepted,
    "report.submit": monitoring.ReportSubmitted,
    "visit.make": risks.VisitMade,
    "visit.plan": risks.VisitPlanned,
}
"""What the room tells of an act. A workflow hears of it where the event moves the clock; of any other none hears, so
it may take deadlines away, which are then put to the room in vain, but brings none.
"""
ANEW = (monitoring.GrantClosed, obligations.GrantReopened)
"""What ends one workflow of a grant and begins another."""
HAIR = timedelta(milliseconds=1)
LATE = timedelta(hours=1)
"""How late a deadline may be put to the room on the server's clock, which goes on while much is done at once."""
FIRST_DAY = datetime.fromisoformat("2043-01-01T06:00:00+00:00")
SHARED = timedelta(days=11)
"""People act on shared days, so that many lives are met at one stop of the clock; eleven days meet every date."""


def shared(moment: datetime) -> datetime:
    """The first shared day from then on, in the morning."""
    return FIRST_DAY - (FIRST_DAY - moment) // SHARED * SHARED


class Lived:
    """A life, and what its workflows know of it. told, turn: the list they were given last, after which change."""

    def __init__(self, seed: int, watch: Watch) -> None:
        self.seed, self.id, self.life = seed, str(seed), born(seed)
        self.stop = self.life.now = shared(self.life.now)
        self.told: tuple[Deadline, ...] = ()
        self.turn = -1
        self.news: defaultdict[str, list[str]] = defaultdict(list)
        self.dice = Random(f"news of {seed}")  # noqa: S311 - a life to be lived again by its number
        self.stirred = asyncio.Event()
        self.over = False
        self.fault: Exception | None = None
        self._last = self.life.now + LONGEST
        self._watch = watch
        self._workflows: list[str] = []
        self._volumes: Counter[str] = Counter()
        self._keys: set[str] = set()

    @property
    def workflow_id(self) -> str:
        """Of the workflow that keeps the dates as things stand."""
        name = obligations_workflow_id if self._is_closed else grant_workflow_id
        return name(self.id, self.life.file.grant.opening)

    def answer(self, order: FallDue, at: datetime) -> GrantState:
        """What the room says to a deadline put to it at an instant of the server: its consequence, if it stands."""
        due, life = Deadline(kind=order.kind, at=order.at, number=order.number), self.life
        assert order.key not in self._keys, f"{order.key} is asked again"
        assert self.told[:1] == (due,), f"{due} is put to the room, next is {self.told[:1]}"
        assert due.at <= at <= max(due.at, life.now) + LATE, f"{due} comes at {at}"
        self._keys.add(order.key)
        life.now = max(life.now, due.at)
        if due in life.due:
            fall(life, due)
        self.told, self.turn = life.due, life.file.grant.turn
        more = more_may_come(life.file)
        return GrantState(deadlines=self.told, turn=self.turn, outcome=life.file.grant.outcome, more_may_come=more)

    @property
    def begun(self) -> bool:
        return bool(self._workflows)

    @property
    def comes_now(self) -> bool:
        """Whether something falls due that has come already."""
        return bool(self.told) and self.told[0].at <= max(self.life.now, self.stop)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """What goes wrong outside of the life's own steps is kept for them."""
        try:
            yield
        except Exception as fault:  # noqa: BLE001 - raised where the life is asked whether it stands still
            self.fault = self.fault or fault
        finally:
            self.stirred.set()

    def opened(self) -> ClockMoved:
        """The contract is concluded."""
        return self._told(monitoring.GrantOpened)

    def acts(self) -> Iterator[ClockMoved]:
        """People act, each time the clock stops here; what they did that a workflow hears of."""
        self.life.now = max(self.life.now, self.stop)
        for name in acts_at_a_stop(self.life):
            if attempt(self.life, name):
                said = SAID[name]
                if issubclass(said, ClockMoved):
                    yield self._told(said)
                else:
                    brought = set(self.life.due) - set(self.told)
                    assert not brought, f"of {name} no workflow hears, and it brings {brought}"

    def go_on(self) -> None:
        """Choose when people act next, if there is more to come."""
        life = self.life
        self.over = life.over
        assert self.over or life.now < self._last, f"not over by {life.now}: {life.file.grant.status}"
        after = next_stop(life)
        self.stop = after if after - life.now < timedelta(days=2) else shared(after)

    def stands_still(self) -> bool:
        """Whether everything that has come was put to the room, everything told was heard, and what is to come is
        waited for by one timer. Raises AssertionError where that can never be.
        """
        if self.fault is not None:
            raise self.fault
        if self.comes_now:
            return False
        waits = self._watch.latest(self.workflow_id)
        heard = all(self._watch.heard(name) == len(said) for name, said in self.news.items())
        before = [self._watch.latest(name) for name in self._workflows if name != self.workflow_id]
        if waits is None or not heard or not all(one is not None and one.ended == COMPLETED for one in before):
            return False
        if waits.ended == COMPLETED:
            assert self._is_closed, f"{self.workflow_id} is over, the grant is not"
            assert not self.told, f"{self.workflow_id} is over, {self.told[:2]} is lost"
            assert self.life.over, f"{self.workflow_id} is over, and more may come"
            return True
        rings = self._rings(waits)
        return not (waits.ended or waits.orders or waits.replays) and _same(list(waits.timers.values()), rings)

    def looked_at(self, workflow_id: str) -> None:
        """A workflow took a step: where that was a new run, it knows all that the one before knew."""
        runs = self._watch.runs[workflow_id]
        if len(runs) > max(self._volumes[workflow_id], 1):
            kind = ObligationsInput if workflow_id.startswith("obligations/") else GrantInput
            given = kind.model_validate_json([*runs.values()][-1].begun_with)
            if given.waiting:
                return
            number = given.period if isinstance(given, GrantInput) else given.volume
            assert (number, given.turn, given.deadlines) == (len(runs), self.turn, self.told), f"{given} is carried"
            assert given.heard == tuple(dict.fromkeys(self.news[workflow_id]))[-REMEMBERED:]
        self._volumes[workflow_id] = len(runs)

    def __str__(self) -> str:
        waits = self._watch.latest(self.workflow_id)
        return f"next {self.told[:2]}, {self.workflow_id} waits for {waits}, lived {self.life.trail[-12:]}"

    @property
    def _is_closed(self) -> bool:
        return self.life.file.grant.status is GrantStatus.CLOSED

    def _told(self, kind: type[ClockMoved]) -> ClockMoved:
        grant = self.life.file.grant
        self.told, self.turn = self.life.due, grant.turn
        if kind is monitoring.GrantOpened or kind in ANEW:
            self._workflows.append(self.workflow_id)
        clock = {"deadlines": self.told, "turn": self.turn, "opening": grant.opening, "closed": self._is_closed}
        clock["more_may_come"] = more_may_come(self.life.file)
        ids = {"grant_id": self.id, "application_id": self.id, "call_id": "call", "programme": grant.programme}
        # Routes read what is given here and no more of any of these events.
        return kind.model_construct(**ids, **clock, province="Ankara", outcome=grant.outcome)

    def _rings(self, waits: Waits) -> list[datetime]:
        """When the timer of a workflow that waits must ring."""
        due = [one.at for one in self.told[:1]]
        return [min([*due, waits.begun_at + ASLEEP])] if self._is_closed else due


def _same(found: list[datetime], expected: list[datetime]) -> bool:
    return len(found) == len(expected) and all(abs(a - b) < HAIR for a, b in zip(found, expected, strict=True))
