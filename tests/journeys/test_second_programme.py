"""A project of the second programme lives its whole life by that programme's file alone: in dollars, by its limits."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from cli.cases import urge
from cli.cases.spending import items
from cli.demo.acts import APPLICATION, OFFICER, File, Programme, days
from cli.demo.cast import Cast, Json
from cli.demo.commands import travelling
from cli.demo.grant_acts import InForce
from cli.demo.narrator import Narrator
from cli.demo.result import ids_of
from cli.demo.story import founding
from cli.demo.travel import Traveller
from cli.demo.years import Years
from cli.histories import replay, runs_of
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.calendar import add_months, istanbul_day, start_of
from grants.contracts import workflows as names
from grants.contracts.stages import Stage
from grants.decisions import differences, recompute
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.values import portion
from runtime.kinds import money
from tests.journeys.browsing import sign_in, text_of, text_of_paper
from tests.journeys.evidence import event_of, ledger, recorded_once
from tests.journeys.over_limits import BREACHES, TOGETHER, Change, Plan, Told, changed
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.journey

ENVELOPE = "2000000.00"
OPEN_FOR = days(60)
REASON = "Yürürlükten kalkmış ikinci program, kuralların dosyadan işlediğini göstermek için çağrıya açıldı."
FOUNDED = date(1976, 5, 3)
GRANT = Decimal("1203500.00")
"""What the plan asks for, added up by hand."""
REFUSED, READ = "application.act.refused.v1", "application.file.read.v1"


@dataclass
class Lived:
    """The project's life, lived once: what was refused before, each stage's page, the paper, the grant's page."""

    stack: Stack
    clock: Traveller
    rules: RuleSet
    file: File
    refused: dict[str, list[Json]] = field(default_factory=dict)
    pages: dict[Stage, Json] = field(default_factory=dict)
    paper: str = ""
    grant: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """How the project is lived: the acts of the demo, in the order of this programme."""

    stack: Stack
    cast: Cast
    clock: Traveller

    @property
    def acts(self) -> Programme:
        return Programme(self.cast)

    async def lived(self) -> Lived:
        call_id, closes_at = await self._call()
        rules = await self.acts.rules_of(call_id)
        file = await self.acts.draft(urge.case(), call_id)
        life = Lived(self.stack, self.clock, rules, file)
        for change in BREACHES:
            life.refused[change.__name__] = await self._refused(file, changed(change))
        life.refused["together"] = await self._refused(file, changed(*TOGETHER))
        await self.acts.write(file, plan=urge.plan())
        await self.acts.submit(file)
        await self._selected(life, closes_at)
        await self._contracted(life)
        grant = InForce(self.cast, file)
        teller = Narrator("tr", lambda _: None)
        await Years(grant, self.clock, teller, contents=urge.period, struck_in=0).closed()
        await self._last_payment(grant)
        life.grant = await grant.read()
        await self.clock.quiet()
        return life

    async def _call(self) -> tuple[str, datetime]:
        await self.acts.register_evaluators()
        opens_at = start_of(istanbul_day(await self.clock.now()) + timedelta(days=1))
        closes_at = opens_at + OPEN_FOR
        call_id = await self.acts.publish_call("Örnek çağrı", opens_at, closes_at, ENVELOPE, urge.REGIME, REASON)
        await self.clock.to(opens_at)
        await self.acts.call_is(call_id, "open")
        return call_id, closes_at

    async def _refused(self, file: File, plan: Plan) -> list[Json]:
        """What a submission of this plan is answered, error by error."""
        await self.acts.write(file, plan=plan)
        answer = await self.cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit")
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
        errors: list[Json] = answer.json()["errors"]
        return errors

    async def _at(self, life: Lived, stage: Stage) -> None:
        life.pages[stage] = await self.acts.at(life.file, stage)

    async def _selected(self, life: Lived, closes_at: datetime) -> None:
        """Checked, evaluated, heard by the board; agreed on where the programme negotiates."""
        evaluation, committee = life.rules.evaluation, life.rules.committee
        await self._at(life, Stage.ADMINISTRATIVE_CHECK)
        await self.acts.admit(life.file)
        await self._at(life, Stage.PRE_EVALUATION)
        parts = {part: most for block in evaluation.blocks.value for part, most in block.parts.items()}
        scores = {part: format(most * 4 / 5, "f") for part, most in parts.items()}
        await self.acts.pre_evaluate(life.file, *(scores for _ in range(evaluation.evaluators.value)))
        await self._at(life, Stage.COMMITTEE)
        members = await self.acts.appoint_committee(life.file.call_id)
        await self.clock.to(closes_at)
        await self.acts.call_is(life.file.call_id, "closed")
        await self.acts.committee_sits(life.file.call_id)
        points = committee.part_scale.value * 3 // 4
        await self.acts.board_scores([(life.file, [points] * len(members))], members)
        await self.acts.conclude(life.file.call_id)
        if life.rules.negotiation.enabled.value:
            await self._at(life, Stage.NEGOTIATION)
            point = {"title": "Takvim", "text": "Alım heyetlerinin ayları yazılmalıdır."}
            await self.acts.negotiate(life.file, [point], None)
        await self._at(life, Stage.APPROVAL)

    async def _contracted(self, life: Lived) -> None:
        now = await self.clock.forward(days(20))
        await self.acts.approve(life.file, now, "2011/07")
        await self._at(life, Stage.FOUNDING)
        await self.acts.found(life.file, founding(urge.enterprise(), FOUNDED))
        await self._at(life, Stage.SIGNING)
        async with browsing(self.stack) as browser:
            paper = await browser.get(f"{life.file.path}/contract.pdf")
        life.paper = text_of_paper(paper.content)
        await self.acts.sign(life.file)
        await self._at(life, Stage.ENDED)

    async def _last_payment(self, grant: InForce) -> None:
        """What the settlement leaves is paid by a finance officer."""
        now = await self.clock.now()
        for claim in (await grant.read())["claims"]:
            if claim["final"]:
                await grant.pay(claim["id"], istanbul_day(now), "EFT-SON")


