"""The acts of an application's life up to its contract, one function each, in the programme's words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cli.cases.people import in_role
from cli.demo.cast import ActFailed, Cast, Json, until
from grants.calendar import istanbul_day
from grants.contracts.stages import Stage
from grants.regimes import RuleSet, load

APPLICATION, EVALUATION = "application", "evaluation"
OFFICER = "uzman-bir"
COMMISSION = "komisyon-uyesi"
REGIME_REASON = "Örnek çağrı: 2014–2022 kuralları bugünün takviminde gösteriliyor."
"""The demo shows rules of the past in the calendar of today; such a call says why."""
MINISTER = "bakanlik-makami"
TITLE = "Beş yıllık ortak iş planı"
ADMINISTRATOR = "yonetici"
_CONTRACT = {"since": "2014-01-01", "until": "2049-12-31", "fee": "2500.00"}
"""Of every evaluator of the demo, long enough for its years; invented as they are."""
CHAIR = "kurul-baskani"
JUSTIFICATION = (
    "Belgeler ve yerinde anlatım bu bölümde güçlü bir düzeye ve gerçekçi bir potansiyele işaret ediyor; "
    "ortak yatırımlar üyelerin ihtiyacına dayanıyor ve sürdürülebilir görünüyor."
)


@dataclass(frozen=True, slots=True)
class File:
    """One application under way: its case, its id, and its call."""

    case: Json
    application_id: str
    call_id: str

    @property
    def coordinator(self) -> str:
        return str(self.case["coordinator"])

    @property
    def path(self) -> str:
        return f"/applications/{self.application_id}"


@dataclass(frozen=True, slots=True)
class Programme:
    """The acts, carried out by the cast."""

    cast: Cast

    async def register_evaluators(self) -> None:
        """Everyone of the demo who evaluates, once."""
        for person in in_role("evaluator"):
            body = {
                "person_id": person["id"],
                "name": person["name"],
                "employer": person["employer"],
                "employer_tax_number": person["employer_tax_number"],
                "nace": person["nace"],
                "languages": ["tr"],
                "contracts": [{"number": f"D-{person['id']}", **_CONTRACT}],
            }
            await self.cast.post(ADMINISTRATOR, EVALUATION, "/evaluators", body)

    async def publish_call(
        self,
        name: str,
        opens_at: datetime,
        closes_at: datetime,
        envelope: str,
        regime: str = "kdp-2014",
        reason: str = REGIME_REASON,
    ) -> str:
        body = {
            "name": name,
            "regime": regime,
            "regime_reason": reason,
            "opens_at": opens_at.isoformat(),
            "closes_at": closes_at.isoformat(),
            "envelope": envelope,
        }
        return str((await self.cast.post(OFFICER, APPLICATION, "/calls", body))["id"])

    async def move_deadline(self, call_id: str, closes_at: datetime, reason: str) -> None:
        body = {"closes_at": closes_at.isoformat(), "reason": reason}
        await self.cast.post(OFFICER, APPLICATION, f"/calls/{call_id}/deadline", body)

    async def call_is(self, call_id: str, status: str) -> None:
        """Wait until the call stands so."""

        async def look() -> bool | None:
            call = await self.cast.get(OFFICER, APPLICATION, f"/calls/{call_id}")
            return True if call["status"] == status else None

        await until(f"call {status}", look)

    async def rules_of(self, call_id: str) -> RuleSet:
        """The rules a call is held under."""
        call = await self.cast.get(OFFICER, APPLICATION, f"/calls/{call_id}")
        return load(call["regime"], call["revision"])

    async def draft(self, case: Json, call_id: str) -> File:
        """The coordinator creates the consortium, begins the application, and saves form and plan."""
        who = str(case["coordinator"])
        consortium = await self.cast.post(who, APPLICATION, "/consortia", case["consortium"])
        begun = {"call_id": call_id, "consortium_id": consortium["id"], "title": case.get("title", TITLE)}
        application = await self.cast.post(who, APPLICATION, "/applications", begun)
        file = File(case, str(application["id"]), call_id)
        await self.write(file, plan=case["plan"], form=case["form"])
        return file

    async def write(self, file: File, **work: Json) -> Json:
        """The coordinator saves the plan, the form or both; the answer warns of all that is wrong."""
        return await self.cast.post(file.coordinator, APPLICATION, f"{file.path}/draft", work)

    async def submit(self, file: File) -> None:
        await self.cast.post(file.coordinator, APPLICATION, f"{file.path}/submit")

    async def read(self, file: File, person: str = OFFICER) -> Json:
        answer: Json = await self.cast.get(person, APPLICATION, file.path)
        return answer

    async def at(self, file: File, stage: Stage) -> Json:
        """Wait until the application stands at this stage; its page then."""

        async def look() -> Json | None:
            found = await self.read(file)
            if found["stage"] == Stage.ENDED and stage is not Stage.ENDED:
                raise ActFailed(f"{file.application_id} ended as {found['outcome']} before {stage}")
            return found if found["stage"] == stage else None

        return await until(f"{file.application_id} at {stage}", look)

    async def request_completion(self, file: File, *items: str) -> None:
        await self.at(file, Stage.ADMINISTRATIVE_CHECK)
        await self.cast.post(OFFICER, APPLICATION, f"{file.path}/check/completion", {"items": list(items)})

    async def complete(self, file: File, note: str) -> None:
        await self.cast.post(file.coordinator, APPLICATION, f"{file.path}/check/complete", {"note": note})

    async def admit(self, file: File) -> None:
        await self.at(file, Stage.ADMINISTRATIVE_CHECK)
        await self.cast.post(OFFICER, APPLICATION, f"{file.path}/check/admit", {"note": "Belgeler tam."})

    async def assigned(
        self, file: File, count: int = 1, statuses: Collection[str] = ("invited", "accepted")
    ) -> list[tuple[str, Json]]:
        """Wait for this many assignments of the application, open ones unless told: (evaluator, assignment)."""
        evaluators = [str(person["id"]) for person in in_role("evaluator")]

        async def look() -> list[tuple[str, Json]] | None:
            found = [
                (who, one)
                for who in evaluators
                for one in await self.cast.get(who, EVALUATION, "/assignments", limit="200")
                if one["application_id"] == file.application_id and one["status"] in statuses
            ]
            return found if len(found) >= count else None

        return await until(f"{count} evaluators of {file.application_id}", look)

    async def evaluate(self, evaluator: str, assignment: Json, scores: Json) -> None:
        """An evaluator declares no tie, accepts, and scores each block or aspect, with a reason by block."""
        path = f"/assignments/{assignment['id']}"
        await self.cast.post(evaluator, EVALUATION, f"{path}/answer", {"accept": True, "no_tie": True})
        reasons = {part.partition(".")[0]: JUSTIFICATION for part in scores}
        await self.cast.post(evaluator, EVALUATION, f"{path}/assessment", {"scores": scores, "justifications": reasons})

    async def pre_evaluate(self, file: File, *scores: Json) -> None:
        """All evaluators score at once; one more, where their scores are further apart than the rules allow."""
        count = (await self.rules_of(file.call_id)).evaluation.evaluators.value
        for (who, assignment), given in zip(await self.assigned(file, count), scores[:count], strict=False):
            await self.evaluate(who, assignment, given)
        for given in scores[count:]:
            ((who, assignment),) = await self.assigned(file, 1)
            await self.evaluate(who, assignment, given)

    async def appoint_committee(self, call_id: str) -> list[str]:
        """The board of the demo, as many as the call's rules seat; returns the ids of its full members."""
        board = (await self.rules_of(call_id)).committee
        full, most = board.full_members.value, board.full_members.value + board.substitutes.value
        members = [
            {
                "person_id": person["id"],
                "name": person["name"],
                "background": person["background"],
                "employer_tax_number": person["tax_number"],
                "seat": "full" if place < full else "substitute",
                "ordinal": place + 1 if place < full else place + 1 - full,
            }
            for place, person in enumerate(in_role("committee_member")[:most])
        ]
        body = {"members": members, "chair": CHAIR}
        await self.cast.post(OFFICER, EVALUATION, f"/calls/{call_id}/committee", body)
        return [str(one["person_id"]) for one in members[:full]]

    async def attend(self, call_id: str, members: Sequence[str]) -> None:
        """The chair records who came."""
        await self.cast.post(CHAIR, EVALUATION, f"/calls/{call_id}/committee/attendance", {"present": list(members)})

    async def board_scores(self, files: Sequence[tuple[File, Sequence[int]]], members: Sequence[str]) -> None:
        """The members who came score each application in whole numbers."""
        call_id = files[0][0].call_id
        await self.attend(call_id, members)
        for member in members:
            await self.declare_no_tie(call_id, member, [file for file, _ in files])
        for file, scores in files:
            for member, score in zip(members, scores, strict=True):
                body = {"application_id": file.application_id, "score": score}
                await self.cast.post(member, EVALUATION, f"/calls/{call_id}/committee/scores", body)

    async def declare_no_tie(self, call_id: str, member: str, files: Sequence[File]) -> None:
        """A member of the board declares to have no tie with these applications, and may then read and score them."""
        body = {"applications": [file.application_id for file in files], "tie": "none"}
        await self.cast.post(member, EVALUATION, f"/calls/{call_id}/committee/declarations", body)

    async def committee_sits(self, call_id: str) -> None:
        """Wait until the applications lie before the committee."""

        async def look() -> bool | None:
            found = await self.cast.get(CHAIR, EVALUATION, f"/calls/{call_id}/committee")
            return True if found["status"] == "open" else None

        await until(f"committee of {call_id} open", look)

    async def conclude(self, call_id: str) -> Json:
        return await self.cast.post(CHAIR, EVALUATION, f"/calls/{call_id}/committee/conclude", {})

    async def negotiate(self, file: File, points: Sequence[Json], plan: Json | None) -> Json:
        """One round: points raised, answered, a new plan, agreed."""
        await self.at(file, Stage.NEGOTIATION)
        path = f"{file.path}/negotiation"
        await self.cast.post(COMMISSION, APPLICATION, f"{path}/points", {"points": list(points)})
        for point in (await self.read(file))["points"]:
            answer = {"point_id": point["id"], "answer": "Görüşülen nokta iş planına işlendi."}
            await self.cast.post(file.coordinator, APPLICATION, f"{path}/answers", answer)
        if plan is not None:
            offer = {"plan": plan, "why": "Müzakerede görüşülen noktalar."}
            await self.cast.post(file.coordinator, APPLICATION, f"{path}/plans", offer)
        version = (await self.read(file))["plan_version"]
        return await self.cast.post(COMMISSION, APPLICATION, f"{path}/agree", {"version": version})

    async def approve(self, file: File, day: datetime, number: str) -> None:
        """The Minister decides, on the day that it is in Turkey at this moment."""
        await self.at(file, Stage.APPROVAL)
        body = {"approved": True, "decided_on": istanbul_day(day).isoformat(), "number": number}
        await self.cast.post(MINISTER, APPLICATION, f"{file.path}/approval", body)

    async def found(self, file: File, enterprise: Json) -> None:
        await self.at(file, Stage.FOUNDING)
        await self.cast.post(file.coordinator, APPLICATION, f"{file.path}/enterprise", enterprise)

    async def sign(self, file: File) -> Json:
        """Both sides sign; the second signature concludes the contract."""
        await self.at(file, Stage.SIGNING)
        await self.cast.post(MINISTER, APPLICATION, f"{file.path}/contract/sign")
        return await self.cast.post(file.coordinator, APPLICATION, f"{file.path}/contract/sign")


def days(count: int) -> timedelta:
    return timedelta(days=count)
