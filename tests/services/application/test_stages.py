"""The way of an application holds: no stage is skipped, the end is final, and each deadline has its consequence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from grants.breach import Refused, WrongStage
from grants.contracts.stages import Outcome, Stage
from grants.regimes import RuleSet, load
from grants.rules.deadlines import Due
from grants.rules.deadlines import end as end_of
from runtime.messages import LANGUAGES, catalogue
from services.application.domain.stages import (
    ACTS,
    OPENINGS,
    TIMED,
    Act,
    CompletionUsed,
    Consequence,
    DeadlinePassed,
    InTime,
    Lapsed,
    Overdue,
    Standing,
    after,
    due_of,
    lapse,
    opening,
    step,
    was_entered,
)

RULES = load("kdp-2014")
texts = catalogue("grants")
START = datetime(2015, 7, 10, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_late_act_is_told_the_last_day_and_the_hour_in_istanbul() -> None:
    end = due_of(Stage.NEGOTIATION, START, RULES)
    with pytest.raises(DeadlinePassed) as late:
        step(Standing(Stage.NEGOTIATION, end), Act.AGREE, datetime(2015, 9, 8, 21, 0, tzinfo=UTC))
    (breach,) = late.value.breaches
    assert (breach.asked, breach.allowed) == ("2015-09-08T21:00:00+00:00", "2015-09-08")
    said = catalogue("grants").say("tr", breach.rule, **breach.as_dict())
    assert said == "Süre 08.09.2015 günü sonunda doldu; işlem zamanı: 09.09.2015 00:00."


def without_negotiation(rules: RuleSet) -> RuleSet:
    off = rules.negotiation.enabled.model_copy(update={"value": False})
    return rules.model_copy(update={"negotiation": rules.negotiation.model_copy(update={"enabled": off})})


@pytest.mark.parametrize(
    ("stage", "last_day"),
    [
        (Stage.ADMINISTRATIVE_CHECK, "2015-07-30"),
        (Stage.COMPLETION, "2015-07-24"),
        (Stage.NEGOTIATION, "2015-09-08"),
        (Stage.APPROVAL, "2015-08-09"),
        (Stage.FOUNDING, "2015-10-08"),
        (Stage.SIGNING, "2015-08-09"),
    ],
)
def test_a_stage_ends_with_its_last_day_in_istanbul(stage: Stage, last_day: str) -> None:
    end = due_of(stage, START, RULES)
    assert end is not None
    midnight = datetime.fromisoformat(f"{last_day}T21:00:00+00:00")  # midnight of that day in the Istanbul of 2015
    assert end == midnight
    assert end.tzinfo is UTC


def test_only_the_timed_stages_have_an_end() -> None:
    timed = {stage for stage in Stage if due_of(stage, START, RULES) is not None}
    assert timed == {
        Stage.ADMINISTRATIVE_CHECK,
        Stage.COMPLETION,
        Stage.NEGOTIATION,
        Stage.APPROVAL,
        Stage.FOUNDING,
        Stage.SIGNING,
    }


def test_a_window_that_opens_late_on_a_friday_counts_from_monday() -> None:
    friday_night = datetime(2015, 7, 10, 20, 59, tzinfo=UTC)
    end = due_of(Stage.COMPLETION, friday_night, RULES)
    assert end == datetime(2015, 7, 24, 21, tzinfo=UTC)
    assert due_of(Stage.COMPLETION, friday_night + timedelta(minutes=1), RULES) == end


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_has_the_very_end_that_its_time_has_where_it_is_explained(stage: Stage) -> None:
    own = due_of(stage, START, RULES)
    kept_elsewhere = {Stage.DRAFT, Stage.COMMITTEE, Stage.RESERVE}
    named = stage.value in {one.value for one in Due} and stage not in kept_elsewhere
    assert own == (end_of(Due(stage.value), START, RULES) if named else None)


@pytest.mark.parametrize(
    ("stage", "consequence"),
    [
        (Stage.COMPLETION, Lapsed(Outcome.EXCLUDED)),
        (Stage.NEGOTIATION, Lapsed(Outcome.DECLINED)),
        (Stage.FOUNDING, Lapsed(Outcome.DECLINED)),
        (Stage.SIGNING, Lapsed(Outcome.DECLINED)),
    ],
)
def test_the_applicants_time_ends_exactly_at_its_end(stage: Stage, consequence: Consequence) -> None:
    end = due_of(stage, START, RULES)
    assert end is not None
    standing = Standing(stage, end)
    assert lapse(standing, end - SECOND, RULES) == InTime()
    assert lapse(standing, end, RULES) == consequence


@pytest.mark.parametrize("stage", [Stage.ADMINISTRATIVE_CHECK, Stage.APPROVAL])
def test_the_ministrys_own_deadline_brings_a_reminder_and_a_new_date(stage: Stage) -> None:
    end = due_of(stage, START, RULES)
    assert end is not None
    standing = Standing(stage, end)
    assert lapse(standing, end - SECOND, RULES) == InTime()
    reminder = lapse(standing, end, RULES)
    assert isinstance(reminder, Overdue)
    assert reminder.due_at == due_of(stage, end, RULES)
    assert reminder.due_at > end


@pytest.mark.parametrize("act", sorted(TIMED))
def test_an_act_that_comes_at_the_end_of_its_time_is_too_late(act: Act) -> None:
    (stage,) = ACTS[act]
    standing = Standing(stage, START)
    assert step(standing, act, START - SECOND) == ACTS[act][stage]
    with pytest.raises(DeadlinePassed):
        step(standing, act, START)


@pytest.mark.parametrize("act", [Act.ADMIT, Act.EXCLUDE, Act.REQUEST_COMPLETION, Act.APPROVE, Act.REFUSE])
def test_the_ministry_may_still_decide_when_it_is_late(act: Act) -> None:
    (stage,) = ACTS[act]
    assert step(Standing(stage, START), act, START + timedelta(days=90)) == ACTS[act][stage]


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("stage", Stage)
def test_an_act_is_refused_in_every_stage_the_table_does_not_give_it(act: Act, stage: Stage) -> None:
    if stage in ACTS[act]:
        assert step(Standing(stage), act, START) == ACTS[act][stage]
        return
    with pytest.raises(WrongStage) as refused:
        step(Standing(stage), act, START)
    (breach,) = refused.value.breaches
    assert (breach.rule, breach.asked) == (f"wrong_stage.{stage}", act)
    assert all(texts.knows(breach.rule, language) for language in LANGUAGES)


def test_an_outcome_is_set_exactly_at_the_end() -> None:
    for ways in ACTS.values():
        for taken in ways.values():
            assert (taken.outcome is not None) == (taken.stage is Stage.ENDED)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ENDED])
def test_the_coordinator_can_withdraw_until_the_contract(stage: Stage) -> None:
    ended = after(Standing(stage, START), Act.WITHDRAW, START + timedelta(days=400), RULES)
    assert (ended.stage, ended.outcome, ended.due_at) == (Stage.ENDED, Outcome.WITHDRAWN, None)


def test_completion_is_asked_for_once_only() -> None:
    asked = after(Standing(Stage.ADMINISTRATIVE_CHECK), Act.REQUEST_COMPLETION, START, RULES)
    back = after(asked, Act.COMPLETE, START, RULES)
    assert back.stage is Stage.ADMINISTRATIVE_CHECK
    with pytest.raises(CompletionUsed):
        after(back, Act.REQUEST_COMPLETION, START, RULES)
    assert after(back, Act.ADMIT, START, RULES).stage is Stage.ADMITTED


def test_a_regime_without_negotiation_takes_the_plan_as_submitted() -> None:
    assert opening(Stage.NEGOTIATION, RULES) is Act.OPEN_NEGOTIATION
    assert opening(Stage.NEGOTIATION, without_negotiation(RULES)) is Act.TAKE_AS_SUBMITTED


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in OPENINGS])
def test_a_workflow_cannot_open_a_stage_that_people_lead_to(stage: Stage) -> None:
    with pytest.raises(WrongStage):
        opening(stage, RULES)


def test_a_stage_counts_as_entered_once_the_application_is_there_or_past_it() -> None:
    assert was_entered(Stage.APPROVAL, Stage.APPROVAL)
    assert was_entered(Stage.APPROVAL, Stage.FOUNDING)
    assert not was_entered(Stage.APPROVAL, Stage.AGREED)
    assert was_entered(Stage.ADMINISTRATIVE_CHECK, Stage.COMPLETION)


REQUIRED = (
    Stage.DRAFT,
    Stage.SUBMITTED,
    Stage.ADMINISTRATIVE_CHECK,
    Stage.ADMITTED,
    Stage.PRE_EVALUATION,
    Stage.COMMITTEE,
    Stage.SELECTED,
    Stage.AGREED,
    Stage.APPROVAL,
    Stage.APPROVED,
    Stage.FOUNDING,
    Stage.FOUNDED,
    Stage.SIGNING,
    Stage.ENDED,
)


class Way(RuleBasedStateMachine):
    """Any sequence of acts and passing days."""

    @initialize()
    def draft(self) -> None:
        self.now = START
        self.standing = Standing(Stage.DRAFT)
        self.path = [Stage.DRAFT]
        self.completions = 0

    def take(self, act: Act) -> None:
        before = self.standing
        try:
            self.standing = after(before, act, self.now, RULES)
        except Refused:
            return
        assert before.stage is not Stage.ENDED
        self.completions += act is Act.REQUEST_COMPLETION
        if self.standing.stage is not before.stage:
            self.path.append(self.standing.stage)

    @rule(act=st.sampled_from(Act))
    def anything(self, act: Act) -> None:
        self.take(act)

    @precondition(lambda self: self.standing.stage is not Stage.ENDED)
    @rule(data=st.data())
    def something_allowed(self, data: st.DataObject) -> None:
        open_acts = [act for act in Act if self.standing.stage in ACTS[act] and act is not Act.WITHDRAW]
        self.take(data.draw(st.sampled_from(open_acts)))

    @rule(days=st.integers(0, 120))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        consequence = lapse(self.standing, self.now, RULES)
        if isinstance(consequence, Lapsed):
            self.standing = Standing(Stage.ENDED, None, consequence.outcome)
            self.path.append(Stage.ENDED)

    @invariant()
    def the_end_has_an_outcome(self) -> None:
        assert (self.standing.stage is Stage.ENDED) == (self.standing.outcome is not None)
        assert self.path.count(Stage.ENDED) <= 1
        assert Stage.ENDED not in self.path[:-1]

    @invariant()
    def a_contract_has_come_through_every_required_stage(self) -> None:
        if self.standing.outcome is Outcome.CONTRACTED:
            firsts = sorted(REQUIRED, key=self.path.index)
            assert tuple(firsts) == REQUIRED

    @invariant()
    def completion_happens_at_most_once(self) -> None:
        assert self.completions <= 1
        assert self.path.count(Stage.COMPLETION) <= 1


Way.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
test_any_sequence_of_acts_keeps_the_way = Way.TestCase


def test_there_is_a_way_to_a_contract() -> None:
    standing = Standing(Stage.DRAFT)
    for act in (
        Act.SUBMIT,
        Act.OPEN_CHECK,
        Act.ADMIT,
        Act.OPEN_PRE_EVALUATION,
        Act.SEND_TO_COMMITTEE,
        Act.SELECT,
        Act.OPEN_NEGOTIATION,
        Act.AGREE,
        Act.OPEN_APPROVAL,
        Act.APPROVE,
        Act.OPEN_FOUNDING,
        Act.RECORD_ENTERPRISE,
        Act.OPEN_SIGNING,
        Act.SIGN,
        Act.CONCLUDE,
    ):
        standing = after(standing, act, START, RULES)
    assert standing == Standing(Stage.ENDED, None, Outcome.CONTRACTED)
