"""A change of the grant: asked for with its difference and effect shown before, and decided on."""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from grants.regimes.words import MemberKind
from grants.rules.changes import ChangeKind
from runtime.identifiers import new_id
from services.portal.filled import Fields, Json, Values
from services.portal.forms import Fault, Form, Kind
from services.portal.pages.applications import Key
from services.portal.people import Offered, offered, strangers
from services.portal.planning import Planned, cell, fields_of, planned, quarters_of, values_of
from services.portal.posting import Accepting, Posted, Sent, finish
from services.portal.reading_changes import Asked, InForce, Weighed
from services.portal.reading_grants import Grant
from services.portal.rooms import Answer, Got, Refusal, Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
KINDS = tuple(ChangeKind)
OF_PLAN = (ChangeKind.MINOR, ChangeKind.MAJOR)
ROWS = ("transfers", "joins", "new_activities", "new_items", "new_milestones")
_MORE_ROWS = 2
_ASK, _ROWS, _WITHDRAW = "ask", "rows", "withdraw"
DECISIONS = ("accept", "refuse")
_REASON: Fields = {"reason": Kind.TEXT}
TRANSFER: Fields = {
    "transfers[].source": Kind.TEXT,
    "transfers[].target": Kind.TEXT,
    "transfers[].cost": Kind.MONEY,
    "transfers[].grant": Kind.MONEY,
}
MEMBER: Fields = {
    "joins[].name": Kind.TEXT,
    "joins[].kind": Kind.CHOICE,
    "joins[].tax_number": Kind.TEXT,
    "joins[].province": Kind.TEXT,
    "joins[].nace": Kind.TEXT,
    "joins[].commits": Kind.FLAG,
    "joins[].in_main_field": Kind.FLAG,
    "leaves": Kind.WORDS,
}
_FIRST: Mapping[ChangeKind, str] = MappingProxyType(
    {
        ChangeKind.BUDGET_TRANSFER: "transfers[0].source",
        ChangeKind.MEMBER: "joins[0].name",
        ChangeKind.COORDINATOR: "coordinator_id",
    }
)
"""Beside which field it is said that nothing would change; of a plan above all of them."""
LEADERS: Fields = {"coordinator_id": Kind.TEXT, "representative_id": Kind.TEXT}
COORDINATOR: Fields = {**LEADERS, "nobody": Kind.FLAG}
DECISION: Fields = {"decision": Kind.CHOICE, "reason": Kind.TEXT, "paper": Kind.TEXT}
PostedPlan = Annotated[Sent, Depends(Accepting(most_bytes=4_000_000, most_fields=20_000))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for on which grant: the facts around the form. leaders: who can be asked for, where it is that."""

    visit: Visit
    grant: Grant
    in_force: InForce
    kind: ChangeKind
    leaders: Offered | None = None

    def called(self, person_id: str) -> str:
        """Who leads now, by name where it is known; "–" for nobody."""
        return (self.leaders.called(person_id) if self.leaders else person_id) or "–"

    @property
    def address(self) -> str:
        return f"/grants/{self.grant.id}/changes/{self.kind}"

    @property
    def fields(self) -> Fields:
        match self.kind:
            case ChangeKind.BUDGET_TRANSFER:
                return {**_REASON, **TRANSFER}
            case ChangeKind.MEMBER:
                return {**_REASON, **MEMBER}
            case ChangeKind.COORDINATOR:
                return {**_REASON, **COORDINATOR}
            case ChangeKind.MINOR | ChangeKind.MAJOR:
                return {**_REASON, "version": Kind.TEXT, **fields_of(self.in_force.plan)}

    @property
    def values(self) -> Values:
        if self.kind not in OF_PLAN:
            return {}
        return {"version": str(self.in_force.version), **values_of(self.in_force.plan)}

    def body(self, form: Form) -> tuple[dict[str, Json], Planned]:
        """What the room is sent, and how what it says finds its field."""
        said: dict[str, Any] = {"kind": self.kind.value}
        if self.kind not in OF_PLAN:
            body = form.body()
            if body.pop("nobody", False):
                body["representative_id"] = ""
            return {**said, **body}, Planned({})
        plan = planned(self.in_force.plan, form.values)
        if reason := form.value("reason").strip():
            said["reason"] = reason
        return {**said, "plan": plan.plan}, plan


@router.get("/grants/{grant_id}/changes")
async def choose(visit: Visitor, grant_id: Key) -> Response:
    """Which kind of change it is."""
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    return visit.page("change_kinds.html", grant=grant, kinds=KINDS)


@router.get("/grants/{grant_id}/changes/{kind}")
async def ask(visit: Visitor, grant_id: Key, kind: ChangeKind) -> Response:
    """The form of a change of a kind."""
    wanted = await _wanted(visit, grant_id, kind)
    return _shown(wanted, None, _with_rows(visit.kept(wanted.address, wanted.fields, wanted.values), 0))


@router.post("/grants/{grant_id}/changes/{kind}")
async def tell(visit: Visitor, sent: PostedPlan, grant_id: Key, kind: ChangeKind) -> Response:
    """What it would come to is shown first; asked for, it is on record and waits for its decision."""
    wanted = await _wanted(visit, grant_id, kind)
    more = _MORE_ROWS if sent.do == _ROWS else 0
    form = _meant(wanted, _with_rows(sent.form(visit, wanted.fields), more))
    if form.value("version") != wanted.values.get("version", ""):
        return _overtaken(wanted, form)
    if sent.do == _ROWS:
        return _shown(wanted, None, form)
    body, plan = wanted.body(form)
    path, again = f"/grants/{grant_id}/changes", partial(_again, wanted)
    if sent.do == _ASK:
        answer = _placed(await visit.caller().post(Room.MONITORING, path, body, sent.key), plan)
        return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="change", again=again)
    tried = _placed(await visit.caller().post(Room.MONITORING, f"{path}/preview", body, new_id()), plan)
    if not isinstance(tried, Got):
        return await finish(visit, sent, form, tried, to="", said="", again=again)
    weighed = read(tried, Weighed)
    wrong = (*_forbidden(visit, weighed, plan), *_strangers(wanted, form))
    if not wrong and not weighed.differences:
        nothing = Fault(_FIRST.get(kind, ""), visit.wording.say("portal.change.nothing"))
        return _shown(wanted, None, form.with_faults([nothing], HTTPStatus.UNPROCESSABLE_ENTITY))
    return _shown(wanted, weighed, form.with_faults(wrong, HTTPStatus.OK))


@router.get("/changes/{change_id}")
async def one(visit: Visitor, change_id: Key) -> Response:
    """A request with its difference and effect, and what this person may do with it."""
    return await _request(visit, change_id, visit.form(f"/changes/{change_id}", DECISION))


@router.post("/changes/{change_id}")
async def decide(visit: Visitor, sent: Posted, change_id: Key) -> Response:
    """It is accepted or refused; or its coordinator takes it back."""
    form = sent.form(visit, DECISION)
    again = partial(_request, visit, change_id)
    act = form.value("decision") if sent.do != _WITHDRAW else _WITHDRAW
    if act not in {*DECISIONS, _WITHDRAW}:
        fault = Fault("decision", visit.wording.say("portal.change.decide_missing"))
        return await again(form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    body = {name: said for name, said in form.body().items() if name != "decision"} if act != _WITHDRAW else {}
    answer = await visit.caller().post(Room.MONITORING, f"/changes/{change_id}/{act}", body, sent.key)
    to = f"/changes/{change_id}"
    return await finish(visit, sent, form, answer, to=to, said=f"change_{act}", again=again)


async def _wanted(visit: Visit, grant_id: str, kind: ChangeKind) -> Wanted:
    caller = visit.caller()
    answers = await gather(
        caller.get(Room.MONITORING, f"/grants/{grant_id}"), caller.get(Room.MONITORING, f"/grants/{grant_id}/plan")
    )
    wanted = Wanted(visit, read(answers[0], Grant), read(answers[1], InForce), kind)
    if kind is not ChangeKind.COORDINATOR:
        return wanted
    return replace(wanted, leaders=await offered(visit, Room.MONITORING, f"/grants/{grant_id}/people"))


def _meant(wanted: Wanted, form: Form) -> Form:
    """The form with the ids of those who were chosen."""
    if wanted.leaders is None:
        return form
    chosen = {name: wanted.leaders.meant(form.value(name)) for name in LEADERS}
    return replace(form, values={**form.values, **chosen})


def _strangers(wanted: Wanted, form: Form) -> tuple[Fault, ...]:
    """Whom nobody knows yet, said before it is asked for."""
    fields = ((name, wanted.leaders, form.value(name)) for name in LEADERS)
    return strangers(wanted.visit.wording, fields, "portal.person.no_member")


def _with_rows(form: Form, more: int) -> Form:
    for group in ROWS:
        form = form.with_rows(group, max(1, form.count(group) + more))
    return form


def _overtaken(wanted: Wanted, form: Form) -> Response:
    """The plan was changed since the form was shown: what was typed no longer stands at its place."""
    values = {**wanted.values, "reason": form.value("reason")}
    fault = Fault("", wanted.visit.wording.say("portal.change.overtaken"))
    return _shown(wanted, None, replace(form, values=values).with_faults([fault], HTTPStatus.CONFLICT))


async def _again(wanted: Wanted, form: Form) -> Response:
    return _shown(wanted, None, form)


def _shown(wanted: Wanted, weighed: Weighed | None, form: Form) -> Response:
    return wanted.visit.page(
        "change_form.html",
        form.status,
        wanted=wanted,
        grant=wanted.grant,
        weighed=weighed,
        form=form,
        member_kinds=tuple(MemberKind),
        quarters=quarters_of(wanted.in_force.plan),
        cell=cell,
    )


async def _request(visit: Visit, change_id: str, form: Form) -> Response:
    caller = visit.caller()
    asked = read(await caller.get(Room.MONITORING, f"/changes/{change_id}"), Asked)
    grant = read(await caller.get(Room.MONITORING, f"/grants/{asked.grant_id}"), Grant)
    can = next((one.can for one in grant.changes if one.id == asked.id), ())
    return visit.page("change.html", form.status, asked=asked, grant=grant, can=can, form=form, decisions=DECISIONS)


def _placed(answer: Answer, plan: Planned) -> Answer:
    """The answer with each breach at the field of the form it is about."""
    if not isinstance(answer, Refusal):
        return answer
    return replace(answer, faults=tuple(replace(one, name=plan.form_name(one.name)) for one in answer.faults))


def _forbidden(visit: Visit, weighed: Weighed, plan: Planned) -> tuple[Fault, ...]:
    """Everything that forbids it, beside its field."""
    return tuple(
        Fault(plan.form_name(one.subject), visit.wording.say(one.rule, **one.model_dump(exclude={"rule"})))
        for one in weighed.breaches
    )
