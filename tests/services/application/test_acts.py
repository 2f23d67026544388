"""Every act of a person, in every stage and by every role: the policy and the table of stages decide, nothing else."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from grants.contracts.stages import Stage
from grants.policy import TABLE, Action, Relation, Role
from services.application.domain.stages import ACTS, Act
from tests.conftest import OpenRoom
from tests.services.application.way import Way, at, plan_json, rules_of

pytestmark = pytest.mark.servers

POINT = {"points": [{"title": "Bütçe", "text": "Gerekçe yazılsın"}]}
DECISION = {"approved": True, "decided_on": "2027-03-01", "number": "2027/9"}
REFUSAL = {**DECISION, "approved": False, "reason": "Bütçe yok"}
ENTERPRISE = {
    "name": "Teşebbüs A.Ş.",
    "tax_number": "9990001112",
    "registry_no": "ANK-7",
    "founded_on": "2027-03-01",
    "province": "Ankara",
}


@dataclass(frozen=True)
class Asked:
    path: str
    action: Action
    act: Act
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def stages(self) -> frozenset[Stage]:
        return frozenset(ACTS[self.act])


ALL = (
    Asked("check/admit", Action.CHECK_ADMIT, Act.ADMIT),
    Asked("check/completion", Action.CHECK_REQUEST_COMPLETION, Act.REQUEST_COMPLETION, {"items": ["İmza"]}),
    Asked("check/complete", Action.CHECK_COMPLETE, Act.COMPLETE, {"note": "Tamam"}),
    Asked("check/exclude", Action.CHECK_EXCLUDE, Act.EXCLUDE, {"reason": "Eksik"}),
    Asked("negotiation/points", Action.NEGOTIATION_RAISE_POINT, Act.RAISE_POINT, POINT),
    Asked("negotiation/answers", Action.NEGOTIATION_ANSWER, Act.ANSWER_POINT, {"point_id": "none", "answer": "Evet"}),
    Asked("negotiation/plans", Action.NEGOTIATION_REVISE_PLAN, Act.REVISE_PLAN, {"plan": plan_json(), "why": "Yeni"}),
    Asked("negotiation/agree", Action.NEGOTIATION_AGREE, Act.AGREE, {"version": 1}),
    Asked("negotiation/decline", Action.NEGOTIATION_DECLINE, Act.DECLINE, {"reason": "Olmadı"}),
    Asked("approval", Action.APPROVAL_DECIDE, Act.APPROVE, DECISION),
    Asked("approval", Action.APPROVAL_DECIDE, Act.REFUSE, REFUSAL),
    Asked("enterprise", Action.ENTERPRISE_RECORD, Act.RECORD_ENTERPRISE, ENTERPRISE),
    Asked("contract/sign", Action.CONTRACT_SIGN_FOR_MINISTRY, Act.SIGN),
    Asked("contract/sign", Action.CONTRACT_SIGN_FOR_ENTERPRISE, Act.SIGN),
    Asked("withdraw", Action.APPLICATION_WITHDRAW, Act.WITHDRAW, {"reason": "Vazgeçtik"}),
)
REACHED = tuple(stage for stage in Stage if stage is not Stage.ENDED)


def who_may(way: Way, action: Action) -> tuple[str, str]:
    """A person and a role the policy allows the action to."""
    cells = TABLE[action]
    if cells.get(Role.COORDINATOR) is Relation.OWN:
        return way.coordinator, Role.COORDINATOR
    return "official", next(role for role, needed in cells.items() if needed is Relation.ANYONE)


@pytest.mark.parametrize("stage", REACHED)
async def test_an_act_out_of_its_stage_is_a_conflict_and_changes_nothing(room_of: OpenRoom, stage: Stage) -> None:
    way = await at(room_of, stage)
    before, told = await way.record(), await way.told()
    for asked in ALL:
        if stage in asked.stages:
            continue
        person, role = who_may(way, asked.action)
        answer = await way.room.api.as_(person, role).post(way.path(asked.path), asked.body)
        assert answer.status_code == 409, (asked, answer.text)
        assert rules_of(answer) == [f"wrong_stage.{stage}"]
    assert await way.record() == before
    assert set((await way.told())[len(told) :]) <= {"application.act.refused"}


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: f"{asked.act}-{asked.action}")
async def test_an_act_is_refused_to_every_role_the_policy_does_not_name(room_of: OpenRoom, asked: Asked) -> None:
    (*_, stage) = sorted(asked.stages, key=list(Stage).index)
    way = await at(room_of, stage)
    before = await way.record()
    actions = {asked.action}
    if asked.act is Act.SIGN:
        actions = {Action.CONTRACT_SIGN_FOR_MINISTRY, Action.CONTRACT_SIGN_FOR_ENTERPRISE}
    for role in Role:
        if any(TABLE[action].get(role) is Relation.ANYONE for action in actions):
            continue
        answer = await way.room.api.as_("stranger", role).post(way.path(asked.path), asked.body)
        assert answer.status_code == 403, (role, answer.text)
    assert await way.record() == before


@pytest.mark.parametrize("path", ["check/admit", "negotiation/agree", "approval"])
async def test_a_coordinator_with_an_office_cannot_decide_on_the_own_application(room_of: OpenRoom, path: str) -> None:
    asked = next(entry for entry in ALL if entry.path == path)
    (stage,) = asked.stages
    way = await at(room_of, stage)
    both = way.room.api.as_(way.coordinator, "coordinator", "ministry_officer", "ministers_office")
    assert (await both.post(way.path(path), asked.body)).status_code == 403


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: f"{asked.act}-{asked.action}")
async def test_an_unknown_application_is_not_found(room_of: OpenRoom, asked: Asked) -> None:
    way = await at(room_of, Stage.DRAFT)
    person, role = who_may(way, asked.action)
    answer = await way.room.api.as_(person, role).post(f"/applications/none/{asked.path}", asked.body)
    assert answer.status_code == 404


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: f"{asked.act}-{asked.action}")
async def test_a_field_nobody_knows_is_refused(room_of: OpenRoom, asked: Asked) -> None:
    way = await at(room_of, Stage.DRAFT)
    person, role = who_may(way, asked.action)
    answer = await way.room.api.as_(person, role).post(way.path(asked.path), {**asked.body, "extra": 1})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "extra"


async def test_a_refused_act_is_on_record_with_person_and_rule(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    await way.room.api.as_("nosy", "evaluator").post(way.path("check/admit"))
    refused = [event for event in await way.room.told(way.id) if event.type == "application.act.refused.v1"]
    assert [(event.actorid, event.data["rule"]) for event in refused] == [("nosy", "not_allowed")]


async def test_the_same_key_gets_the_same_answer_and_acts_once(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    first = await way.as_officer().post(way.path("check/admit"), {"note": "Uygun"}, key="once")
    again = await way.as_officer().post(way.path("check/admit"), {"note": "Uygun"}, key="once")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert (await way.told()).count("application.application.admitted") == 1