@asynccontextmanager
async def browsing(stack: Stack, person: str = OFFICER) -> AsyncIterator[httpx.AsyncClient]:
    """This person's browser, signed in."""
    async with httpx.AsyncClient(base_url=stack.urls["portal"], timeout=60) as browser:
        await sign_in(browser, stack.urls["identity"], person)
        yield browser


@pytest.fixture(scope="module")
async def life(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lived]:
    options = StackOptions(data=tmp_path_factory.mktemp("second"), clock="temporal", ephemeral=True)
    async with AsyncExitStack() as closing:
        stack = await closing.enter_async_context(Stack(options))
        yield await Story(stack, *await travelling(stack, closing)).lived()


@pytest.fixture
async def cast(life: Lived) -> AsyncIterator[Cast]:
    async with httpx.AsyncClient(timeout=60) as http:
        yield Cast(life.stack.urls, http)


def told(errors: list[Json]) -> set[Told]:
    return {(one["rule"], one["asked"], one["allowed"]) for one in errors}


@pytest.mark.parametrize("change", BREACHES, ids=lambda change: change.__name__)
def test_each_limit_refuses_a_plan_that_passes_it_by_the_least_that_can_be(life: Lived, change: Change) -> None:
    assert told(life.refused[change.__name__]) == BREACHES[change]


def test_a_plan_that_passes_all_limits_is_told_of_all_of_them_at_once_with_their_sources(life: Lived) -> None:
    errors = life.refused["together"]
    assert told(errors) == set().union(*(BREACHES[change] for change in TOGETHER))
    for one in errors:
        assert one["source"], one
        as_read = money("tr", one["allowed"], {}) if "USD" in one["allowed"] else one["allowed"]
        assert as_read in one["message"], one
        assert " TL" not in one["message"], one
    of_money = [one for one in errors if "USD" in one["allowed"]]
    assert len(of_money) == 5
    assert all(one["source"].startswith("[S] 003…") for one in of_money)


