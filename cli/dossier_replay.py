"""`destek audit replay-dossier`: the runs in a dossier taken again by the code of a build, with nothing running."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHistory
from temporalio.converter import PayloadCodec

from cli.decided import Decided, decided, prove_decisions_by
from cli.dossier import told
from cli.knowing import FirstKey, LastKey, Root, known_of
from cli.phrases import Phrase, said
from cli.plain import plain
from cli.proof import Proof, name_of, prove_runs
from cli.reading import Json, Language, print_json
from cli.replaying import NoBuild, ReplayFailed, Replays
from grants.proof.archive import unpack as unpack_history
from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import ArchivedRun, Dossier, read_dossier
from grants.proof.dossier.packing import unpack
from grants.proof.dossier.sealing import BLOCKS, STATEMENT
from grants.proof.payloads import key_of as key_in
from grants.proof.veil import read, unveil
from runtime.histories import Run
from runtime.payload_keys import KeyMissing
from runtime.payloads import is_shut, key_of, opened, unshut


class KeysAtHand(PayloadCodec):
    """Opens what stands under the keys that are given, by name."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Whoever reads writes nothing."""
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises KeyMissing, KeyUnsafe."""
        return [self._opened(one) if is_shut(one) else one for one in payloads]

    def _opened(self, payload: Payload) -> Payload:
        name = key_of(payload)
        if name not in self._keys:
            raise KeyMissing(name)
        return unshut(payload, name, self._keys[name])


def replay_dossier(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    key: FirstKey = "",
    last_key: LastKey = "",
    root: Root = "",
    against: Annotated[Path | None, typer.Option(metavar="BUILD", help="A folder with another build's code.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes side by side.")] = 1,
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Check a dossier, and replay the workflow runs in it against the code. Nothing has to be running.

    What stands under keys that are not in the dossier is named and not replayed. Exit code 1 when anything does not
    hold.
    """
    known = known_of(key, last_key, root)
    try:
        verdict = verify(whole := file.read_bytes(), known)
        if not verdict.holds:
            print_json(told(verdict))
            raise typer.Exit(1)
        proofs = asyncio.run(_taken_again(whole, against, jobs))
    except (OSError, NoBuild, ReplayFailed) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(2) from error
    _say(proofs, language, as_json=as_json)
    raise typer.Exit(0 if all(one.holds for one in proofs) else 1)


async def _taken_again(whole: bytes, against: Path | None, jobs: int) -> list[Proof]:
    async with Replays(against, jobs) as replays:
        return await taken_again(whole, replays)


async def taken_again(whole: bytes, replays: Replays) -> list[Proof]:
    """What the runs of a dossier that holds come to when the code takes them again. Raises ReplayFailed."""
    dossier = read_dossier([entry for entry in unpack(whole) if entry.name not in {BLOCKS, STATEMENT}])
    keys = {name: secret for name, text in dossier.payload_keys.items() if (secret := key_in(text)) is not None}
    codec, chains, shut = KeysAtHand(keys), dict[str, list[Run]](), list[Proof]()
    for archived in dossier.runs:
        run = _run(archived, dossier)
        try:
            readable = replace(run, history=await opened(codec, run.history))
        except KeyMissing as error:
            shut.append(Proof(name_of(run), holds=True, found=Phrase.of("replay.dossier.shut", key=str(error))))
            continue
        chains.setdefault(run.workflow_id, []).append(readable)
    again = await replays.of([run for chain in chains.values() for run in chain])
    decisions = await prove_decisions_by(replays, list(_decided(dossier))) if replays.build else []
    return [*decisions, *prove_runs(chains, again, None), *shut]


def _decided(dossier: Dossier) -> Iterator[Decided]:
    """What was decided in it; the dossier was verified, so that every record that is here can be read."""
    for chain in dossier.chains:
        for record, body, openings in zip(chain.records, chain.bodies, chain.openings, strict=True):
            if body:
                where = {"index": record.chain_index, "about": chain.subject.about}
                yield from decided(unveil(json.loads(body), read(openings)), where)


def _run(archived: ArchivedRun, dossier: Dossier) -> Run:
    """The dossier was verified: its history is there, and is the one of the manifest."""
    manifest = archived.archived.read()
    content = unpack_history(manifest, dossier.files[archived.entry])
    if not isinstance(content, bytes):
        raise ReplayFailed(f"{archived.entry}: {content}")
    history = WorkflowHistory.from_json(manifest.workflow_id, content.decode())
    return Run(manifest.workflow_id, manifest.run_id, manifest.volume, history)


def _say(proofs: list[Proof], language: str, *, as_json: bool) -> None:
    if as_json:
        print_json([one.as_dict(language) for one in proofs])
        return
    for one in proofs:
        meaning = f" - {said(one.meaning, language)}" if one.meaning else ""
        verdict = "holds " if one.holds else "BROKEN"
        print(plain(f"{verdict}  {said(one.what, language)}: {said(one.found, language)}{meaning}"))
