"""Lines of spending over HTTP: papers that count once, remarks and disallowed parts, scans and drafts."""

import asyncio
import base64
from typing import Any

import pytest

from grants.contracts.stages import DeadlineKind
from grants.decisions import recompute
from grants.explanation import Explanation
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok, report, rules_of

pytestmark = pytest.mark.servers

PDF = b"%PDF-1.7 a paper %%EOF"


def paper(number: str, **facts: Any) -> dict[str, Any]:
    whole = {"kind": "invoice", "number": number, "issued_on": "2027-05-10", "issuer": "Makina Ltd."}
    return {**whole, "issuer_tax_number": "1112223334", **facts}


def line(number: str = "A-1", item: str = "I1", **facts: Any) -> dict[str, Any]:
    return {"item": item, "net": "100.00", "vat": "20.00", "paper": paper(number), **facts}


def told(*lines: dict[str, Any], **plain: str) -> dict[str, Any]:
    return {**report(**plain), "financial": "As planned.", "lines": list(lines)}


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant whose first report is open."""
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    return life


async def lines_of(life: Life, number: int = 1) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(await life.officer.get(f"/grants/{life.id}/reports/{number}/lines"))["lines"]
    return found


async def test_a_report_is_returned_with_remarks_by_line_filed_anew_and_accepted_in_part(life: Life) -> None:
    path = f"/grants/{life.id}/reports/1"
    number = f"L-{life.id[-8:]}"
    ok(await life.coordinator.post(path, told(line(number), line(f"{number}-2", item="I2"), I1="10.00")))
    remarks = {"remarks": "See line 2.", "lines": [{"line": 2, "remark": "Which machine?"}]}
    assert ok(await life.officer.post(f"{path}/return", remarks))["status"] == "returned"
    assert [one["remark"] for one in await lines_of(life)] == ["", "Which machine?", ""]
    returned = await life.last("monitoring.report.returned")
    assert returned.data["lines"] == [{"line": 2, "item": "I2", "remark": "Which machine?"}]
    ok(await life.coordinator.post(path, told(line(number), line(f"{number}-2", item="I2"), I1="10.00")))
    wrong = {"disallowed": [{"line": 9, "reason": "x"}, {"line": 1, "reason": "x", "amount": "120.01"}]}
    refused = await life.officer.post(f"{path}/accept", wrong)
    assert (refused.status_code, rules_of(refused)) == (422, ["line.unknown", "line.disallowed"])
    taken = {"disallowed": [{"line": 2, "reason": "Private.", "amount": "20.00"}, {"line": 3, "reason": "No paper."}]}
    accepted = ok(await life.officer.post(f"{path}/accept", taken))
    assert (accepted["realised"], accepted["earned"]) == ("220.00", "165.00")
    assert [one["accepted"] for one in await lines_of(life)] == ["120.00", "100.00", "0.00"]
    event = await life.last("monitoring.report.accepted")
    assert [one["amount"] for one in event.data["disallowed"]] == ["20.00", "10.00"]
    claim, counted = (Explanation.model_validate(one) for one in event.data["explanations"])
    assert (claim.decision, counted.decision, counted.outcome) == ("claim", "lines", "reduced")
    assert recompute(counted) == counted
    page = await life.page()
    assert page["reports"][0]["spending"] == [
        {"item": "I1", "realised": "120.00"},
        {"item": "I2", "realised": "100.00"},
    ]


async def test_a_paper_is_reported_in_a_grant_once(life: Life) -> None:
    number = f"O-{life.id[-8:]}"
    twice = await life.coordinator.post(f"/grants/{life.id}/reports/1", told(line(number), line(f"{number} ")))
    assert rules_of(twice) == ["line.paper_twice"]
    ok(await life.coordinator.post(f"/grants/{life.id}/reports/1", told(line(number))))
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    await life.travel(DeadlineKind.PERIOD_END)
    again = await life.coordinator.post(f"/grants/{life.id}/reports/2", told(line(number.lower())))
    assert (again.status_code, rules_of(again)) == (422, ["line.paper_before"])
    assert again.json()["errors"][0]["message"].endswith("1. raporda bildirildi.")


async def test_a_paper_of_two_grants_is_seen_by_the_officer_and_counts_in_one_of_them(life: Life) -> None:
    other, number = await begun(life.room), f"T-{life.id[-8:]}"
    await other.travel(DeadlineKind.PERIOD_END)
    for one in (life, other):
        ok(await one.coordinator.post(f"/grants/{one.id}/reports/1", told(line(number))))
    (seen,) = await lines_of(life)
    assert (seen["flags"], seen["elsewhere"]) == (["reported_elsewhere"], [other.id])
    own = ok(await life.coordinator.get(f"/grants/{life.id}/reports/1/lines"))["lines"][0]
    assert (own["flags"], own["elsewhere"]) == ([], []), "an enterprise learns nothing of another's papers"
    both = [one.officer.post(f"/grants/{one.id}/reports/1/accept") for one in (life, other)]
    answers = await asyncio.gather(*both)
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    (lost,) = [answer for answer in answers if answer.status_code == 422]
    assert rules_of(lost) == ["line.counted_elsewhere"]
    loser = other if lost is answers[1] else life
    disallowed = {"disallowed": [{"line": 1, "reason": "Counts in another grant."}]}
    assert ok(await loser.officer.post(f"/grants/{loser.id}/reports/1/accept", disallowed))["realised"] == "0.00"


async def test_an_invoice_is_split_over_items_reports_and_grants_up_to_its_total_and_no_further(life: Life) -> None:
    other, number = await begun(life.room), f"B-{life.id[-8:]}"
    whole = paper(number, total="300.00")
    parts = [
        {**line(item=item, net=net, vat="0.00"), "paper": whole} for item, net in (("I1", "100.00"), ("I2", "80.00"))
    ]
    path = f"/grants/{life.id}/reports/1"
    much = await life.coordinator.post(path, told(*parts, {**parts[0], "net": "120.01"}))
    assert (much.status_code, rules_of(much)) == (422, ["line.split_above"])
    assert much.json()["errors"][0]["field"] == "lines[3].paper.total"
    bare = await life.coordinator.post(path, told(parts[0], line(number)))
    assert rules_of(bare) == ["line.split_undeclared"]
    ok(await life.coordinator.post(path, told(*parts)))
    assert ok(await life.officer.post(f"{path}/accept"))["realised"] == "180.00"
    assert [one["paper"]["total"] for one in await lines_of(life)] == ["300.00", "300.00"]
    await life.travel(DeadlineKind.PERIOD_END)
    again = await life.coordinator.post(f"/grants/{life.id}/reports/2", told(line(number)))
    assert rules_of(again) == ["line.paper_before"]
    ok(await life.coordinator.post(f"/grants/{life.id}/reports/2", told({**parts[0], "net": "70.00"})))
    ok(await life.officer.post(f"/grants/{life.id}/reports/2/accept"))
    await other.travel(DeadlineKind.PERIOD_END)
    for net, status in (("50.01", 422), ("50.00", 200)):
        ok(await other.coordinator.post(f"/grants/{other.id}/reports/1", told({**parts[0], "net": net})))
        answer = await other.officer.post(f"/grants/{other.id}/reports/1/accept")
        assert answer.status_code == status, net
        if status != 200:
            assert rules_of(answer) == ["line.split_elsewhere"]
            ok(await other.officer.post(f"/grants/{other.id}/reports/1/return", {"remarks": "Toplam aşılıyor."}))


async def test_a_scan_is_handed_in_by_those_of_the_grant_and_named_by_a_line(life: Life) -> None:
    path = f"/grants/{life.id}/scans"
    scan = {"name": "fatura.pdf", "media_type": "application/pdf", "content": base64.b64encode(PDF).decode()}
    kept = ok(await life.coordinator.post(path, scan))
    assert kept["size"] == len(PDF)
    ok(await life.coordinator.post(path, scan))
    assert (await life.told()).count("monitoring.paper.scanned") == 1
    liar = {**scan, "media_type": "image/png"}
    assert rules_of(await life.coordinator.post(path, liar)) == ["scan.kind"]
    assert (await life.finance.post(path, scan)).status_code == 403
    read = await life.officer.get(f"{path}/{kept['document']}")
    assert (read.content, read.headers["content-disposition"][:10]) == (PDF, "attachment")
    assert (await life.officer.get(f"{path}/{'0' * 64}")).status_code == 404
    stranger = life.room.api.as_("x", "coordinator")
    assert (await stranger.get(f"{path}/{kept['document']}")).status_code == 403
    known = line(f"S-{life.id[-8:]}")
    known["paper"]["document"] = kept["document"]
    unknown = line(f"U-{life.id[-8:]}")
    unknown["paper"]["document"] = "0" * 64
    filed = await life.coordinator.post(f"/grants/{life.id}/reports/1", told(known, unknown))
    assert [(one["rule"], one["field"]) for one in filed.json()["errors"]] == [
        ("line.scan_unknown", "lines[2].paper.document")
    ]


async def test_a_draft_is_kept_for_who_reports_and_gives_way_to_the_report(life: Life) -> None:
    path = f"/grants/{life.id}/reports/1/draft"
    assert (await life.coordinator.get(path)).status_code == 404
    half = {"technical": "So far", "lines": [{"item": "I1", "net": "5.00", "paper": {"number": "A"}}]}
    ok(await life.coordinator.post(path, half))
    ok(await life.coordinator.post(path, {**half, "technical": "So far, so good"}))
    kept = ok(await life.coordinator.get(path))
    assert (kept["technical"], kept["lines"][0]["paper"]["number"]) == ("So far, so good", "A")
    assert (await life.officer.get(path)).status_code == 403
    assert (await life.coordinator.post(f"/grants/{life.id}/reports/2/draft", half)).status_code == 409
    ok(await life.file_report(1, I1="1.00"))
    assert (await life.coordinator.get(path)).status_code == 404
    assert (await life.coordinator.post(path, half)).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"net": "-1.00"}, "lines[0].net"),
        ({"net": 1.5}, "lines[0].net"),
        ({"paper": {"number": "A"}}, "lines[0].paper.kind"),
        ({"paper": paper("A", issuer_tax_number="12")}, "lines[0].paper.issuer_tax_number"),
        ({"paper": paper("A", document="../x")}, "lines[0].paper.document"),
        ({"item": "I 1"}, "lines[0].item"),
        ({"more": 1}, "lines[0].more"),
    ],
)
async def test_what_cannot_be_a_line_is_refused_by_field(life: Life, change: dict[str, Any], field: str) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/reports/1", told({**line(), **change}))
    assert answer.status_code == 422
    assert field in {one["field"] for one in answer.json()["errors"]}