def test_the_plan_stands_exactly_at_the_limits_and_is_submitted_in_dollars(life: Lived) -> None:
    page = life.pages[Stage.ADMINISTRATIVE_CHECK]
    assert (page["regime"], page["revision"], page["currency"]) == (urge.REGIME, life.rules.revision, "USD")
    assert Decimal(page["money"]["requested"]) == GRANT
    assert Decimal(page["money"]["total"]) == sum(Decimal(one["cost"]) for one in items(urge.plan()))


async def test_it_goes_the_way_its_file_describes(life: Lived) -> None:
    way = [step["stage"] for step in life.pages[Stage.ENDED]["timeline"]]
    negotiated = life.rules.negotiation.enabled.value
    assert (Stage.NEGOTIATION in way) is negotiated
    assert way[-1] == Stage.ENDED
    assert life.pages[Stage.ENDED]["outcome"] == "contracted"
    assert Decimal(life.pages[Stage.COMMITTEE]["mean"]) == 80
    evaluators, board = life.rules.evaluation.part_scale.value, life.rules.committee.part_scale.value
    total = evaluators * 4 / 5 + board * 3 // 4
    assert Decimal(life.pages[Stage.APPROVAL]["total"]) == total >= life.rules.committee.threshold.value
    assert Decimal(life.pages[Stage.FOUNDING]["money"]["approved"]) == GRANT


def test_the_contract_is_that_of_its_own_programme_in_dollars(life: Lived) -> None:
    rules, contract = life.rules, life.pages[Stage.ENDED]["contract"]
    year = date.fromisoformat(contract["signed_on"]).year
    assert contract["number"] == f"{rules.programme}-{year}-0001"
    assert Decimal(contract["approved"]) == GRANT
    for said in (
        contract["number"],
        rules.names.programme.value.tr,
        f"T.C. {rules.names.ministry.value.tr}",
        rules.pinned.replace("@", " · "),
        "1.203.500,00 USD",
        "birmilyonikiyüzüçbinbeşyüz ABD doları",
        "proje başına en çok 400.000,00 USD",
        "faaliyet başına en çok 150.000,00 USD",
        "faaliyet başına en çok 100.000,00 USD",
        "yılda en çok 50.000,00 USD",
        "3 (üç) yıl sürer",
    ):
        assert said in life.paper, said
    assert " TL" not in life.paper
    assert "lirası" not in life.paper
    assert "toplam bütçesinin en çok" not in life.paper


def test_it_runs_three_years_and_is_reported_on_by_the_half_year(life: Lived) -> None:
    grant, months = life.grant, life.rules.duration.base_years.value * 12
    assert months == 36
    starts_on = date.fromisoformat(grant["starts_on"])
    assert grant["support_ends_on"] == add_months(starts_on, months).isoformat()
    assert [one["status"] for one in grant["reports"]] == ["accepted"] * urge.PERIODS
    assert (grant["status"], grant["outcome"]) == ("closed", "completed")


def share_of(activity: str, rules: RuleSet) -> Decimal:
    """Per cent, read from the file: that of the limit, or that of every item."""
    limit = next((one for one in rules.money.limits.value if one.covers(activity)), None)
    found = limit.share if limit and limit.share is not None else rules.money.item_cap.value
    return Decimal(100) if found is None else found


