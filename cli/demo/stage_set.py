"""The demo data: example consortia at different stages, so that every role finds work waiting.

Everything is acted through the doors, as people would, on calls whose deadlines are seconds or weeks away; two
grants in force are taken over from paper, since nobody can wait half a year for a first report.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cli.cases import examples, ostim
from cli.demo.acts import APPLICATION, OFFICER, TITLE, File, Programme, days
from cli.demo.cast import Cast, Json
from cli.demo.grant_acts import InForce
from cli.demo.story import SCORES, founding
from grants.calendar import ISTANBUL, add_months, istanbul_day
from grants.contracts.stages import Stage

CALL_2 = "Kümelenme Destek Programı 2. Çağrı (2015)"
OPEN_CALL = "Örnek çağrı: başvuruya açık"
COMMITTEE_CALL = "Örnek çağrı: kurul aşamasında"
DECIDED_CALL = "Örnek çağrı: sonuçlanmış"
ENVELOPE = "51000000.00"
SHORT = timedelta(seconds=15)
"""How long the calls stay open whose applications are shown past the committee."""
BOARD = (33, 31, 34, 32, 30)
PROVENANCE = (
    "Gösterim verisi. Plan tutarı kamuya açık kaynaktandır; imza tarihi, üyeler ve kalemler örnektir. "
    "2. Çağrı: 16 başvuru (40 üniversite, 624 firma, 17 oda, 47 STK), 5 destek; planlar yaklaşık 102 milyon TL, "
    "Bakanlık payı yaklaşık 51 milyon TL."
)


@dataclass(frozen=True, slots=True)
class StageSet:
    """Sets the stage, once: what stands already is left alone."""

    cast: Cast
    acts: Programme

    async def set(self) -> None:
        """Everything; the parts that wait for a deadline wait side by side."""
        await self.acts.register_evaluators()
        known = {call["name"] for call in (await self.cast.get(OFFICER, APPLICATION, "/calls", limit="200"))["entries"]}
        parts = {
            CALL_2: self._taken_over,
            OPEN_CALL: self._open_call,
            COMMITTEE_CALL: self._committee_call,
            DECIDED_CALL: self._decided_call,
        }
        async with asyncio.TaskGroup() as together:
            for name, part in parts.items():
                if name not in known:
                    together.create_task(part())

    async def _open_call(self) -> None:
        """A draft, one to check, one to complete, one before its evaluators."""
        now = datetime.now(UTC)
        call_id = await self.acts.publish_call(OPEN_CALL, now, now + days(45), ENVELOPE)
        await self.acts.call_is(call_id, "open")
        draft, check, completion, evaluation = [
            await self.acts.draft(case_of(key), call_id) for key in ("seramik", "rayli", "biyomedikal", "dokum")
        ]
        for file in (check, completion, evaluation):
            await self.acts.submit(file)
        await self.acts.request_completion(completion, "Ana faaliyet belgesi üç firmada eksik.")
        await self.acts.admit(evaluation)
        await self.acts.at(check, Stage.ADMINISTRATIVE_CHECK)
        await self.acts.assigned(evaluation, 2)
        await self.acts.read(draft, draft.coordinator)

    async def _committee_call(self) -> None:
        """One before its committee."""
        await self._before_committee(COMMITTEE_CALL, "medikal")

    async def _decided_call(self) -> None:
        """One in negotiation, one before the Minister."""
        files, members = await self._before_committee(DECIDED_CALL, "gemi", "geri-donusum")
        await self.acts.board_scores([(file, BOARD) for file in files], members)
        await self.acts.conclude(files[0].call_id)
        negotiated, approved = files
        for file in files:
            await self.acts.at(file, Stage.NEGOTIATION)
        point = {"title": "Eğitim takvimi", "text": "İlk yılın eğitim takvimi aylara bölünerek verilmelidir."}
        await self.cast.post(
            "komisyon-uyesi", APPLICATION, f"{negotiated.path}/negotiation/points", {"points": [point]}
        )
        await self.acts.negotiate(approved, [point], None)
        await self.acts.at(approved, Stage.APPROVAL)

    async def _before_committee(self, name: str, *keys: str) -> tuple[list[File], list[str]]:
        now = datetime.now(UTC)
        call_id = await self.acts.publish_call(name, now, now + SHORT, ENVELOPE)
        await self.acts.call_is(call_id, "open")
        files = [await self.acts.draft(case_of(key), call_id) for key in keys]
        for file in files:
            await self.acts.submit(file)
        for file in files:
            await self.acts.admit(file)
        for file in files:
            await self.acts.pre_evaluate(file, *SCORES)
        members = await self.acts.appoint_committee(call_id)
        for file in files:
            await self.acts.at(file, Stage.COMMITTEE)
        await self.acts.committee_sits(call_id)
        return files, members

    async def _taken_over(self) -> None:
        """Call 2 with its published dates, and two grants in force: a report to decide, a claim to pay."""
        call_id = await self._call_2()
        ostim_grant = await self._grant(ostim.case(), call_id, "KDP-2-ÖRNEK-1", ostim.enterprise())
        await ostim_grant.report_open(1)
        await ostim_grant.report(1, ostim.periods()[0])
        case = case_of("lojistik")
        grant = await self._grant(case, call_id, "KDP-2-ÖRNEK-2", ostim.enterprise_of(case))
        await grant.report_open(1)
        await grant.report(1, first_report(case))
        await grant.accept(1)
        claim = await grant.claim()
        await grant.approve_claim(claim["id"])

    async def _call_2(self) -> str:
        body = {
            "name": CALL_2,
            "regime": "kdp-2014",
            "opens_at": datetime(2015, 2, 27, tzinfo=ISTANBUL).isoformat(),
            "closes_at": datetime(2015, 7, 4, tzinfo=ISTANBUL).isoformat(),
            "envelope": ENVELOPE,
        }
        return str((await self.cast.post(OFFICER, APPLICATION, "/calls/record", body))["id"])

    async def _grant(self, case: Json, call_id: str, number: str, enterprise: Json) -> InForce:
        """A contract of half a year and a few days ago, so that its first report is due now."""
        signed_on = add_months(istanbul_day(datetime.now(UTC)), -6) - timedelta(days=5)
        body = {
            "call_id": call_id,
            "consortium": {**case["consortium"], "coordinator_id": case["coordinator"]},
            "title": TITLE,
            "plan": case["plan"],
            "number": number,
            "signed_on": signed_on.isoformat(),
            "enterprise": founding(enterprise, signed_on - timedelta(days=40)),
            "provenance": PROVENANCE,
        }
        taken = await self.cast.post(OFFICER, APPLICATION, "/contracts/take-over", body)
        grant = InForce(self.cast, File(case, str(taken["id"]), call_id))
        await grant.opened()
        return grant


def case_of(key: str) -> Json:
    """One of the example cases by its key."""
    return next(case for case in examples.valid() if case["key"] == key)


def first_report(case: Json) -> Json:
    """A plausible first report: a tenth of each item that begins at once."""
    return {
        "spending": [
            {"item": item["key"], "realised": item["cost"]} for item in case["plan"]["packages"][0]["items"][:2]
        ],
        "indicators": ostim.periods()[0]["indicators"],
        "technical": "İlk dönem: koordinasyon birimi kuruldu, tanıtım toplantıları yapıldı.",
        "administrative": "Yönetim kurulu iki kez toplandı.",
    }
