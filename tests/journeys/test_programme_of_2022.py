"""A call under the rules of 2022 up to the contract: 70 %, a board of seven, points for priority fields."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from cli.cases import examples, ostim
from cli.cases.people import in_role
from cli.cases.spending import items
from cli.demo.acts import APPLICATION, CHAIR, EVALUATION, OFFICER, File, Programme, days
from cli.demo.cast import Cast, Json
from cli.demo.commands import travelling
from cli.demo.story import founding
from cli.demo.travel import Traveller
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import Outcome, Stage
from grants.regimes import RuleSet
from grants.values import portion
from tests.journeys.browsing import sign_in, text_of_paper

pytestmark = pytest.mark.journey

REGIME = "kdp-2022"
ENVELOPE = "60000000.00"
SCORES = {
    "capacity": "16.5",
    "competitiveness.level": "16.5",
    "competitiveness.potential": "16.5",
    "sustainability": "16.5",
}
"""66 in all: 39.6 of 60."""
POINTS = 27
TOTAL = Decimal("39.6") + POINTS
"""Below the threshold of 70; with five points for a priority field it passes."""
CERTIFIED, WHOLE, LESS = "IP3-02", "IP1-03", "IP3-04"


def at_seventy(case: Json) -> Json:
    """The case, each item asking 70 % of its cost."""
    plan = deepcopy(case["plan"])
    for one in items(plan):
        one["grant"] = format(portion(Decimal(one["cost"]), Decimal(70)), ".2f")
    return {**case, "plan": plan, "consortium": {**case["consortium"], "cluster_no": None}}


def in_a_priority_field(kurus: int = 0) -> Json:
    """The OSTİM case asking 70 % of the whole and so many kuruş more; one item in whole, one machine certified."""
    case = at_seventy(ostim.case())
    by_key = {one["key"]: one for one in items(case["plan"])}
    more = Decimal(by_key[WHOLE]["cost"]) - Decimal(by_key[WHOLE]["grant"])
    by_key[WHOLE]["grant"] = by_key[WHOLE]["cost"]
    by_key[LESS]["grant"] = format(Decimal(by_key[LESS]["grant"]) - more + Decimal(kurus) / 100, ".2f")
    by_key[CERTIFIED]["domestic_goods"] = True
    return case


@dataclass
class Lived:
    """What the call came to, stage by stage."""

    rules: RuleSet
    priority: File
    other: File
    refused: dict[str, list[Json]] = field(default_factory=dict)
    pages: dict[Stage, Json] = field(default_factory=dict)
    seats: list[Json] = field(default_factory=list)
    ranking: Json = field(default_factory=dict)
    eliminated: Json = field(default_factory=dict)
    paper: str = ""
    regime: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """How the call is lived."""

    stack: Stack
    cast: Cast
    clock: Traveller

    @property
    def acts(self) -> Programme:
        return Programme(self.cast)

    async def lived(self) -> Lived:
        await self.acts.register_evaluators()
        opens_at = start_of(istanbul_day(await self.clock.now()) + timedelta(days=1))
        closes_at = opens_at + days(60)
        call_id = await self.acts.publish_call("4. Çağrı (örnek)", opens_at, closes_at, ENVELOPE, REGIME, "")
        await self.clock.to(opens_at)
        await self.acts.call_is(call_id, "open")
        seramik = next(case for case in examples.valid() if case["key"] == "seramik")
        priority = await self.acts.draft(in_a_priority_field(kurus=1), call_id)
        other = await self.acts.draft(at_seventy(seramik), call_id)
        life = Lived(await self.acts.rules_of(call_id), priority, other)
        await self._submitted(life)
        await self._ranked(life)
        await self._contracted(life)
        life.regime = await self.cast.get(OFFICER, APPLICATION, f"/regimes/{REGIME}")
        return life

    async def _submitted(self, life: Lived) -> None:
        """One kuruş over 70 % is refused; then both are submitted, checked and evaluated alike."""
        answer = await self.cast.try_post(life.priority.coordinator, APPLICATION, f"{life.priority.path}/submit")
        life.refused["plan"] = answer.json()["errors"]
        await self.acts.write(life.priority, plan=in_a_priority_field()["plan"])
        for file in (life.priority, life.other):
            await self.acts.submit(file)
            await self.acts.admit(file)
            await self.acts.at(file, Stage.PRE_EVALUATION)
            await self.acts.pre_evaluate(file, SCORES, SCORES)
            await self.acts.at(file, Stage.COMMITTEE)

    async def _ranked(self, life: Lived) -> None:
        call_id = life.priority.call_id
        life.refused["board"] = await self._small_board(call_id)
        members = await self.acts.appoint_committee(call_id)
        call = await self.cast.get(OFFICER, APPLICATION, f"/calls/{call_id}")
        await self.clock.to(datetime.fromisoformat(call["closes_at"]))
        await self.acts.call_is(call_id, "closed")
        await self.acts.committee_sits(call_id)
        points = [POINTS] * len(members)
        await self.acts.board_scores([(life.priority, points), (life.other, points)], members)
        life.ranking = await self.acts.conclude(call_id)
        life.seats = (await self.cast.get(CHAIR, EVALUATION, f"/calls/{call_id}/committee"))["members"]
        life.eliminated = await self.acts.at(life.other, Stage.ENDED)

    async def _small_board(self, call_id: str) -> list[Json]:
        """What naming a board of the regime before is answered."""
        members = [
            {"person_id": one["id"], "name": one["name"], "background": "academic", "seat": "full", "ordinal": place}
            for place, one in enumerate(in_role("committee_member")[:5], 1)
        ]
        body = {"members": members, "chair": CHAIR}
        answer = await self.cast.try_post(OFFICER, EVALUATION, f"/calls/{call_id}/committee", body)
        errors: list[Json] = answer.json()["errors"]
        return errors

    async def _contracted(self, life: Lived) -> None:
        file = life.priority
        if life.rules.negotiation.enabled.value:
            await self.acts.negotiate(file, [{"title": "Takvim", "text": "Çeyreklere bölünmelidir."}], None)
        life.pages[Stage.APPROVAL] = await self.acts.at(file, Stage.APPROVAL)
        await self.acts.approve(file, await self.clock.forward(days(20)), "2027/9")
        await self.acts.found(file, founding(ostim.enterprise(), istanbul_day(await self.clock.now())))
        await self.acts.at(file, Stage.SIGNING)
        async with httpx.AsyncClient(base_url=self.stack.urls["portal"], timeout=60) as browser:
            await sign_in(browser, self.stack.urls["identity"], OFFICER)
            life.paper = text_of_paper((await browser.get(f"{file.path}/contract.pdf")).content)
        await self.acts.sign(file)
        life.pages[Stage.ENDED] = await self.acts.at(file, Stage.ENDED)


@pytest.fixture(scope="module")
async def life(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    options = StackOptions(data=tmp_path_factory.mktemp("amended"), clock="temporal", ephemeral=True)
    async with AsyncExitStack() as closing:
        stack = await closing.enter_async_context(Stack(options))
        yield await Story(stack, *await travelling(stack, closing)).lived()


def test_a_kurus_over_seventy_per_cent_of_the_plan_is_refused_and_no_single_item_is(life: Lived) -> None:
    (error,) = life.refused["plan"]
    assert error["rule"] == "money.overall_cap"
    assert error["asked"] == "17378760.01 TL"
    assert error["allowed"] == "17378760.00 TL (70 % × 24826800.00 TL)"
    assert error["source"].startswith("[P] 4. çağrı")


def test_a_board_has_seven_full_members_and_academics_may_sit(life: Lived) -> None:
    (error,) = life.refused["board"]
    assert (error["rule"], error["asked"], error["allowed"]) == ("committee.full_members", "5", "7")
    assert [one["seat"] for one in life.seats].count("full") == 7
    assert life.rules.committee.substitutes.value == 6


def test_of_two_files_with_equal_points_the_one_of_a_priority_field_is_selected(life: Lived) -> None:
    (bonus,) = life.rules.evaluation.bonuses.value
    assert bonus.holds_for(ostim.consortium()["nace"])
    chosen = life.pages[Stage.APPROVAL]
    assert Decimal(chosen["total"]) == TOTAL + bonus.points >= life.rules.committee.threshold.value
    assert chosen["rank"] == 1
    assert Decimal(life.eliminated["total"]) == TOTAL < life.rules.committee.threshold.value
    assert life.eliminated["outcome"] == Outcome.ELIMINATED


def test_the_contract_says_the_ceilings_of_2022(life: Lived) -> None:
    contract = life.pages[Stage.ENDED]["contract"]
    assert contract["number"] == f"KDP-{date.fromisoformat(contract['signed_on']).year}-0001"
    assert Decimal(contract["approved"]) == Decimal("17378760.00")
    for said in (
        "T.C. Sanayi ve Teknoloji Bakanlığı",
        "toplam bütçesinin en çok %70 Program belgesi",
        "gerçekleşen toplam bütçenin en çok %5",
        "Yerli malı belgeli makine",
        "17.378.760,00 TL",
    ):
        assert said in life.paper, said
    assert "her destek kaleminin en çok" not in life.paper


def test_the_rules_list_the_development_report_of_every_two_years(life: Lived) -> None:
    kinds = {one["code"]: one for one in life.regime["reporting"]["kinds"]["value"]}
    assert kinds["development"]["period_months"] == 24
    assert kinds["development"]["decided_by"] == "board"
    assert next(iter(kinds)) == "activity", "claims rest on the first"