def test_every_item_is_settled_at_its_own_share_of_what_was_spent_and_nothing_stands_over_them(life: Lived) -> None:
    settled = life.grant["settlement"]["result"]
    expected = {}
    for one in items(urge.plan()):
        spent = portion(Decimal(one["cost"]), Decimal(urge.realised().get(one["key"], "100")))
        assert Decimal(settled["realised"][one["key"]]) == spent
        expected[one["key"]] = min(Decimal(one["grant"]), portion(spent, share_of(one["activity"], life.rules)))
    assert {key: Decimal(value) for key, value in settled["allowed_by_item"].items()} == expected
    assert Decimal(life.grant["settlement"]["allowed"]) == sum(expected.values())
    explained = life.grant["settlement"]["explanation"]
    assert explained["regime"] == life.rules.pinned
    assert "step.settlement.overall" not in {step["rule"] for step in explained["steps"]}
    assert all(" USD" in step["allowed"] for step in explained["steps"])


def test_what_was_paid_is_what_was_allowed_to_the_cent_and_nothing_is_taken_back(life: Lived) -> None:
    money, settlement = life.grant["money"], life.grant["settlement"]
    paid = [Decimal(one["amount"]) for one in life.grant["claims"] if one["status"] == "paid"]
    assert Decimal(money["paid"]) == sum(paid) == Decimal(settlement["allowed"])
    (last,) = (one for one in life.grant["claims"] if one["final"])
    assert last["amount"] == settlement["due_to_grantee"]
    assert Decimal(last["amount"]) > 0, "on the way each item was paid at its approved rate, rounded down"
    assert Decimal(money["recovered"]) == 0, "no ceiling stands over the items that could take something back"


async def test_the_ledger_holds_every_event_once_and_each_bears_the_programmes_revision(
    life: Lived, cast: Cast
) -> None:
    about = life.file.application_id
    types = await recorded_once(cast, life.stack, about)
    checked = await cast.get("mufettis", "audit", f"/applications/{about}/ledger/check")
    later = await recorded_once(cast, life.stack, about)  # that somebody looked is on record too, a moment after
    assert checked["holds"]
    assert len(types) <= checked["length"] <= len(later)
    bodies = [event_of(one) for one in await ledger(cast, about)]
    acts = [one for one in bodies if one["type"] not in {REFUSED, READ} and not one["type"].startswith("audit.")]
    assert {one["regime"] for one in acts} == {life.rules.pinned}
    assert types.count(REFUSED) == len(life.refused), "what was refused is on record too"
    assert life.rules.pinned.startswith(f"{urge.REGIME}@2010-09-23+")


def explanations(part: Any) -> Iterator[Explanation]:
    """Every explanation within what an event tells."""
    if isinstance(part, dict):
        if {"decision", "inputs", "outcome"} <= part.keys():
            yield Explanation.model_validate(part)
        part = [*part.values()]
    if isinstance(part, list):
        for one in part:
            yield from explanations(one)


async def test_every_decision_on_record_is_made_again_from_its_inputs_and_the_file(life: Lived, cast: Cast) -> None:
    recorded = [one for entry in await ledger(cast, life.file.application_id) for one in explanations(event_of(entry))]
    assert {"pre_evaluation", "claim", "settlement"} <= {one.decision for one in recorded}
    for one in recorded:
        assert one.regime == life.rules.pinned
        assert differences(one, recompute(one)) == ()


async def test_every_run_replays_against_the_code(life: Lived) -> None:
    volumes = 0
    for workflow_id in ids_of(life.file.application_id, life.file.call_id):
        for run in await runs_of(life.clock.client, workflow_id):
            assert not await replay(run, WORKFLOWS), f"{workflow_id}, volume {run.volume}"
            volumes += workflow_id == names.grant_workflow_id(life.file.application_id)
    assert volumes == urge.PERIODS + 1


async def test_the_officer_reads_the_project_in_its_own_words(life: Lived) -> None:
    async with browsing(life.stack) as browser:
        page = await browser.get(life.file.path)
    assert page.status_code == 200
    for part in ("money", "grant", "story"):
        assert " USD" in text_of(page.text, part), part
        assert " TL" not in text_of(page.text, part), part
    assert "1.203.500,00 USD" in text_of(page.text, "money")
