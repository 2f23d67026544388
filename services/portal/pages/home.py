"""The first page: sign in, or what waits for me, the soonest first."""

from asyncio import gather
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.portal.reading import Task, Tasks
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read_part
from services.portal.wording import Left

router = APIRouter()
KindChosen = Annotated[str, Query(max_length=64, pattern=r"^[a-z_.]*$")]
_LONG = 12
"""So many tasks are no longer seen at a glance."""
ROOMS_WITH_TASKS = (Room.APPLICATION, Room.EVALUATION, Room.MONITORING, Room.AUDIT)
_TO_VISIT = "visit.make"


@dataclass(frozen=True, slots=True)
class Due:
    """A task as it is shown. link: the page it is about; "" where the person may not open one."""

    kind: str
    what: str
    about: str
    link: str
    due_at: datetime | None
    left: Left | None


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks of one urgency. key: of its heading."""

    key: str
    tasks: tuple[Due, ...]


@router.get("/")
async def home(visit: Visitor, kind: KindChosen = "") -> Response:
    """Sign in, or what waits for me; of a kind, where there is much."""
    if visit.session is None:
        return visit.page("sign_in.html", is_over=False, to="/")
    caller = visit.caller()
    answers = await gather(*(caller.get(room, "/tasks") for room in ROOMS_WITH_TASKS))
    found: list[Due] = []
    missing: list[Room] = []
    for room, answer in zip(ROOMS_WITH_TASKS, answers, strict=True):
        tasks, gap = read_part(answer, room, Tasks)
        found += [_due(visit, room, task) for task in tasks.entries] if tasks else []
        missing += [gap] if gap else []
    kinds = Counter(task.kind for task in found)
    chosen = kind if kind in kinds else ""
    shown = [task for task in found if chosen in {"", task.kind}]
    return visit.page(
        "tasks.html",
        groups=grouped(shown),
        count=len(found),
        missing=missing,
        chosen=chosen,
        kinds=tuple((one, visit.wording.name_of("task", one), count) for one, count in sorted(kinds.items())),
        is_long=len(found) >= _LONG,
    )


def grouped(tasks: Sequence[Due]) -> list[Group]:
    """By urgency: overdue, within a week, later, without a date; within each the soonest first."""
    dated = sorted(
        (task for task in tasks if task.due_at and task.left), key=lambda task: (str(task.due_at), task.what)
    )
    groups = (
        Group("portal.tasks.overdue", tuple(task for task in dated if task.left and task.left.is_overdue)),
        Group("portal.tasks.soon", tuple(task for task in dated if task.left and task.left.is_soon)),
        Group("portal.tasks.later", tuple(task for task in dated if _is_later(task))),
        Group("portal.tasks.undated", tuple(task for task in tasks if task.due_at is None)),
    )
    return [group for group in groups if group.tasks]


def _is_later(task: Due) -> bool:
    return task.left is not None and not task.left.is_overdue and not task.left.is_soon


def _due(visit: Visit, room: Room, task: Task) -> Due:
    number = task.number or None
    what = visit.wording.name_of("task", task.kind)
    return Due(
        kind=task.kind,
        what=f"{what} ({number})" if number else what,
        about=" · ".join(dict.fromkeys(text for text in (task.title, task.consortium_name, _field(task)) if text)),
        link=_link(room, task),
        due_at=task.due_at,
        left=visit.wording.left(task.due_at),
    )


def _field(task: Task) -> str:
    return f"NACE {task.nace}" if task.nace else ""


_PLACES: tuple[tuple[str, str], ...] = (
    ("evaluator.register", "/evaluators/new/entry"),
    ("proposal.", "/proposals/{0.call_id}"),
    ("pack.answer", "/packs/{0.call_id}"),
    ("pack.", "/combinations/{0.call_id}"),
    ("feedback.", "/applications/{0.application_id}/feedback"),
    ("objection.", "/applications/{0.application_id}/feedback"),
    ("committee.", "/committees/{0.call_id}"),
    ("minutes.", "/committees/{0.call_id}"),
    ("working_paper.", "/desk/samples/{0.sample_id}/{0.application_id}"),
    ("gap.", "/desk/ledger"),
    ("inspection.", "/applications/{0.application_id}/inspection"),
    ("finish_draft", "/applications/{0.application_id}/draft"),
    ("complete", "/applications/{0.application_id}/completion"),
    ("confirm_participation", "/applications/{0.application_id}/part"),
)
"""Where the work of a kind lies, by how the kind begins; of any other, on the page of its application."""


_ON_GRANT: Mapping[str, str] = MappingProxyType(
    {
        "report.submit": "report",
        "report.decide": "reports/{part}",
        "claim.make": "do/claims",
        "claim.approve": "do/claim/{part}",
        "claim.countersign": "do/claim/{part}",
        "claim.pay": "do/claim/{part}",
        "claim.send_again": "do/claim/{part}",
        "account.confirm": "do/account-to-confirm/{part}",
        "recovery.open": "do/recovery",
        "recovery.late": "do/recovery",
        "guarantee.end": "do/held-guarantee/{part}",
        "force_majeure.decide": "force-majeure/{part}",
        "extension.decide": "extension/{part}",
        "milestone.declare": "do/milestone/{part}",
        "milestone.decide": "do/milestone/{part}",
        "risk.answer": "do/risk",
        "notice.expired": "do/given-notice/{part}",
        "report.escalated": "do/notice",
        "development.submit": "do/development/{part}",
        "development.decide": "do/development/{part}",
        "development.escalated": "do/notice",
        "independent_audit.assign": "do/audit",
        "independent_audit.report": "do/audit-report",
        "independent_audit.late": "do/audit",
        "finding.answer": "do/finding/{part}",
        "finding.decide": "do/finding/{part}",
        "finding.late": "do/finding/{part}",
        "closing.submit": "do/closing",
        "closing.decide": "do/closing",
        "closing.overdue": "do/settlement",
        "closing.settle": "do/settlement",
        "obligation.look": "do/obligation/{part}",
    }
)
"""Where on the pages of its grant a task is done; part: as the room names it."""
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        _TO_VISIT: "/visits/{part}",
        "change.decide": "/changes/{part}",
        "change.decide_minister": "/changes/{part}",
        "appropriation.low": "/appropriations",
    }
)


def _on_grant(task: Task) -> str:
    """The form of a task of the monitoring room; the page of its grant where the room did not name the part."""
    place = _ELSEWHERE.get(task.kind, "")
    if place and (task.part or "{part}" not in place):
        return place.format(part=task.part)
    if not task.grant_id:
        return ""
    there = _ON_GRANT.get(task.kind, "")
    known = there and (task.part or "{part}" not in there)
    return f"/grants/{task.grant_id}" + (f"/{there.format(part=task.part)}" if known else "")


def _link(room: Room, task: Task) -> str:
    """Where the work lies; "" where there is no page for whoever does it."""
    if room is Room.MONITORING:
        return _on_grant(task)
    if task.assignment_id:
        return f"/assignments/{task.assignment_id}"
    place = next((where for kind, where in _PLACES if task.kind.startswith(kind)), "")
    if place:
        return place.format(task)
    return f"/applications/{task.application_id}" if task.application_id else ""
