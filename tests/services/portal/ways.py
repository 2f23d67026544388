"""How each door behind a page of its own is reached from that page: who opens what, and presses what."""

from dataclasses import dataclass, field

import httpx

from services.portal.rooms import Room
from tests.services.portal.filling import Shown, shown
from tests.services.portal.pictures import photograph
from tests.services.portal.recorded import OSTIM, OTHER
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_applying import DRAFTED, KEPT, OPEN_CALL, SENT_BACK, TALKS
from tests.services.portal.recorded_applying import MINE as CONSORTIUM
from tests.services.portal.recorded_changes import CHANGE
from tests.services.portal.recorded_desk import LEAD_ID, SAMPLE_ID
from tests.services.portal.recorded_visits import VISIT

Door = tuple[Room, str]
A, E, M, D = Room.APPLICATION, Room.EVALUATION, Room.MONITORING, Room.AUDIT
MINE, OFFICER, OFFICE, FINANCE = "koordinator-ostim", "izleme-bir", "bakanlik", "mali-uzman"
INSPECTOR, KEEPER = "mufettis", "yonetici"
GRANT = f"/grants/{OSTIM}"
REPORT = f"{GRANT}/reports/1"
PAPER = f"/desk/samples/{SAMPLE_ID}/{OSTIM}"
YEAR = {"programme": "kdp-2022", "year": "2019", "amount": "1", "source": "Kanun"}


@dataclass(frozen=True, slots=True)
class Way:
    """person: who opens `page`. typed: what is typed in its form and pressed. file: the field a file is chosen in."""

    person: str
    page: str
    typed: dict[str, str] = field(default_factory=dict)
    file: str = ""

    def form(self, page: str) -> Shown:
        """Of the forms the page sends to itself, the one in which all of this can be typed."""
        asked = [f'name="{name}"' for name in self.typed if name != "do"]
        for part in page.split("</form>"):
            if f'action="{self.page}"' in part and all(name in part for name in asked):
                return shown(f"{part}</form>", self.page)
        raise AssertionError(self.page)

    async def go(self, browser: httpx.AsyncClient) -> httpx.Response:
        form = self.form((await browser.get(self.page)).text)
        files = {self.file: ("kapı.jpg", photograph(), "image/jpeg")} if self.file else None
        return await browser.post(self.page, data={**form.values, **self.typed}, files=files)


