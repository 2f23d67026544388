"""What somebody with the rights of an owner changes, drops or puts in among consortia, evaluators and clusters is named
by who walks over the ledger: with its place and what it means.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from cli.checking import lines
from cli.client import ApiSession
from cli.of_no_file import OfNoFile, prove, prove_registry
from grants.contracts.application_events import ConsortiumCreated, MemberData, ParticipationConfirmed
from grants.contracts.evaluator_events import ContractSeal, EvaluatorErased, EvaluatorRegistered
from grants.contracts.event import EventData
from grants.contracts.registry_events import CLUSTERS, ClusterData, ClustersLoaded
from grants.proof.chain import Link
from grants.proof.sealed import hashes, seal
from grants.turkish import turkish_key
from grants.values import ConsortiumId, PersonId
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from tests.cli.test_checking import WHOLE
from tests.grants.proof.told import links_of

AT = datetime(2027, 3, 1, 6, tzinfo=UTC)
ROOMS = ("application", "evaluation", "audit")
AT_ONCE = (0.0, 0.0)
SALT = "0" * 32
PROFILE = {"nace": ["28.11"], "topics": [], "languages": [], "availability": [], "load_limit": 3, "active": True}
PERSON = {
    "name": "Ayşe",
    "email": "",
    "address": "",
    "employer": "F A.Ş.",
    "employer_tax_number": "1234567890",
    "degrees": [],
    "declared": [],
    "projects": [],
}
TERMS = {"since": "2027-01-01", "until": "2028-01-01", "fee": "1500.00"}
FIRM = MemberData(name="F A.Ş.", kind="firm", tax_number="1234567890", province="Ankara", nace="28.11", address="Sk. 1")
Tables = dict[str, list[dict[str, Any]]]


@dataclass
class Rooms:
    """Doors of rooms that hold these rows, and of the ledger with these chains. gone: rooms whose doors fail."""

    held: dict[str, dict[str, Tables]]
    chains: dict[str, list[Link]]
    gone: set[str] = field(default_factory=set)
    meanwhile: Callable[[], None] = field(default=lambda: None)
    """What somebody does each time a chain or a table was read."""

    def session(self) -> ApiSession:
        mounts: dict[str, httpx.AsyncBaseTransport | None] = {
            f"http://{room}.test": httpx.ASGITransport(self._door(room)) for room in ROOMS
        }
        urls = {room: f"http://{room}.test" for room in ROOMS}
        return ApiSession("m", token="t", urls=urls, http=httpx.AsyncClient(mounts=mounts), patience=0)

    def _door(self, room: str) -> FastAPI:
        app = FastAPI()

        async def every() -> JSONResponse:
            found = [{"about": about, "tables": tables} for about, tables in self.held[room].items()]
            return JSONResponse({"entries": found, "after": None}, 403 if room in self.gone else 200)

        async def one(about: str) -> JSONResponse:
            found = deepcopy(self.held[room].get(about))
            self.meanwhile()
            return JSONResponse({"tables": found}, 403 if room in self.gone else 200 if found else 404)

        async def ledger(about: str) -> JSONResponse:
            links = [_shown(link) for link in self.chains.get(about, ())]
            self.meanwhile()
            return JSONResponse({"entries": links, "after": None}, 200 if links else 404)

        app.add_api_route("/holdings", every)
        app.add_api_route("/holdings/{about}", one)
        app.add_api_route("/applications/{about}/ledger", ledger)
        return app


def _shown(link: Link) -> dict[str, Any]:
    facts = {name: getattr(link, name) for name in Link.__slots__}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}


def told(about: str, by: str, *data: EventData) -> list[Link]:
    events = [
        CloudEvent(
            id=new_id(),
            source="/destek/x",
            type=one.type_name(),
            subject=about,
            time=AT,
            actorid=by,
            actorrole="x",
            data=one.model_dump(mode="json"),
        )
        for one in data
    ]
    return links_of(events)


def consortium() -> tuple[list[Link], Tables]:
    facts = {"nace": "28.11", "provinces": ("Ankara",), "cluster_no": 7, "geography_has_chamber_of_industry": True}
    created = ConsortiumCreated.model_validate(
        {"consortium_id": "c1", "name": "Küme", "coordinator_id": "k", "members": (FIRM,), **facts}
    )
    confirmed = ParticipationConfirmed(consortium_id=ConsortiumId("c1"), name=FIRM.name, tax_number=FIRM.tax_number)
    row = {"id": "c1", "name": "Küme", "coordinator_id": "k", "created_at": AT.isoformat(), **facts}
    member = {"consortium_id": "c1", "place": 0, **FIRM.model_dump()}
    word = {"consortium_id": "c1", "tax_number": FIRM.tax_number, "confirmed_by": "k", "confirmed_at": AT.isoformat()}
    held = {"consortium": [row | {"provinces": ["Ankara"]}], "member": [member], "confirmation": [word]}
    return told("c1", "k", created, confirmed), held


def clusters() -> tuple[list[Link], Tables]:
    written = (ClusterData(no=7, name="Çelik", province="Ankara", stage="mature"),)
    rows = [{**one.model_dump(), "name_key": turkish_key(one.name)} for one in written]
    return told(CLUSTERS, "root", ClustersLoaded(clusters=written)), {"cluster": rows}


def evaluator() -> tuple[list[Link], Tables]:
    registered = EvaluatorRegistered(
        evaluator_id=PersonId("d1"),
        profile_seal=seal(SALT, PROFILE),
        person_seal=seal(SALT, PERSON),
        contracts=(ContractSeal(number="S-1", seal=seal(SALT, TERMS)),),
    )
    own = {"person_id": "d1", "salt": SALT}
    held = {
        "evaluator": [{**own, **PROFILE, "erased_at": None, "erasure_reason": ""}],
        "evaluator_person": [{**own, **PERSON}],
        "evaluator_contract": [{**own, "number": "S-1", **TERMS}],
    }
    return told("d1", "root", registered), held


def rooms() -> Rooms:
    made = {"c1": consortium(), CLUSTERS: clusters(), "d1": evaluator()}
    of_room = {"application": ("c1", CLUSTERS), "evaluation": ("d1",), "audit": ()}
    held = {room: {about: made[about][1] for about in abouts} for room, abouts in of_room.items()}
    return Rooms(deepcopy(held), {about: links for about, (links, _) in made.items()})


async def found(there: Rooms) -> list[tuple[str, ...]]:
    """By room, what it is about, how it differs, table, row and field."""
    shared = OfNoFile(AT_ONCE)
    shared.take(link for links in there.chains.values() for link in links)
    async with there.session() as api:
        every = [one async for one in shared.differing(api)]
    return [
        (apart.room, apart.about, one.kind, one.table, one.row, one.field)
        for apart in every
        for one in apart.differences
    ] + [(apart.room, "unread") for apart in every if apart.unread]


async def test_what_was_told_and_nothing_else_agrees() -> None:
    assert await found(rooms()) == []


def _set(name: str, table: str, **fields: Any) -> Callable[[Rooms], None]:
    room = "evaluation" if name == "d1" else "application"
    return lambda there: there.held[room][name][table][0].update(fields)


def _drop(name: str, table: str) -> Callable[[Rooms], None]:
    room = "evaluation" if name == "d1" else "application"
    return lambda there: there.held[room][name][table].clear()


TAMPERED: list[tuple[Callable[[Rooms], None], tuple[str, ...]]] = [
    (_set("c1", "consortium", nace="x"), ("application", "c1", "value", "consortium", "c1", "nace")),
    (_set("c1", "member", tax_number="0000000000"), ("application", "c1", "value", "member", "0", "tax_number")),
    (
        _set("c1", "confirmation", confirmed_by="x"),
        ("application", "c1", "value", "confirmation", "1234567890", "confirmed_by"),
    ),
    (_drop("c1", "confirmation"), ("application", "c1", "missing", "confirmation", "1234567890", "")),
    (_set(CLUSTERS, "cluster", stage="idea"), ("application", CLUSTERS, "value", "cluster", "7", "stage")),
    (_drop(CLUSTERS, "cluster"), ("application", CLUSTERS, "missing", "cluster", "7", "")),
    (
        _set("d1", "evaluator_person", employer_tax_number="9999999999"),
        ("evaluation", "d1", "value", "evaluator_person", "d1", "name"),
    ),
    (_set("d1", "evaluator", active=False), ("evaluation", "d1", "value", "evaluator", "d1", "nace")),
    (
        _set("d1", "evaluator_contract", fee="1500.01"),
        ("evaluation", "d1", "value", "evaluator_contract", "S-1", "since"),
    ),
    (_drop("d1", "evaluator_person"), ("evaluation", "d1", "missing", "evaluator_person", "d1", "")),
    (
        lambda there: there.held["evaluation"].update(d2={"evaluator": [{"person_id": "d2"}]}),
        ("evaluation", "d2", "untold", "evaluator", "d2", ""),
    ),
    (
        lambda there: there.held["application"].update(c2={"consortium": [{"id": "c2"}]}),
        ("application", "c2", "untold", "consortium", "c2", ""),
    ),
    (lambda there: there.gone.add("evaluation"), ("evaluation", "unread")),
]


@pytest.mark.parametrize(("tamper", "named"), TAMPERED)
async def test_what_is_changed_dropped_or_put_in_is_named(
    tamper: Callable[[Rooms], None], named: tuple[str, ...]
) -> None:
    there = rooms()
    tamper(there)
    assert await found(there) == [named]


def never_at_rest(there: Rooms) -> None:
    """The registry is loaded anew, with another name, each time somebody has read it, or what is on record of it."""
    count = 0

    def load() -> None:
        nonlocal count
        count += 1
        loaded = ClusterData(no=7, name=f"Çelik {count}", province="Ankara", stage="mature")
        there.chains[CLUSTERS] += told(CLUSTERS, "root", ClustersLoaded(clusters=(loaded,)))
        row = there.held["application"][CLUSTERS]["cluster"][0]
        row.update(name=loaded.name, name_key=turkish_key(loaded.name))

    there.meanwhile = load


async def test_a_table_on_which_somebody_acts_at_every_look_says_what_was_told_between_two_of_them() -> None:
    there = rooms()
    never_at_rest(there)
    async with there.session() as api:
        (agrees,) = [one async for one in prove_registry(api, AT_ONCE)]
    assert agrees.holds, agrees.found


async def test_a_table_that_was_changed_is_named_whoever_acts_on_it_at_every_look() -> None:
    there = rooms()
    never_at_rest(there)
    _set(CLUSTERS, "cluster", stage="idea")(there)
    async with there.session() as api:
        found = [one async for one in prove_registry(api, AT_ONCE)]
    assert "stage" in {one.place["field"] for one in found if not one.holds}


async def test_whole_things_that_are_gone_are_named() -> None:
    there = rooms()
    there.held["application"].clear()
    gone = {(one[1], one[2], one[3]) for one in await found(there)}
    assert {("c1", "missing", "consortium"), (CLUSTERS, "missing", "cluster")} <= gone


async def test_an_erased_evaluator_is_no_difference_and_one_without_an_erasure_on_record_is() -> None:
    there = rooms()
    left = {**PROFILE, "active": False}
    row = {"person_id": "d1", "salt": SALT, **left, "erased_at": AT.isoformat(), "erasure_reason": "İstek"}
    held = there.held["evaluation"]["d1"]
    held.update(evaluator=[row], evaluator_person=[])
    assert {one[3] for one in await found(there)} == {"evaluator", "evaluator_person"}
    erased = EvaluatorErased(
        evaluator_id=PersonId("d1"),
        profile_seal=seal(SALT, left),
        hashes=hashes("evaluator", erasure_reason="İstek"),
    )
    there.chains["d1"] += told("d1", "root", erased)
    assert await found(there) == []


async def test_a_registry_of_which_nothing_was_told_yet_proves_nothing_either_way() -> None:
    there = rooms()
    del there.chains[CLUSTERS]
    assert await found(there) == []
    async with there.session() as api:
        assert [one async for one in prove_registry(api)] == []


async def test_replay_says_of_what_a_file_stands_on_whether_it_agrees() -> None:
    there = rooms()
    async with there.session() as api:
        (agrees,) = [one async for one in prove(api, "application", "c1")]
    assert (agrees.holds, "c1" in agrees.what) == (True, True)
    _set("c1", "consortium", nace="x")(there)
    async with there.session() as api:
        (differs,) = [one async for one in prove(api, "application", "c1", AT_ONCE)]
    assert not differs.holds
    assert differs.place == {"room": "application", "table": "consortium", "row": "c1", "field": "nace", "about": "c1"}


async def test_who_is_kept_from_the_pool_is_told_that_it_is_not_proven() -> None:
    there = rooms()
    there.gone.add("evaluation")
    async with there.session() as api:
        (unread,) = [one async for one in prove(api, "evaluation", "d1")]
    assert (unread.holds, "could not be looked through" in unread.found) == (False, True)


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("kind", ["missing", "untold", "value", "count", "sum", "unread"])
def test_each_difference_is_said_in_both_languages(kind: str, language: str) -> None:
    finding = {"what": f"table_{kind}", "room": "application", "about": "c1"}
    (line, _) = lines({**WHOLE, "holds": False, "amiss": 1, "findings": [finding]}, language)
    assert f"walk.table_{kind}" not in line
    assert "about c1" in line
