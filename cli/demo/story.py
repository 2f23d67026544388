"""The story of the OSTİM case: from the call to the closed grant, five years and a pause later.

The calendar keeps the published intervals of call 2 (opened, first deadline after 91 days, moved to 126),
counted from the day the story is told; the money is the published plan total.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cli.cases import ostim
from cli.demo.acts import File, Programme, days
from cli.demo.cast import Json
from cli.demo.narrator import Narrator
from cli.demo.travel import Traveller
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import Stage
from grants.rules.exact import plain

ENVELOPE = "51000000.00"
FIRST_DEADLINE, MOVED_DEADLINE = 91, 126
SCORES = (
    {"capacity": "21", "competitiveness.level": "20", "competitiveness.potential": "21", "sustainability": "20"},
    {"capacity": "19", "competitiveness.level": "20", "competitiveness.potential": "18", "sustainability": "18"},
)
BOARD = (34, 31, 35, 33, 32)


def founding(details: Json, day: date) -> Json:
    """What the coordinator enters of an enterprise founded on this day."""
    return {
        "name": details["name"],
        "tax_number": details["tax_number"],
        "registry_no": details["trade_registry_number"],
        "founded_on": day.isoformat(),
        "province": details["province"],
    }


@dataclass(frozen=True, slots=True)
class Until:
    """The first half of the story: from the call to the contract."""

    acts: Programme
    clock: Traveller
    teller: Narrator

    async def contract(self) -> File:
        """Drive the case to its signed contract; the numbers on the way are those of the case."""
        call_id, closes_at = await self._call()
        file = await self._application(call_id)
        await self._moved(call_id, closes_at)
        await self._check(file)
        await self._pre_evaluation(file)
        members = await self.acts.appoint_committee(call_id)
        await self.clock.to(closes_at + days(MOVED_DEADLINE - FIRST_DEADLINE))
        await self.acts.call_is(call_id, "closed")
        await self._say("call_closed")
        await self._committee(file, members)
        await self._negotiation(file)
        await self._approval(file)
        await self._contract(file)
        return file

    async def _say(self, key: str, who: str = "system", **facts: Any) -> None:
        await self.teller.say(await self.clock.now(), key, who, **facts)

    async def _reached(self, file: File, stage: Stage) -> Json:
        page = await self.acts.at(file, stage)
        self.teller.reached(stage, await self.clock.now())
        return page

    async def _call(self) -> tuple[str, datetime]:
        await self.acts.register_evaluators()
        opens_at = start_of(istanbul_day(await self.clock.now()) + timedelta(days=1))
        closes_at = opens_at + days(FIRST_DEADLINE)
        name = "Kümelenme Destek Programı 2. Çağrı (örnek)"
        call_id = await self.acts.publish_call(name, opens_at, closes_at, ENVELOPE)
        await self._say("call_published", "ministry_officer", closes=closes_at, envelope=Decimal(ENVELOPE))
        await self.clock.to(opens_at)
        await self.acts.call_is(call_id, "open")
        await self._say("call_opened")
        return call_id, closes_at

    async def _application(self, call_id: str) -> File:
        await self.clock.forward(days(60))
        file = await self.acts.draft(ostim.case(), call_id)
        await self.acts.submit(file)
        page = await self.acts.read(file)
        self.teller.reached(Stage.SUBMITTED, await self.clock.now())
        total, requested = (Decimal(page["money"][name]) for name in ("total", "requested"))
        await self._say("submitted", "coordinator", total=total, requested=requested, **await self._caps(call_id))
        return file

    async def _caps(self, call_id: str) -> dict[str, str]:
        """What the rules allow at most, in per cent; all of it where they set no ceiling."""
        money = (await self.acts.rules_of(call_id)).money
        caps = {"overall": money.overall_cap.value, "item": money.item_cap.value}
        return {name: plain(Decimal(100) if share is None else share) for name, share in caps.items()}

    async def _moved(self, call_id: str, closes_at: datetime) -> None:
        await self.clock.to(closes_at - days(3))
        moved = closes_at + days(MOVED_DEADLINE - FIRST_DEADLINE)
        await self.acts.move_deadline(call_id, moved, "Başvuru sahiplerinin talebi üzerine süre uzatıldı.")
        await self._say("deadline_moved", "ministry_officer", closes=moved)

    async def _check(self, file: File) -> None:
        await self._reached(file, Stage.ADMINISTRATIVE_CHECK)
        await self.acts.request_completion(file, "Yirmi ikinci firmanın katılım formunda imza eksik.")
        await self._say("completion_requested", "ministry_officer")
        await self.clock.forward(days(5))
        await self.acts.complete(file, "İmzalı form yüklendi.")
        await self._say("completed", "coordinator")
        await self.acts.admit(file)
        await self._say("admitted", "ministry_officer")

    async def _pre_evaluation(self, file: File) -> None:
        await self._reached(file, Stage.PRE_EVALUATION)
        await self.acts.pre_evaluate(file, *SCORES)
        page = await self._reached(file, Stage.COMMITTEE)
        mark = (await self.acts.rules_of(file.call_id)).evaluation.pass_mark.value
        await self._say("pre_evaluated", "evaluator", mean=page["mean"], mark=plain(mark))

    async def _committee(self, file: File, members: list[str]) -> None:
        await self.acts.committee_sits(file.call_id)
        await self.clock.forward(days(20))
        await self.acts.board_scores([(file, BOARD)], members)
        await self.acts.conclude(file.call_id)
        page = await self._reached(file, Stage.NEGOTIATION)
        threshold = (await self.acts.rules_of(file.call_id)).committee.threshold.value
        facts = {"total": page["total"], "rank": page["rank"], "threshold": plain(threshold)}
        await self._say("concluded", "committee_chair", **facts)

    async def _negotiation(self, file: File) -> None:
        await self.clock.forward(days(14))
        points = [
            {"title": point["reason"][:280], "text": point["reason"], "item": point["item"]}
            for point in ostim.negotiation_points()
        ]
        await self.acts.negotiate(file, points, ostim.negotiated_plan())
        page = await self._reached(file, Stage.APPROVAL)
        await self._say("agreed", "commission_member", requested=Decimal(page["money"]["requested"]))

    async def _approval(self, file: File) -> None:
        now = await self.clock.forward(days(25))
        await self.acts.approve(file, now, "2016/118")
        page = await self._reached(file, Stage.FOUNDING)
        await self._say("approved", "ministers_office", amount=Decimal(page["money"]["approved"]))

    async def _contract(self, file: File) -> None:
        now = await self.clock.forward(days(55))
        enterprise = founding(ostim.enterprise(), istanbul_day(now))
        await self.acts.found(file, enterprise)
        await self._reached(file, Stage.SIGNING)
        await self._say("founded", "coordinator", name=enterprise["name"])
        await self.clock.forward(days(12))
        await self.acts.sign(file)
        await self._reached(file, Stage.ENDED)
        page = await self.acts.read(file)
        await self._say("contracted", "ministers_office", number=page["contract"]["number"])
