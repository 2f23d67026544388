"""The rooms of a call with many files: two evaluators each, and every act told as the event the real room tells."""

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from grants.contracts import activities as rooms
from grants.contracts.application_events import ApplicationAdmitted, ApplicationEnded, CallDeadlineMoved, StageEntered
from grants.contracts.evaluation_events import AssessmentSubmitted, CommitteeConcluded
from grants.contracts.event import EventData
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from tests.workflows.scripted import Script
from workflows.inbox import WorkflowInbox

EVALUATORS = 2
AT_ONCE = 25
MONEY = Decimal(1)


class Crowd:
    """What the rooms know of the files, and the events they have told.

    refused: files the evaluation room refuses to go on with.
    at_committee: who has come before the committee, in order. results: who got which result.
    """

    def __init__(self, call_id: str, ids: Sequence[str]) -> None:
        self.call_id = call_id
        self.ids = tuple(ids)
        self.opens_at = self.closes_at = datetime.min.replace(tzinfo=UTC)
        self.scores: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.at_committee: list[str] = []
        self.results: dict[str, int] = {}
        self.seated: tuple[str, ...] = ()
        self.concluded = False
        self.outbox: deque[CloudEvent] = deque()

    def scripts(self) -> dict[str, Script]:
        return {
            "open_call": lambda _: self._call(rooms.CallStatus.OPEN),
            "close_call": lambda _: self._call(rooms.CallStatus.CLOSED),
            "enter_stage": lambda order: rooms.StageState(stage=order.stage),
            "open_pre_evaluation": self._look,
            "advance_pre_evaluation": self._look,
            "record_pre_evaluation": self._to_committee,
            "open_committee": self._sits,
            "advance_committee": lambda _: self._ranking(),
            "record_committee": self._result,
        }

    def move_deadline(self, span: timedelta) -> None:
        was, self.closes_at = self.closes_at, self.closes_at + span
        self._tell(
            CallDeadlineMoved(call_id=self.call_id, was=was, closes_at=self.closes_at, reason="İlan düzeltildi.")
        )

    def admit(self, one: str) -> None:
        told = ApplicationAdmitted(
            application_id=one,
            call_id=self.call_id,
            consortium_name="Kümelenme",
            coordinator_id="c",
            nace="28.4",
            members=(),
            form={},
            plan={},
            requested=MONEY,
            submitted_at=self.opens_at,
        )
        self._tell(told)

    def score(self, one: str) -> None:
        """One of the two evaluators submits."""
        self.scores[one] += 1
        left = EVALUATORS - self.scores[one]
        self._tell(AssessmentSubmitted(application_id=one, assignment_id=new_id(), total="80", remaining=left))

    def hurry(self, one: str) -> None:
        """The officer admits it, and what its evaluators have to say is there at once."""
        self.scores[one] = EVALUATORS
        self.admit(one)

    def ends(self, one: str, outcome: Outcome, stage: Stage) -> None:
        """Somebody withdraws it or puts it out."""
        self._tell(ApplicationEnded(application_id=one, call_id=self.call_id, outcome=outcome, stage=stage))

    def conclude(self) -> None:
        self.concluded = True
        self._tell(CommitteeConcluded(call_id=self.call_id, placed=(), envelope=MONEY))

    async def carry(self, client: Client) -> None:
        """Bring the workflows what was told, a few events side by side, for as long as it is asked."""
        inbox = WorkflowInbox(client)
        while True:
            now = [self.outbox.popleft() for _ in range(min(AT_ONCE, len(self.outbox)))]
            await asyncio.gather(*(inbox.effect(event) for event in now))
            await asyncio.sleep(0 if now else 0.02)

    def _tell(self, data: EventData) -> None:
        event = CloudEvent(
            id=new_id(),
            source="crowd",
            type=data.type_name(),
            subject=self.call_id,
            time=datetime.now(UTC),
            actorid="officer",
            actorrole="officer",
            data=data.model_dump(mode="json"),
        )
        self.outbox.append(event)

    def _call(self, status: rooms.CallStatus) -> rooms.CallState:
        submitted = self.ids if status is rooms.CallStatus.CLOSED else ()
        return rooms.CallState(status=status, opens_at=self.opens_at, closes_at=self.closes_at, applications=submitted)

    def _look(self, order: rooms.PreEvaluationOrder) -> rooms.PreEvaluationState:
        if order.application_id in self.refused:
            raise ApplicationError("somebody has to look at this", non_retryable=True)
        done = self.scores[order.application_id] == EVALUATORS
        return rooms.PreEvaluationState(decided=done, passed=done, mean="80" if done else "")

    def _to_committee(self, order: rooms.PreEvaluationResult) -> rooms.StageState:
        self.at_committee.append(order.application_id)
        self._tell(StageEntered(application_id=order.application_id, call_id=self.call_id, stage=Stage.COMMITTEE))
        return rooms.StageState(stage=Stage.COMMITTEE)

    def _sits(self, order: rooms.OpenCommittee) -> rooms.CommitteeState:
        self.seated = order.applications
        return rooms.CommitteeState(concluded=False)

    def _ranking(self) -> rooms.CommitteeState:
        if not self.concluded:
            return rooms.CommitteeState(concluded=False)
        decision = CommitteeDecision.NOT_SELECTED
        placed = tuple(
            rooms.Placement(application_id=one, decision=decision, total="80", rank=rank)
            for rank, one in enumerate(self.seated, 1)
        )
        return rooms.CommitteeState(concluded=True, placed=placed)

    def _result(self, order: rooms.CommitteeResult) -> rooms.StageState:
        self.results[order.application_id] = order.rank
        return rooms.StageState(stage=Stage.ENDED, outcome=Outcome.NOT_SELECTED)