OWN_PAGES: dict[Door, Way] = {
    (M, "/bank-statements"): Way(FINANCE, "/payments/do/statement", file="statement"),
    (A, "/consortia"): Way(MINE, "/consortia/new", {"name": "x"}),
    (A, "/consortia/{consortium_id}/members"): Way(
        MINE, f"/consortia/{CONSORTIUM}/members/new", {"members[0].name": "x"}
    ),
    (A, "/consortia/{consortium_id}/members/{tax_number}/confirmation"): Way(
        "uye-bir", f"/applications/{DRAFTED}/part"
    ),
    (A, "/applications"): Way(MINE, f"/calls/{OPEN_CALL}/apply", {"title": "x"}),
    (A, "/applications/{application_id}/draft"): Way(MINE, f"/applications/{DRAFTED}/draft/plan/new", {"title": "x"}),
    (A, "/applications/{application_id}/check/complete"): Way(
        MINE, f"/applications/{SENT_BACK}/completion/send", {"note": "x"}
    ),
    (A, "/applications/{application_id}/offer"): Way(MINE, f"/applications/{TALKS}/talks/plan/new", {"title": "x"}),
    (A, "/applications/{application_id}/papers"): Way(
        MINE, f"/applications/{DRAFTED}/draft/papers", {"kind": "x"}, "paper"
    ),
    (A, "/applications/{application_id}/papers/{document}/take-back"): Way(
        MINE, f"/applications/{DRAFTED}/draft/papers", {"kind": "x", "do": f"back.{KEPT['document']}"}
    ),
    (A, "/applications/{application_id}/negotiation/plans"): Way(
        MINE, f"/applications/{TALKS}/talks/send", {"why": "x"}
    ),
    (E, "/calls/{call_id}/funding-combinations"): Way("uzman-bir", f"/combinations/{OPEN_CALL}/new", {"name": "x"}),
    (M, "/grants/{grant_id}/changes"): Way(MINE, f"{GRANT}/changes/minor", {"reason": "x", "do": "ask"}),
    (M, "/grants/{grant_id}/changes/preview"): Way(MINE, f"{GRANT}/changes/minor", {"reason": "x", "do": "preview"}),
    (M, "/changes/{change_id}/accept"): Way(OFFICE, f"/changes/{CHANGE}", {"decision": "accept"}),
    (M, "/changes/{change_id}/refuse"): Way(OFFICE, f"/changes/{CHANGE}", {"decision": "refuse"}),
    (M, "/changes/{change_id}/withdraw"): Way(MINE, f"/changes/{CHANGE}", {"do": "withdraw"}),
    (M, "/grants/{grant_id}/force-majeure"): Way(MINE, f"{GRANT}/force-majeure", {"ground": "Sel"}),
    (M, "/grants/{grant_id}/extensions"): Way(MINE, f"{GRANT}/extension", {"new_end": "20.6.2022"}),
    (M, "/force-majeure/{part_id}/decide"): Way(OFFICER, f"/grants/{BUSY}/force-majeure/f-2", {"decision": "yes"}),
    (M, "/extensions/{part_id}/decide"): Way(OFFICER, f"{GRANT}/extension/e-1", {"decision": "yes"}),
    (M, "/grants/{grant_id}/reports/{number}"): Way(MINE, f"{GRANT}/report", {"technical": "x", "do": "send"}),
    (M, "/grants/{grant_id}/reports/{number}/draft"): Way(MINE, f"{GRANT}/report", {"technical": "x", "do": "draft"}),
    (M, "/grants/{grant_id}/reports/{number}/accept"): Way(OFFICER, REPORT, {"decision": "accept"}),
    (M, "/grants/{grant_id}/reports/{number}/return"): Way(OFFICER, REPORT, {"decision": "return"}),
    (M, "/grants/{grant_id}/reports/{number}/disallow/preview"): Way(
        OFFICER, f"/grants/{BUSY}/reports/1/disallow", {"line.1.said": "x"}
    ),
    (M, "/grants/{grant_id}/reports/{number}/disallow"): Way(
        OFFICER, f"/grants/{BUSY}/reports/1/disallow", {"line.1.said": "x", "do": "disallow"}
    ),
    (M, "/appropriations/{programme}/{year}"): Way(FINANCE, "/appropriations", YEAR),
    (M, "/visits/{visit_id}/report"): Way(OFFICER, f"/visits/{VISIT}", {"place": "x", "do": "send"}),
    (M, "/visits/{visit_id}/draft"): Way(OFFICER, f"/visits/{VISIT}", {"place": "x", "do": "draft"}),
    (M, "/visits/{visit_id}/photographs"): Way(
        OFFICER, f"/visits/{VISIT}", {"place": "x", "do": "photographs"}, "photo.chosen"
    ),
    (M, "/grants/{grant_id}/scans"): Way(
        MINE, f"/grants/{BUSY}/do/milestone/M1", {"note": "x", "do": "milestone_declare"}, "documents.new"
    ),
    (D, "/desk/samples"): Way(INSPECTOR, "/desk/draw", {"size": "5"}),
    (D, "/desk/samples/{sample_id}/papers/{application_id}/notes"): Way(INSPECTOR, PAPER, {"text": "x"}),
    (D, "/desk/samples/{sample_id}/papers/{application_id}/sign"): Way(INSPECTOR, PAPER, {"conclusion": "x"}),
    (D, "/desk/leads/{lead_id}/answers"): Way(INSPECTOR, f"/desk/leads/{LEAD_ID}", {"reason": "x"}),
    (D, "/applications/{application_id}/dossiers"): Way(
        INSPECTOR, f"/applications/{OSTIM}/dossiers", {"redacted": "1"}
    ),
    (D, "/applications/{application_id}/erasure"): Way(KEEPER, f"/erasure/{OTHER}", {"reason": "x", "confirmed": "1"}),
    (D, "/applications/{application_id}/inspections"): Way(
        INSPECTOR, f"/applications/{OTHER}/inspection", {"remark": "x"}
    ),
}
"""Doors of pages that are more than a small form, each with the way there."""
