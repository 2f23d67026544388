"""Everything that can be proven of a file: its ledger, its decisions, its archive, its runs, the rooms' own tables."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.converter import PayloadCodec

from cli.archived import Archive, fetch_archive, join_live, prove_archive, untold
from cli.builds import Builds
from cli.client import ApiSession
from cli.decided import of_ledger, prove_decisions_by
from cli.looks import PAUSES
from cli.of_no_file import prove_ground, prove_registry
from cli.opening import RoomCodec, erasure_of
from cli.phrases import ENGLISH, Phrase
from cli.proof import GOES_ON, Ledger, Proof, fetch_ledger, prove_ends, prove_ledger, prove_runs
from cli.replaying import Replays
from cli.rooms_agree import prove_rooms, prove_rooms_of_call
from cli.trace import prove_heard, prove_volumes
from grants.contracts import workflows as names
from runtime.histories import Run
from runtime.payload_keys import KeyDestroyed
from runtime.payloads import opened

NOT_ARCHIVED = frozenset({"replay.end.not_archived", "replay.heard.not_archived"})
ARCHIVED_WITHIN = timedelta(hours=25)
"""A workflow that has come to its end is in the archive by then: each is looked at once a day."""


@dataclass(slots=True)
class Inspection:
    """What was found about one application, or about a call itself. is_unread: it could not be looked through.

    position: where its chain stood then (`Ledger.position`); "" where it has to be looked at again whatever comes.
    """

    application_id: str
    story: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    is_unread: bool = False
    position: str = ""

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)

    def as_dict(self, language: str = ENGLISH) -> dict[str, object]:
        told: dict[str, object] = {"application": self.application_id, "holds": self.holds}
        unread = {"unread": True} if self.is_unread else {}
        return {
            **told,
            **unread,
            "proofs": [proof.as_dict(language) for proof in self.proofs],
            "story": self.story,
        }


@dataclass(frozen=True, slots=True)
class Looked:
    """One subject looked through: its ledger, its runs by workflow, and what was found.

    is_erased: what some of its workflows carried was erased; their ends are no longer there to be compared.
    """

    ledger: Ledger
    runs: dict[str, list[Run]]
    proofs: list[Proof]
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A file and its call, as they were looked through last, and whether they come to the same."""

    own: Looked
    of_call: Looked
    proofs: list[Proof]


