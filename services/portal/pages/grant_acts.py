"""What can be done with a grant and its parts, each on a page with the facts it stands on."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from grants.policy import TABLE, Action
from grants.regimes import RuleSet, UnknownRegime, UnknownRevision, keys, load, revisions
from services.portal.acting import Pairs, Scene
from services.portal.doing import PostedAct, do, show
from services.portal.grant_acts import PLACES
from services.portal.handed import handed
from services.portal.naming import with_people
from services.portal.pages.applications import Key
from services.portal.places import Place
from services.portal.reading_closing import Closing
from services.portal.reading_grants import Grant
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
PlaceName = Annotated[str, Path(max_length=40)]
Document = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
_CLOSING = "closing"
PartKey = Annotated[str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$")]


@router.get("/grants/{grant_id}/do/{place}")
async def of_grant(visit: Visitor, grant_id: Key, place: PlaceName) -> Response:
    """What can be done with the grant as a whole."""
    return show(visit, await with_people(visit, await _scene(visit, grant_id, place, "")))


@router.post("/grants/{grant_id}/do/{place}")
async def do_of_grant(visit: Visitor, sent: PostedAct, grant_id: Key, place: PlaceName) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _scene(visit, grant_id, place, ""))


@router.get("/grants/{grant_id}/do/{place}/{part}")
async def of_part(visit: Visitor, grant_id: Key, place: PlaceName, part: PartKey) -> Response:
    """What can be done with one part of it: a claim, a milestone, a notice …"""
    return show(visit, await _scene(visit, grant_id, place, part))


@router.post("/grants/{grant_id}/do/{place}/{part}")
async def do_of_part(visit: Visitor, sent: PostedAct, grant_id: Key, place: PlaceName, part: PartKey) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _scene(visit, grant_id, place, part))


async def _scene(visit: Visit, grant_id: str, name: str, key: str) -> Scene:
    place = PLACES.get(name)
    if place is None or (place.parts is None) != (not key):
        raise PageRefused(HTTPStatus.NOT_FOUND)
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    part = place.find(grant, key) if key else None
    if key and part is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    scene = scene_of(visit, grant, name, place, part)
    return await _with_closing(visit, scene) if name == _CLOSING else scene


async def _with_closing(visit: Visit, scene: Scene) -> Scene:
    """What the record says at the closing; the form with what was typed, or the report that came back, whole."""
    path = f"/grants/{scene.places['file']}/closing"
    closing, _ = read_part(await visit.caller().get(Room.MONITORING, path), Room.MONITORING, Closing)
    written = closing.written if closing else {}
    return replace(scene, shown={**scene.shown, "closing": closing}, values={**scene.values, **written})


def scene_of(visit: Visit, grant: Grant, name: str, place: Place, part: Any) -> Scene:
    """The page of a place of a grant, as it is for this person."""
    key = str(getattr(part, place.key)) if part is not None else ""
    rules = _rules(grant)
    return Scene(
        room=Room.MONITORING,
        address=f"/grants/{grant.id}/do/{name}" + (f"/{key}" if key else ""),
        back=f"/grants/{grant.id}",
        title=visit.wording.say(f"portal.place.{name}", number=getattr(part, "number", "") or key),
        about=grant.enterprise_name or grant.consortium_name,
        acts=place.acts,
        facts=place.facts,
        shown={"grant": grant, "part": part, "rules": rules, "second": _seconds(visit)},
        places={"file": grant.id, "part": key},
        can=place.open(grant, part),
        options=_options(visit, grant, rules),
        values=_values(visit, part),
    )


def _rules(grant: Grant) -> RuleSet | None:
    """The rules of the grant; none where this portal has not got them, as it may be older than the room."""
    try:
        return load(grant.regime, grant.revision)
    except (UnknownRegime, UnknownRevision):
        return None


def _options(visit: Visit, grant: Grant, rules: RuleSet | None) -> Mapping[str, Pairs]:
    """The grounds of the grant's own rules, its support items, and the rules there are."""
    items = [one for package in grant.plan.packages for one in package.items]
    grounds = rules.termination.grounds.value if rules else ()
    return {
        "assets[].item": tuple((one.key, f"{one.key} {one.title}") for one in items),
        "ground": tuple((one.code, getattr(one.names, visit.wording.language)) for one in grounds),
        "regime": tuple((key, key) for key in sorted(keys())),
        "revision": tuple(
            (one.revision, f"{key}, {visit.wording.day(one.since)}") for key in sorted(keys()) for one in revisions(key)
        ),
    }


def _values(visit: Visit, part: Any) -> dict[str, str]:
    """Whoever plans a visit goes there; what is filed again begins as it was filed."""
    parts = {name: getattr(part, name, "") for name in ("technical", "administrative", "financial")}
    return {"visitor_id": visit.signed_in().person_id, **{name: said for name, said in parts.items() if said}}


def _seconds(visit: Visit) -> str:
    """Who may give the second approval of a claim, in words."""
    return ", ".join(visit.wording.name_of("role", role.value) for role in TABLE[Action.CLAIM_COUNTERSIGN])


@router.get("/grants/{grant_id}/papers/{document}")
async def paper(visit: Visitor, grant_id: Key, document: Document) -> Response:
    """A paper that was handed in, handed through as a file to be saved."""
    return await handed(visit, Room.MONITORING, f"/grants/{grant_id}/scans/{document}", document)
