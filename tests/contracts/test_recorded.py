"""What is sensitive cannot be read without a trace: each door that shows something is recorded, or says why not."""

from enum import StrEnum
from typing import Any

import pytest
from fastapi import Response
from fastapi.routing import APIRoute

from runtime.documents import open_documents
from runtime.http.door import Door, is_guarded, is_recorded
from runtime.messages import LANGUAGES, catalogue
from runtime.room import Platform, RoomPlan
from runtime.settings import PlatformSettings
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION

PLANS = (APPLICATION, EVALUATION, MONITORING, AUDIT, NOTIFICATION)
SENSITIVE = {
    "application": """
        /consortia/{consortium_id} /applications/{application_id}/holdings /calls/{call_id}/holdings
        /holdings /holdings/{about}
        """,
    "evaluation": """
        /evaluators /evaluators/{person_id} /applications/{application_id}/pre-evaluation
        /applications/{application_id}/assessments /assignments/{assignment_id}
        /calls/{call_id}/assignment-proposals/{proposal_id} /applications/{application_id}/conflicts
        /calls/{call_id}/committee/applications/{application_id} /calls/{call_id}/committee/items/{application_id}
        /calls/{call_id}/committee/minutes /calls/{call_id}/ranking /calls/{call_id}/evaluators-report
        /calls/{call_id}/approval-packs/{number} /applications/{application_id}/feedback
        /applications/{application_id}/holdings /calls/{call_id}/holdings /holdings /holdings/{about}
        """,
    "monitoring": """
        /payment-orders/{order_id} /visits/{visit_id} /grants/{grant_id}/reports/{number}/lines
        /grants/{grant_id}/holdings /holdings /holdings/{about}
        """,
    "audit": """
        /applications/{application_id}/story /applications/{application_id}/ledger
        /applications/{application_id}/archive /ledger/records /desk/rights /desk/leads /desk/samples/{sample_id}
        /holdings /holdings/{about}
        """,
    "notification": "",
}
"""Personal data of others, scores, votes and opinions of persons, who evaluates whom, conflicts of interest, accounts
that are paid to, what visits found, the evidence itself, and what inspectors suspect."""


class Ground(StrEnum):
    """Why reading something is not told.

    own: shows what is the reader's own, or waits for the reader. rules: of no file: regimes, calls, the registry, and
    figures of a programme. work: the file of legal persons, before those who act on it every day, each under a relation
    that is on record; who acts is told, act by act. list: names what there is, of which each is told when it is opened.
    proof: hashes, signatures and counts. by itself: tells of each file it opens. names: by which name somebody is known
    whose id the reader has met, or whom the reader may give a task; nothing else of them.
    """

    OWN = "own"
    RULES = "rules"
    WORK = "work"
    LIST = "list"
    PROOF = "proof"
    BY_ITSELF = "by itself"
    NAMES = "names"


