"""The demo data: example consortia at different stages, so that every role finds work waiting.

Everything is acted through the doors, as people would; two grants in force are taken over from paper, since
nobody can wait half a year for a first report. It may be stopped anywhere and set again: what was done is not
done twice, and what is missing is done. Calls and contracts, whose words carry the day they were said on, are
looked for first; every other act is repeatable by its key (see repeating.py); and before each step the file
says whether it has come past it already.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cli.cases import examples, ostim
from cli.demo.acts import APPLICATION, CHAIR, COMMISSION, EVALUATION, OFFICER, TITLE, File, Programme, days
from cli.demo.cast import Cast, Json, until
from cli.demo.grant_acts import MONITOR, MONITORING, InForce
from cli.demo.story import SCORES, founding
from grants.calendar import ISTANBUL, add_months, istanbul_day
from grants.contracts.activities import CallStatus
from grants.contracts.stages import Stage

CALL_2 = "Kümelenme Destek Programı 2. Çağrı (2015)"
OPEN_CALL = "Örnek çağrı: başvuruya açık"
COMMITTEE_CALL = "Örnek çağrı: kurul aşamasında"
DECIDED_CALL = "Örnek çağrı: sonuçlanmış"
ENVELOPE = "51000000.00"
OPEN_FOR = days(45)
AUDITOR = "bagimsiz-denetci"
AUDITED_WITHIN = days(45)
SOON = timedelta(seconds=5)
"""How soon a call is closed whose applications are shown past its deadline, once all of them are ready for it."""
SHORTENED = "Gösterim verisi: kurul aşaması görülebilsin diye süre kısaltıldı."
BOARD = (33, 31, 34, 32, 30)
HELD = "Gösterim verisi: öneri sayfası görülebilsin diye davetler öneriye bağlandı."
TRIED = tuple(
    {"name": name, "cut_off": {"by": "rank", "value": value}}
    for name, value in (("Yalnız birinci", "1"), ("İkisi de", "2"))
)
EXCLUSION = "Başvuru formu üç üye tarafından imzalanmamıştır."
PROVENANCE = (
    "Gösterim verisi. Plan tutarı kamuya açık kaynaktandır; imza tarihi, üyeler ve kalemler örnektir. "
    "2. Çağrı: 16 başvuru (40 üniversite, 624 firma, 17 oda, 47 STK), 5 destek; planlar yaklaşık 102 milyon TL, "
    "Bakanlık payı yaklaşık 51 milyon TL."
)


STAGES = tuple(Stage)
Known = Mapping[str, str]
"""Calls that were there at the beginning: id by name."""


@dataclass(frozen=True, slots=True)
class StageSet:
    """Sets the stage. The cast should be one that may repeat itself."""

    cast: Cast
    acts: Programme

    async def set(self) -> None:
        """Everything, side by side. Raises what stopped a part, after the others are done."""
        await self.acts.register_evaluators()
        page = await self.cast.get(OFFICER, APPLICATION, "/calls", limit="200")
        known = {str(call["name"]): str(call["id"]) for call in page["entries"]}
        parts = (self._taken_over, self._open_call, self._committee_call, self._decided_call)
        ends = await asyncio.gather(*(part(known) for part in parts), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _open_call(self, known: Known) -> None:
        """A draft, one to check, one to complete, one before its evaluators, one for which evaluators are missing.

        Whom to ask for the last is proposed, and waits for the officer: the call is held for proposals by then.
        """
        call_id = await self._call(known, OPEN_CALL)
        cases = [*(case_of(key) for key in ("seramik", "rayli", "biyomedikal", "dokum")), examples.tied()]
        draft, check, completion, evaluation, tied = [await self.acts.draft(case, call_id) for case in cases]
        for file in (check, completion, evaluation, tied):
            await self.acts.submit(file)
        if await self._stands_at(completion, Stage.ADMINISTRATIVE_CHECK):
            await self.acts.request_completion(completion, "Ana faaliyet belgesi üç firmada eksik.")
        await self._admit(evaluation)
        await self._asked(evaluation)
        await self.cast.post(OFFICER, EVALUATION, f"/calls/{call_id}/staffing", {"by_proposal": True, "reason": HELD})
        await self._admit(tied)
        await self._stands_at(check, Stage.ADMINISTRATIVE_CHECK)
        await self._stands_at(tied, Stage.PRE_EVALUATION)
        await self._proposed(call_id)
        await self.acts.read(draft, draft.coordinator)

    async def _proposed(self, call_id: str) -> None:
        """Whom to ask for the empty seats of the call."""
        path = f"/calls/{call_id}"

        async def look() -> bool | None:
            return (await self.cast.get(OFFICER, EVALUATION, f"{path}/staffing"))["people"] or None

        await until(f"seats of {call_id} empty", look)
        await self.cast.post(OFFICER, EVALUATION, f"{path}/assignment-proposals")

    async def _committee_call(self, known: Known) -> None:
        """One its committee has to score, one it will hear in a session to come; one that was excluded before."""
        call_id = await self._call(known, COMMITTEE_CALL)
        excluded = await self.acts.draft(case_of("rayli"), call_id)
        await self.acts.submit(excluded)
        if await self._stands_at(excluded, Stage.ADMINISTRATIVE_CHECK):
            await self.cast.post(OFFICER, APPLICATION, f"{excluded.path}/check/exclude", {"reason": EXCLUSION})
        (_, heard), members = await self._before_committee(call_id, "medikal", "biyomedikal")
        await self._called(heard)
        await self.acts.attend(call_id, members)

    async def _called(self, heard: File) -> None:
        """A session on a Tuesday at least a week ahead, with this application on its agenda; called once."""
        path = f"/calls/{heard.call_id}/committee/sessions"
        if (await self.cast.get(OFFICER, EVALUATION, path))["sessions"]:
            return
        ahead = istanbul_day(datetime.now(UTC)) + days(7)
        slot = {"application_id": heard.application_id, "starts": "10:00", "minutes": 30}
        body = {
            "day": (ahead + days((1 - ahead.weekday()) % 7)).isoformat(),
            "starts": "10:00",
            "ends": "12:00",
            "place": "Ankara, Bakanlık toplantı salonu (örnek)",
            "slots": [slot],
        }
        await self.cast.post(OFFICER, EVALUATION, path, body)

    async def _decided_call(self, known: Known) -> None:
        """One in negotiation, one before the Minister; and what was tried on the money."""
        call_id = await self._call(known, DECIDED_CALL)
        files, members = await self._before_committee(call_id, "gemi", "geri-donusum")
        await self.acts.board_scores([(file, BOARD) for file in files], members)
        await self.acts.conclude(call_id)
        for tried in TRIED:
            await self.cast.post(OFFICER, EVALUATION, f"/calls/{call_id}/funding-combinations", tried)
        negotiated, approved = files
        point = {"title": "Eğitim takvimi", "text": "İlk yılın eğitim takvimi aylara bölünerek verilmelidir."}
        if await self._stands_at(negotiated, Stage.NEGOTIATION):
            points = f"{negotiated.path}/negotiation/points"
            await self.cast.post(COMMISSION, APPLICATION, points, {"points": [point]})
        if await self._stands_at(approved, Stage.NEGOTIATION):
            await self.acts.negotiate(approved, [point], None)
        await self._stands_at(approved, Stage.APPROVAL)

    async def _before_committee(self, call_id: str, *keys: str) -> tuple[list[File], list[str]]:
        files = [await self.acts.draft(case_of(key), call_id) for key in keys]
        for file in files:
            await self.acts.submit(file)
        for file in files:
            await self._admit(file)
        for file in files:
            await self._pre_evaluate(file)
        members = await self.acts.appoint_committee(call_id)
        for file in files:
            await self._stands_at(file, Stage.COMMITTEE)
        await self._close(call_id)
        return files, members

    async def _call(self, known: Known, name: str) -> str:
        """The call of that name, open; published if it is not there."""
        now = datetime.now(UTC)
        call_id = known.get(name) or await self.acts.publish_call(name, now, now + OPEN_FOR, ENVELOPE)

        async def look() -> bool | None:
            return (await self._read_call(call_id))["status"] != CallStatus.PUBLISHED or None

        await until(f"call {name} open", look)
        return call_id

    async def _read_call(self, call_id: str) -> Json:
        answer: Json = await self.cast.get(OFFICER, APPLICATION, f"/calls/{call_id}")
        return answer

    async def _close(self, call_id: str) -> None:
        """Shorten the call, now that nothing of it is missing, and wait until its committee has it."""
        call, now = await self._read_call(call_id), datetime.now(UTC)
        if datetime.fromisoformat(call["closes_at"]) > now + SOON:
            await self.acts.move_deadline(call_id, now + SOON, SHORTENED)

        async def look() -> bool | None:
            found = await self.cast.get(CHAIR, EVALUATION, f"/calls/{call_id}/committee")
            return found["status"] in {"open", "concluded"} or None

        await until(f"committee of {call_id} open", look)

    async def _stands_at(self, file: File, stage: Stage) -> bool:
        """Wait until the file has come to this stage; whether it stands there, and not further on."""

        async def look() -> Stage | None:
            found = Stage((await self.acts.read(file))["stage"])
            return found if STAGES.index(found) >= STAGES.index(stage) else None

        return await until(f"{file.application_id} at {stage}", look) is stage

    async def _admit(self, file: File) -> None:
        if await self._stands_at(file, Stage.ADMINISTRATIVE_CHECK):
            await self.acts.admit(file)

    async def _asked(self, file: File) -> list[tuple[str, Json]]:
        """Wait for both evaluators, whether or not they have scored: (evaluator, assignment)."""
        return await self.acts.assigned(file, 2, ("invited", "accepted", "submitted"))

    async def _pre_evaluate(self, file: File) -> None:
        if await self._stands_at(file, Stage.PRE_EVALUATION):
            for asked, scores in zip(await self._asked(file), SCORES, strict=True):
                await self.acts.evaluate(*asked, scores)

    async def _taken_over(self, known: Known) -> None:
        """Call 2 with its published dates, and two grants in force.

        The older one has a report to decide, the next one to file and an audit to report; the other a claim to pay.
        """
        call_id = known.get(CALL_2) or await self._call_2()
        older = await self._grant(ostim.case(), call_id, "KDP-2-ÖRNEK-1", ostim.enterprise(), periods=2)
        await self._report(older, ostim.periods()[0])
        await self._audited(older)
        case = case_of("lojistik")
        grant = await self._grant(case, call_id, "KDP-2-ÖRNEK-2", ostim.enterprise_of(case))
        await self._report(grant, first_report(case))
        await grant.accept(1)
        claim = await grant.claim()
        await grant.approve_claim(claim["id"])

    async def _report(self, grant: InForce, content: Json) -> None:
        """The first report, once its period is over, unless it was filed."""

        async def look() -> str | None:
            status = next((one["status"] for one in (await grant.read())["reports"] if one["number"] == 1), "awaited")
            return status if status != "awaited" else None

        if await until("the first report due", look) in {"open", "late"}:
            await grant.report(1, content)

    async def _call_2(self) -> str:
        body = {
            "name": CALL_2,
            "regime": "kdp-2014",
            "opens_at": datetime(2015, 2, 27, tzinfo=ISTANBUL).isoformat(),
            "closes_at": datetime(2015, 7, 4, tzinfo=ISTANBUL).isoformat(),
            "envelope": ENVELOPE,
        }
        return str((await self.cast.post(OFFICER, APPLICATION, "/calls/record", body))["id"])

    async def _audited(self, grant: InForce) -> None:
        """An auditor is charged with the grant, once."""
        if not (await grant.read())["audits"]:
            day = istanbul_day(datetime.now(UTC)) + AUDITED_WITHIN
            body = {"person_id": AUDITOR, "due_on": day.isoformat()}
            await self.cast.post(MONITOR, MONITORING, f"{grant.path}/auditor", body)

    async def _grant(self, case: Json, call_id: str, number: str, enterprise: Json, periods: int = 1) -> InForce:
        """A contract of so many half years and a few days ago, so that reports are due now; taken over once."""
        there = await self.cast.get(OFFICER, APPLICATION, "/applications", call_id=call_id, limit="200")
        names = {one["consortium_name"]: str(one["id"]) for one in there["entries"]}
        taken = names.get(case["consortium"]["name"])
        if taken is None:
            taken = await self._take_over(case, call_id, number, enterprise, periods)
        grant = InForce(self.cast, File(case, taken, call_id))
        await grant.opened()
        return grant

    async def _take_over(self, case: Json, call_id: str, number: str, enterprise: Json, periods: int) -> str:
        signed_on = add_months(istanbul_day(datetime.now(UTC)), -6 * periods) - timedelta(days=5)
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
        return str((await self.cast.post(OFFICER, APPLICATION, "/contracts/take-over", body))["id"])


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
