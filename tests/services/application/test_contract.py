"""The contract: prepared when signing begins, read by those who may, concluded once by both sides."""

import asyncio
import hashlib
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.contracts.stages import Outcome, Stage
from grants.policy import TABLE, Action, Relation, Role
from services.application.domain.records import ContractRecord
from services.application.store import contracts
from tests.conftest import OpenRoom
from tests.services.application.way import ENTERPRISE_TAX_NUMBER, Way, at, rules_of

pytestmark = pytest.mark.servers


async def contract_of(way: Way) -> ContractRecord:
    async with way.room.desk.database.transaction() as session:
        found = await contracts.find(session, way.id)
    assert found is not None
    return found


async def test_signing_begins_with_a_contract_whose_paper_is_kept_by_its_hash(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    kept = await contract_of(way)
    told = await way.last("application.contract.prepared")
    assert (told["number"], told["document"]) == (kept.number, kept.document)
    answer = await way.as_coordinator().get(way.path("contract.pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == kept.document
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages)
    for said in (
        kept.number,
        "Ölçüm Teşebbüsü A.Ş.",
        ENTERPRISE_TAX_NUMBER,
        "Ankara Ölçüm Kümesi",
        "1.000.000,00 TL birmilyon Türk lirası",
        "500.000,00 TL beşyüzbin Türk lirası",
        "2027/9 sayılı, 01.03.2027 tarihli",
        (await way.record()).revision,
    ):
        assert said in text


async def test_contract_numbers_of_a_year_follow_each_other(room_of: OpenRoom) -> None:
    first, second = await at(room_of, Stage.FOUNDED), await at(room_of, Stage.FOUNDED)
    await asyncio.gather(first.order(Stage.SIGNING), second.order(Stage.SIGNING))
    numbers = sorted([(await contract_of(first)).number, (await contract_of(second)).number])
    places = [int(number.removeprefix("KDP-2027-")) for number in numbers]
    assert places[1] == places[0] + 1


@pytest.mark.parametrize("role", Role)
async def test_the_paper_is_open_to_those_the_policy_names(room_of: OpenRoom, role: Role) -> None:
    way = await at(room_of, Stage.SIGNING)
    answer = await way.room.api.as_("somebody", role).get(way.path("contract.pdf"))
    may = TABLE[Action.CONTRACT_READ].get(role) is Relation.ANYONE
    assert answer.status_code == (200 if may else 403)


async def test_a_member_of_the_consortium_may_read_the_paper(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    member = way.room.api.as_("member", "consortium_member", tax_number="1000000003")
    assert (await member.get(way.path("contract.pdf"))).status_code == 200


async def test_before_signing_there_is_no_paper(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.FOUNDED)
    assert (await way.as_coordinator().get(way.path("contract.pdf"))).status_code == 404


@pytest.mark.parametrize("first_side", ["ministry", "enterprise"])
async def test_the_second_signature_concludes_on_its_day_in_istanbul(room_of: OpenRoom, first_side: str) -> None:
    way = await at(room_of, Stage.SIGNING)
    ministry, coordinator = way.as_ministers_office(), way.as_coordinator()
    first, second = (ministry, coordinator) if first_side == "ministry" else (coordinator, ministry)
    half = (await first.post(way.path("contract/sign"))).json()
    assert half["signed_on"] is None
    assert (await way.record()).stage is Stage.SIGNING
    way.room.clock.forward(hours=15)
    whole = (await second.post(way.path("contract/sign"))).json()
    assert whole["signed_on"] == "2027-03-02"
    assert ((await way.record()).stage, (await way.record()).outcome) == (Stage.ENDED, Outcome.CONTRACTED)


async def test_the_conclusion_carries_the_whole_grant(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    await way.as_officer().post(way.path("contract/sign"))
    await way.as_coordinator().post(way.path("contract/sign"))
    told = await way.last("application.contract.concluded")
    kept = await contract_of(way)
    assert told["grant_id"] == told["application_id"] == way.id
    assert (told["number"], told["document"]) == (kept.number, kept.document)
    assert (told["total"], told["approved"], told["plan_version"]) == ("1000000.00", "500000.00", 1)
    assert (told["enterprise_tax_number"], told["coordinator_id"]) == (ENTERPRISE_TAX_NUMBER, way.coordinator)
    assert (len(told["members"]), told["taken_over"]) == (22, False)
    assert told["plan"]["packages"][0]["items"][0]["grant"] == "500000.00"
    assert (await way.last("application.application.ended"))["outcome"] == "contracted"


async def test_two_signatures_at_once_conclude_once(room_of: OpenRoom) -> None:
    for _ in range(3):
        way = await at(room_of, Stage.SIGNING)
        both = await asyncio.gather(
            way.as_officer().post(way.path("contract/sign")), way.as_coordinator().post(way.path("contract/sign"))
        )
        assert [answer.status_code for answer in both] == [200, 200]
        told = await way.told()
        assert told.count("application.contract.concluded") == 1
        assert told.count("application.contract.signed_by_side") == 2


async def test_a_side_that_signs_again_is_told_so_and_nothing_changes(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    first, again = await asyncio.gather(
        way.as_officer().post(way.path("contract/sign")), way.as_officer().post(way.path("contract/sign"))
    )
    assert sorted((first.status_code, again.status_code)) == [200, 409]
    other = await way.as_ministers_office().post(way.path("contract/sign"))
    assert (other.status_code, rules_of(other)) == (409, ["contract.signed_ministry"])
    assert (await way.told()).count("application.contract.signed_by_side") == 1


async def test_a_double_click_on_the_last_signature_concludes_once(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    await way.as_officer().post(way.path("contract/sign"))
    answers = await asyncio.gather(*(way.as_coordinator().post(way.path("contract/sign")) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert (await way.told()).count("application.contract.concluded") == 1


async def test_a_coordinator_with_an_office_signs_for_the_enterprise_only(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    both = way.room.api.as_(way.coordinator, "coordinator", "ministry_officer", "ministers_office")
    assert (await both.post(way.path("contract/sign"))).json()["signed_ministry_at"] is None
    assert (await both.post(way.path("contract/sign"))).status_code == 409
    assert (await contract_of(way)).signed_ministry_by is None


async def test_nobody_signs_after_the_last_day(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due
    answer = await way.as_coordinator().post(way.path("contract/sign"))
    assert (answer.status_code, rules_of(answer)) == (409, ["stage.deadline"])