class Inspector:
    """Looks files through; what belongs to a call is looked through once for all of its files.

    client: None where Temporal is not asked, and the archive is all there is. replays: what takes runs again.
    out: the folder in which each run's history is written. codec: opens what is encrypted in them; without
    one the audit room is asked to. pauses: before each further look at what differs.
    """

    def __init__(
        self,
        api: ApiSession,
        client: Client | None,
        replays: Replays | None = None,
        out: Path | None = None,
        codec: PayloadCodec | None = None,
        *,
        builds: Builds | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._api = api
        self._client = client
        self._replays = replays or Replays()
        self._out = out
        self._codec = codec or RoomCodec(api)
        self._builds = builds or Builds()
        self._pauses = pauses
        self._calls: dict[str, asyncio.Task[Looked]] = {}

    async def inspect(self, application_id: str, *, with_call: bool = True) -> Inspection:
        """Everything that can be proven of an application. Raises ApiError."""
        found = Inspection(application_id)
        ledger = await fetch_ledger(self._api, application_id)
        of_call = await self._call(ledger.call_id) if ledger.call_id else None
        own = await self._look(ledger, ids_of_application(application_id))
        path = f"/applications/{application_id}/story"
        found.story = [entry async for entry in self._api.pages("audit", path)]
        last = await self._compared(own, of_call or own)
        found.position = "" if _awaits(last.proofs) else last.own.ledger.position
        if of_call and (with_call or last.of_call is not of_call):
            found.proofs += [proof for proof in last.of_call.proofs if with_call or not proof.holds]
        found.proofs += [*last.own.proofs, *last.proofs]
        ledgers = last.own.ledger, last.of_call.ledger
        found.proofs += [one async for one in prove_rooms(self._api, *ledgers, self._pauses)]
        found.proofs += [one async for one in prove_ground(self._api, last.own.ledger, self._pauses)]
        return found

    async def _compared(self, own: Looked, of_call: Looked) -> Compared:
        """What the workflows heard and came to, against the records; nothing of what was erased.

        A fact or an end that came between the readings is in one of them only: then both are looked through again, so
        that what is compared is what was replayed.
        """
        ends = await self._ends(own, of_call)
        for pause in self._pauses:
            if all(proof.holds for proof in ends):
                break
            await asyncio.sleep(pause)
            ledger = await fetch_ledger(self._api, own.ledger.about)
            since = None if of_call is own else await self._call_since(of_call)
            own = await self._look(ledger, ids_of_application(ledger.about))
            of_call = since or own
            ends = await self._ends(own, of_call)
        heard = [] if own.is_erased else await self._heard(own, of_call)
        return Compared(own, of_call, [*heard, *ends])

    async def _ends(self, own: Looked, of_call: Looked) -> list[Proof]:
        if own.is_erased:
            return [_not_compared()]
        runs = {**of_call.runs, **own.runs}
        found = [one async for one in prove_ends(own.ledger, of_call.ledger, runs)]
        if self._client is not None or all(proof.holds for proof in found):
            return found
        since = await self._archived_since(own.ledger.about)
        return [one async for one in prove_ends(own.ledger, of_call.ledger, runs, since)]

    async def _archived_since(self, about: str) -> datetime:
        """What the runs came to before this is in the archive, by the clock of the room that fills it."""
        proof = await self._api.get("audit", f"/applications/{about}/ledger/proof")
        return datetime.fromisoformat(proof["chain"]["statement"]["at"]) - ARCHIVED_WITHIN

    async def _heard(self, own: Looked, of_call: Looked) -> list[Proof]:
        """What the workflows heard; a fact that came while this was looked at is on record a moment later, or in what
        the call's workflows did since they were looked through, once for all of its files.
        """
        found = self._facts(own, of_call)
        for pause in self._pauses:
            if all(proof.holds for proof in found):
                break
            await asyncio.sleep(pause)
            ledger = await fetch_ledger(self._api, own.ledger.about)
            call = await fetch_ledger(self._api, of_call.ledger.about)
            archive = await fetch_archive(self._api, call.about)
            since = await self._read(call, archive, of_call.runs)
            if since.is_erased:
                return [*since.proofs, _not_compared()]
            found = self._facts(replace(own, ledger=ledger), since)
        return found

    def _facts(self, own: Looked, of_call: Looked) -> list[Proof]:
        """Out of the archive alone, what the call's workflow handed on is known once its last run is there."""
        chain = of_call.runs.get(names.call_workflow_id(of_call.ledger.about), [])
        awaits = self._client is None and (not chain or chain[-1].ending in GOES_ON)
        return list(prove_heard(own.ledger, of_call.ledger, own.runs, of_call.runs, awaits_call=awaits))

    async def inspect_call(self, call_id: str) -> Inspection:
        """What belongs to the call itself. Raises ApiError."""
        looked = await self._call(call_id)
        return Inspection(call_id, proofs=list(looked.proofs), position=looked.ledger.position)

    async def _call(self, call_id: str) -> Looked:
        """Looked through once, whoever asks first."""
        if call_id not in self._calls:
            self._calls[call_id] = asyncio.create_task(self._look_at_call(call_id))
        return await self._calls[call_id]

    async def _call_since(self, seen: Looked) -> Looked:
        """Looked through anew, unless another file has asked for that since."""
        call_id = seen.ledger.about
        if await self._call(call_id) is seen:
            self._calls[call_id] = asyncio.create_task(self._look_at_call(call_id))
        return await self._call(call_id)

    async def _look_at_call(self, call_id: str) -> Looked:
        looked = await self._look(await fetch_ledger(self._api, call_id), ids_of_call(call_id))
        looked.proofs.extend([one async for one in prove_rooms_of_call(self._api, looked.ledger, self._pauses)])
        looked.proofs.extend([one async for one in prove_registry(self._api, self._pauses)])
        return looked

    async def _look(self, ledger: Ledger, workflow_ids: Iterable[str]) -> Looked:
        proofs = [await prove_ledger(self._api, ledger)]
        proofs += await prove_decisions_by(self._replays, list(of_ledger(ledger)))
        archive = await fetch_archive(self._api, ledger.about)
        since = await fetch_ledger(self._api, ledger.about) if untold(archive, ledger) else None
        proofs += prove_archive(archive, ledger, since)
        looked = await self._read(ledger, archive, workflow_ids)
        every = [run for chain in looked.runs.values() for run in chain]
        proofs += looked.proofs
        proofs += prove_builds(self._builds, every)
        proofs += prove_volumes(looked.runs)
        proofs += prove_runs(looked.runs, await self._replays.of(every), self._out)
        return replace(looked, proofs=proofs)

    async def _read(self, ledger: Ledger, archive: Archive, workflow_ids: Iterable[str]) -> Looked:
        """The runs of these workflows and of those in the archive, readable; what joining and opening them shows."""
        proofs: list[Proof] = []
        runs: dict[str, list[Run]] = {}
        for workflow_id in dict.fromkeys((*workflow_ids, *archive.runs)):
            runs[workflow_id] = archive.runs.get(workflow_id, [])
            if self._client is not None:
                runs[workflow_id], wrong = await join_live(self._client, workflow_id, runs[workflow_id])
                proofs += wrong
        erased = await self._open(runs, ledger)
        return Looked(ledger, runs, [*proofs, *erased], is_erased=bool(erased))

    async def _open(self, runs: dict[str, list[Run]], ledger: Ledger) -> list[Proof]:
        """Make every run readable; those that were erased are told of and left out."""
        erased: list[Phrase] = []
        for workflow_id, chain in runs.items():
            readable = []
            for run in chain:
                try:
                    readable.append(replace(run, history=await opened(self._codec, run.history)))
                except KeyDestroyed:
                    erased.append(Phrase.of("replay.run", volume=run.volume, workflow=workflow_id))
            runs[workflow_id] = readable
        return await self._ordered(erased, ledger)

    async def _ordered(self, erased: Sequence[Phrase], ledger: Ledger) -> list[Proof]:
        """By whose order: it may have been given since the ledger was read, and of a call is told a moment after."""
        found = [erasure_of(what, ledger) for what in erased]
        for pause in self._pauses:
            if all(proof.holds for proof in found):
                break
            await asyncio.sleep(pause)
            ledger = await fetch_ledger(self._api, ledger.about)
            found = [erasure_of(what, ledger) for what in erased]
        return found


def _awaits(proofs: Sequence[Proof]) -> bool:
    """Whether something is not in the archive yet: what was found holds until it should be."""
    return any(isinstance(proof.found, Phrase) and proof.found.key in NOT_ARCHIVED for proof in proofs)


def _not_compared() -> Proof:
    return Proof(Phrase.of("replay.erased.ends"), holds=True, found=Phrase.of("replay.erased.not_compared"))


def prove_builds(builds: Builds, runs: Sequence[Run]) -> Iterator[Proof]:
    """Which builds took the steps of these runs, and of which the archive has no sources. Nobody has to keep them."""
    made = tuple(dict.fromkeys(build for run in runs for build in run.builds))
    if not made or not builds.is_kept:
        return
    missing = builds.missing(made)
    found = Phrase.of("replay.builds.kept" if not missing else "replay.builds.missing", missing=", ".join(missing))
    yield Proof(Phrase.of("replay.builds", builds=", ".join(made)), holds=True, found=found)


def ids_of_call(call_id: str) -> tuple[str, ...]:
    """The workflows of a call that are known by its id."""
    return names.call_workflow_id(call_id), names.committee_workflow_id(call_id), names.reserve_workflow_id(call_id)


def ids_of_application(application_id: str) -> tuple[str, ...]:
    """The workflows of a file that are known by its id; others are found in the archive."""
    return (
        names.application_workflow_id(application_id),
        names.pre_evaluation_workflow_id(application_id),
        names.negotiation_workflow_id(application_id),
        names.objection_window_workflow_id(application_id),
        names.grant_workflow_id(application_id),
        names.obligations_workflow_id(application_id),
    )


async def inspect(
    api: ApiSession,
    client: Client | None,
    application_id: str,
    out: Path | None = None,
    pauses: Sequence[float] = PAUSES,
) -> Inspection:
    """Everything that can be proven of one application by the code of this build. Raises ApiError."""
    return await Inspector(api, client, out=out, pauses=pauses).inspect(application_id)
