"""The sources of every build that runs are in the archive, and in years a run is taken again by them or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import httpx
import obstore
import pytest

from cli.builds import ABOUT, Builds, fetch_builds, fetch_sources, laid_out
from cli.client import ApiSession
from cli.proof import Proof
from cli.replaying import NoBuild, Replays
from grants.contracts.ledger_events import BuildArchived
from grants.proof.builds import pack
from runtime.documents import Documents
from runtime.sources import LIBRARIES, build_id, own_sources
from services.audit.app import PLAN
from services.audit.usecases.archive import Shelf
from services.audit.usecases.builds import keep_build
from services.audit.worker import shelf_of
from tests.cli.test_replayed import run_of
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import hear

OTHER = {"workflows/__init__.py": b"", "grants/__init__.py": b"", "workflows/worker.py": b"WORKFLOWS = ()\n"}


def inspector(room: Room, *roles: str) -> ApiSession:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(room.api.app))
    token = room.api.signer.token("mufettis", *(roles or ("inspector",)))
    return ApiSession(token=token, urls={"audit": "http://audit.test"}, http=http, language="en")


def shelf(room: Room, build: str) -> Shelf:
    return replace(shelf_of(room.platform), build=build)


async def keep(room: Room, build: str, files: Mapping[str, bytes]) -> bool:
    """The build begins to run, and the ledger hears of it."""
    before = len(await room.told(ABOUT))
    kept = await keep_build(room.desk, shelf(room, build), files)
    await hear(room, *(await room.told(ABOUT))[before:])
    return kept


@pytest.mark.servers
async def test_a_run_is_taken_again_by_a_build_out_of_the_archive_and_by_no_other_bytes(room_of: OpenRoom) -> None:
    room, name = await room_of(PLAN), f"0.1.0-{uuid4().hex[:6]}"
    assert await keep(room, name, own_sources())
    assert not await keep(room, name, own_sources())
    run = run_of("0.1.0/negotiation-05")
    async with inspector(room) as api:
        builds = await fetch_builds(api)
        assert all(proof.holds for proof in builds.proofs)
        assert builds.missing((name, "another")) == ("another",)
        files = await fetch_sources(api, builds.of(name))
        assert files == own_sources()
        with laid_out(files) as folder:
            async with Replays(folder) as replays:
                assert (await replays.of([run]))[run.run_id].holds
        assert not folder.exists()
        await overwrite(room.platform.documents, builds.of(name).document, pack(OTHER))
        with pytest.raises(NoBuild, match="are not those that were recorded"):
            await fetch_sources(api, builds.of(name))
        assert await keep(room, name, OTHER)
        with pytest.raises(NoBuild, match="several builds"):
            (await fetch_builds(api)).of(name)
        told = (await fetch_builds(api)).kept[-1]
        assert await fetch_sources(api, (await fetch_builds(api)).of(f"{name}@{told.tree[:12]}")) == OTHER
        unknown = await room.api.as_("mufettis", "inspector").get(f"/builds/{'0' * 64}")
    assert unknown.status_code == 404
    assert (await room.api.as_("memur", "ministry_officer").get(f"/builds/{told.document}")).status_code == 403


async def overwrite(documents: Documents, name: str, content: bytes) -> None:
    await obstore.put_async(documents.store, f"{name[:2]}/{name}", content)


def test_a_build_that_is_not_in_the_archive_is_named_with_those_that_are() -> None:
    with pytest.raises(NoBuild, match="neither a folder nor a build whose sources are in the archive"):
        Builds().of("0.0.9")


def test_nothing_is_run_out_of_an_archive_whose_record_does_not_hold() -> None:
    broken = Builds(proofs=(Proof("ledger of builds", holds=False, found="changed"),))
    with pytest.raises(NoBuild, match="does not hold"):
        broken.of("0.1.0")


def test_what_is_kept_is_every_file_the_build_id_is_made_of_and_the_libraries_beside_it() -> None:
    files = own_sources()
    assert {"workflows/grant.py", "grants/regimes/kdp-2014/2014-03-25.yaml", "cli/replayed.py"} <= files.keys()
    assert b"temporalio" in files[LIBRARIES]
    assert len(build_id()) == 12
    assert BuildArchived.SUBJECT.startswith("audit.")