NOT_TOLD = {
    "application": {
        Ground.RULES: """
            /calls /calls/{call_id} /regimes /regimes/{key} /regimes/{key}/diff /rules/check /registry/clusters
            """,
        Ground.OWN: "/consortia /tasks",
        Ground.NAMES: "/people",
        Ground.WORK: """
            /applications /applications/{application_id} /applications/{application_id}/plans/{version}
            """,
    },
    "evaluation": {
        Ground.OWN: "/assignments /tasks",
        Ground.LIST: "/calls/{call_id}/assignment-proposals /calls/{call_id}/approval-packs",
        Ground.WORK: """
            /calls/{call_id}/staffing /calls/{call_id}/committee /calls/{call_id}/committee/sessions
            /calls/{call_id}/funding-combinations /calls/{call_id}/funding-combinations/comparison
            /calls/{call_id}/funding-combinations/{number}
            """,
        Ground.NAMES: "/people /people/for/{task}",
    },
    "monitoring": {
        Ground.OWN: "/tasks /visits",
        Ground.RULES: "/indicators /appropriations",
        Ground.LIST: "/payment-orders",
        Ground.NAMES: "/people /people/for/{task} /grants/{grant_id}/people",
        Ground.WORK: """
            /grants /grants/{grant_id} /grants/{grant_id}/reports/{number}/draft
            /grants/{grant_id}/reports/{number}/evidence /changes/{change_id} /grants/{grant_id}/plan
            /grants/{grant_id}/changes/preview /grants/{grant_id}/reports/{number}/disallow/preview
            /grants/{grant_id}/plan/versions /grants/{grant_id}/ledger /grants/{grant_id}/closing
            """,
    },
    "audit": {
        Ground.OWN: "/tasks",
        Ground.LIST: "/desk/samples /ledger/files /erasures /applications/{application_id}/dossiers",
        Ground.PROOF: """
            /applications/{application_id}/ledger/check /ledger/keys /ledger/roots /ledger/roots/kept
            /ledger/consistency /ledger/records/{event_id}/inclusion /ledger/gaps /ledger/set-aside
            /applications/{application_id}/ledger/proof /archive/unlocked /ledger/roots/unlocked
            """,
        Ground.BY_ITSELF: "/codec/decode",
    },
    "notification": {Ground.OWN: "/mails"},
}
PLATFORM: Any = Platform(
    settings=PlatformSettings(),
    documents=open_documents("memory:///"),
    texts=catalogue("grants", "runtime"),
    **dict.fromkeys(("temporal", "bus", "clock", "verifier")),  # type: ignore[arg-type]  # no door is opened here
)


def doors(plan: RoomPlan) -> dict[str, APIRoute]:
    """All that show something: every GET, and every POST that only asks."""
    routes = [route for router in plan.routers(PLATFORM) for route in router.routes if isinstance(route, APIRoute)]
    return {route.path: route for route in routes if "GET" in route.methods or (isinstance(route, Door) and route.asks)}


def grounds(plan: RoomPlan) -> dict[str, Ground]:
    return {path: ground for ground, paths in NOT_TOLD[plan.name].items() for path in paths.split()}


def is_file(route: APIRoute) -> bool:
    """Whether its answer is something to keep; each of these is told."""
    return isinstance(route.response_class, type) and route.response_class is Response


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_door_is_recorded_or_a_file_or_says_why_it_is_neither(plan: RoomPlan) -> None:
    silent = {path for path, route in doors(plan).items() if not is_recorded(route.endpoint) and not is_file(route)}
    assert silent == set(grounds(plan)), "a new door: mark it @recorded, or say here why its reading is not told"


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_what_only_shows_what_an_act_would_come_to_keeps_no_answer_and_tells_who_was_refused(plan: RoomPlan) -> None:
    routes = [route for router in plan.routers(PLATFORM) for route in router.routes if isinstance(route, APIRoute)]
    previews = [route for route in routes if route.path.endswith("/preview")]
    assert len(previews) == (2 if plan is MONITORING else 0)
    assert all(isinstance(one, Door) and one.asks and is_guarded(one.endpoint) for one in previews)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_door_that_shows_something_sensitive_is_marked(plan: RoomPlan) -> None:
    marked = {path for path, route in doors(plan).items() if is_recorded(route.endpoint)}
    assert marked == set(SENSITIVE[plan.name].split())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_every_door_knows_who_asks(plan: RoomPlan) -> None:
    assert [path for path, route in doors(plan).items() if not isinstance(route, Door)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_what_was_read_has_a_name_in_the_story(plan: RoomPlan, language: str) -> None:
    told = [path for path, route in doors(plan).items() if is_recorded(route.endpoint) or is_file(route)]
    last = {[part for part in path.split("/") if part and "{" not in part][-1].partition(".")[0] for path in told}
    names = {f"story.shows.{one.replace('-', '_')}" for one in last}
    assert {name for name in names if not PLATFORM.texts.knows(name, language)} == set()
