"""The acts of a grant's years: reports, claims, force majeure, extension, closing."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime

from cli.demo.acts import File
from cli.demo.cast import Cast, Json, until

MONITORING = "monitoring"
MONITOR = "izleme-uzmani"
FINANCE = "mali-uzman"


@dataclass(frozen=True, slots=True)
class InForce:
    """The grant of one application, and what is done with it."""

    cast: Cast
    file: File

    @property
    def path(self) -> str:
        return f"/grants/{self.file.application_id}"

    async def read(self) -> Json:
        answer: Json = await self.cast.get(MONITOR, MONITORING, self.path)
        return answer

    async def opened(self) -> Json:
        """Wait until monitoring has heard of the contract."""

        async def look() -> Json | None:
            answer = await self.cast.get(MONITOR, MONITORING, "/grants", limit="200")
            entries = answer["entries"] if isinstance(answer, dict) else answer
            known = any(one["id"] == self.file.application_id for one in entries)
            return await self.read() if known else None

        return await until(f"grant {self.file.application_id}", look)

    async def report_open(self, number: int) -> Json:
        """Wait until the period is over and its report awaited."""

        async def look() -> Json | None:
            page = await self.read()
            found = next((one for one in page["reports"] if one["number"] == number), None)
            return found if found and found["status"] in {"open", "late", "returned"} else None

        return await until(f"report {number} open", look)

    async def status_is(self, status: str) -> Json:
        async def look() -> Json | None:
            page = await self.read()
            return page if page["status"] == status else None

        return await until(f"grant {status}", look)

    async def report(self, number: int, content: Json) -> None:
        await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/reports/{number}", content)

    async def accept(self, number: int) -> None:
        await self.cast.post(MONITOR, MONITORING, f"{self.path}/reports/{number}/accept", {"note": "Uygundur."})

    async def send_back(self, number: int, remarks: str) -> None:
        await self.cast.post(MONITOR, MONITORING, f"{self.path}/reports/{number}/return", {"remarks": remarks})

    async def claim(self) -> Json:
        return await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/claims")

    async def approve_claim(self, claim_id: str) -> None:
        await self.cast.post(MONITOR, MONITORING, f"/claims/{claim_id}/approve")

    async def pay(self, claim_id: str, day: date, reference: str) -> None:
        body = {"paid_on": day.isoformat(), "reference": reference}
        await self.cast.post(FINANCE, MONITORING, f"/claims/{claim_id}/pay", body)

    async def declare_force_majeure(self, day: date, ground: str, evidence: str) -> str:
        body = {"starts_on": day.isoformat(), "ground": ground, "evidence": evidence}
        answer = await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/force-majeure", body)
        return str(answer["id"])

    async def decide_force_majeure(self, force_majeure_id: str, reason: str) -> None:
        body = {"accepted": True, "reason": reason}
        await self.cast.post(MONITOR, MONITORING, f"/force-majeure/{force_majeure_id}/decide", body)

    async def end_force_majeure(self, force_majeure_id: str, day: date) -> None:
        body = {"ended_on": day.isoformat()}
        await self.cast.post(MONITOR, MONITORING, f"/force-majeure/{force_majeure_id}/end", body)

    async def ask_extension(self, new_end: date, ground: str, reason: str) -> str:
        body = {"ground": ground, "new_end": new_end.isoformat(), "reason": reason}
        answer = await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/extensions", body)
        return str(answer["id"])

    async def grant_extension(self, extension_id: str, reason: str) -> None:
        body = {"granted": True, "reason": reason}
        await self.cast.post(MONITOR, MONITORING, f"/extensions/{extension_id}/decide", body)

    async def declare_milestone(self, key: str, reached_on: date) -> None:
        """With its evidence, handed in as a scan."""
        content = b64encode(f"%PDF-1.4\n% {key}: tutanak\n%%EOF\n".encode()).decode()
        paper = {"name": f"{key} tutanağı.pdf", "media_type": "application/pdf", "content": content}
        scan = await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/scans", paper)
        body = {"reached_on": reached_on.isoformat(), "documents": [scan["document"]]}
        await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/milestones/{key}/declare", body)

    async def confirm_milestone(self, key: str) -> None:
        await self.cast.post(MONITOR, MONITORING, f"{self.path}/milestones/{key}/confirm", {"remark": "Görüldü."})

    async def submit_closing(self, aims: str) -> None:
        await self.cast.post(self.file.coordinator, MONITORING, f"{self.path}/closing", {"aims": aims})

    async def accept_closing(self) -> None:
        await self.cast.post(MONITOR, MONITORING, f"{self.path}/closing/accept", {})

    async def settle(self) -> Json:
        return await self.cast.post(MONITOR, MONITORING, f"{self.path}/settle")


def deadline(page: Json, kind: str, number: int = 0) -> datetime | None:
    """When something falls due, as the grant's page says."""
    for one in page["deadlines"]:
        if one["kind"] == kind and one["number"] == number:
            return datetime.fromisoformat(one["at"])
    return None
