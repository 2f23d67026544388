"""What can be proven of one application: its ledger holds, its workflows replay, and both tell the same end."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cli.client import ApiSession
from cli.histories import Ending, Run, export, result_of
from cli.phrases import ENGLISH, Phrase, said
from cli.replayed import Replayed
from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts import workflows as names
from grants.contracts.activities import CommitteeState
from grants.contracts.event import EventData
from grants.contracts.kinds import READ
from grants.contracts.stages import Outcome
from grants.proof.chain import Fault, Link, Position, walk
from grants.proof.erasures import Erasures

Runs = Mapping[str, Sequence[Run]]
GOES_ON = frozenset({Ending.RUNNING, Ending.CONTINUED})
SHOWN = 5
"""Differences that are told of one run."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was looked at, whether it holds, and what was found.

    what: also where it is. meaning: of a difference, for whoever does not know the system. place: of a difference in
    a table, by room, table, row and field. Texts are English, and phrases where they can be said in other languages.
    """

    what: str
    holds: bool
    found: str
    meaning: str = ""
    place: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self, language: str = ENGLISH) -> dict[str, object]:
        told: dict[str, object] = {
            "what": said(self.what, language),
            "holds": self.holds,
            "found": said(self.found, language),
        }
        if self.meaning:
            told["meaning"] = said(self.meaning, language)
        return told | ({"place": dict(self.place)} if self.place else {})


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records about one subject, as the audit room gave them."""

    about: str
    links: tuple[Link, ...]

    @property
    def position(self) -> str:
        """The hash of the last record but for traces of who read: all before it hangs on it. "" where the chain does
        not hold, or there is none.
        """
        if not isinstance(walk(Position(), self.links), Position):
            return ""
        return next((one.hash for one in reversed(self.links) if one.type not in READ), "")

    def last(self, kind: type[EventData], **having: str) -> dict[str, Any] | None:
        """The data of the last event of a kind; of those with these values."""
        found = (self._data(link) for link in reversed(self.links) if link.type == kind.type_name())
        return next((data for data in found if all(data.get(name) == value for name, value in having.items())), None)

    def all(self, kind: type[EventData]) -> list[dict[str, Any]]:
        """The data of every event of a kind, in order."""
        return [self._data(link) for link in self.links if link.type == kind.type_name()]

    def came(self, kind: type[EventData], since: datetime) -> bool:
        """Whether an event of a kind came to be on record after this moment."""
        return any(link.type == kind.type_name() and link.recorded_at > since for link in self.links)

    @property
    def call_id(self) -> str:
        return next((str(data["call_id"]) for data in map(self._data, self.links) if data.get("call_id")), "")

    @staticmethod
    def _data(link: Link) -> dict[str, Any]:
        data: dict[str, Any] = link.opened().event["data"]
        return data


async def fetch_ledger(api: ApiSession, about: str) -> Ledger:
    """Every record about a subject. Raises ApiError."""
    path = f"/applications/{about}/ledger"
    links = [_link(entry) async for entry in api.pages("audit", path)]
    return Ledger(about, tuple(links))


def fetch_gaps(api: ApiSession) -> AsyncIterator[dict[str, Any]]:
    """What outboxes or the ledger miss of each other and is not healed, however much that is. Raises ApiError."""
    return api.pages("audit", "/ledger/gaps")


def _link(entry: dict[str, Any]) -> Link:
    moments = {name: datetime.fromisoformat(entry[name]) for name in ("time", "recorded_at")}
    return Link(**{**entry, **moments})


async def prove_ledger(api: ApiSession, ledger: Ledger) -> Proof:
    """The chain recomputed here from what was given, and by the room itself; both must come to the same head.

    What came meanwhile (that it was read is on record too) is followed as well.
    """
    what = Phrase.of("replay.ledger", about=ledger.about)
    room = await api.get("audit", f"/applications/{ledger.about}/ledger/check")
    here = walk(Position(), ledger.links)
    match here:
        case Fault():
            return Proof(what, holds=False, found=_fault(here.kind, here.chain_index), meaning=_meaning(here.kind))
        case Position() if not room["holds"]:
            fault = room["fault"]
            found = _fault(fault["kind"], fault["chain_index"])
            return Proof(what, holds=False, found=found, meaning=_meaning(fault["kind"]))
        case Position() if (shut := await _shut(api, ledger)) is not None:
            return Proof(what, holds=False, found=_fault(shut.kind, shut.chain_index), meaning=_meaning(shut.kind))
        case Position():
            came = await _follow_on(api, ledger.about, here, room["length"])
            if isinstance(came, Fault):
                return Proof(what, holds=False, found=_fault(came.kind, came.chain_index), meaning=_meaning(came.kind))
            holds = (room["length"], room["head"]) == (came.length, came.head)
            return Proof(what, holds, Phrase.of("replay.ledger.whole", length=came.length, head=came.head[:16]))


async def _shut(api: ApiSession, ledger: Ledger) -> Fault | None:
    """The first record that cannot be opened, and no erasure answers for.

    What was erased while it was read is shut already, and the erasure stands behind what was read: it is read again.
    """
    if Erasures(ledger.about).follow(ledger.links).first() is None:
        return None
    return Erasures(ledger.about).follow((await fetch_ledger(api, ledger.about)).links).first()


def _fault(kind: str, index: int) -> Phrase:
    return Phrase.of("replay.ledger.fault", kind=str(kind), index=index)


def _meaning(kind: str) -> Phrase:
    return Phrase.of(f"replay.ledger.{kind}")


async def _follow_on(api: ApiSession, about: str, here: Position, length: int) -> Position | Fault:
    """The chain up to this length, however much came meanwhile; the first fault where it does not hold."""
    while here.length < length:
        page = await api.get("audit", f"/applications/{about}/ledger", after=here.length)
        links = [_link(entry) for entry in page["entries"]][: length - here.length]
        further = walk(here, links)
        if isinstance(further, Fault) or not links:
            return further
        here = further
    return here


def prove_runs(runs: Runs, again: Mapping[str, Replayed], out: Path | None) -> Iterator[Proof]:
    """Each run, written out where asked for, ends well and is taken again step by step by the code."""
    for run in (run for chain in runs.values() for run in chain):
        where = f" → {export(run, out)}" if out else ""
        yield _taken_again(run, again[run.run_id], where)


def name_of(run: Run) -> Phrase:
    return Phrase.of("replay.run", volume=run.volume, workflow=run.workflow_id)


def _taken_again(run: Run, again: Replayed, where: str) -> Proof:
    what = name_of(run)
    if again.failure:
        found = Phrase.of("replay.run.other_way", failure=again.failure[:500])
        return Proof(what, holds=False, found=found, meaning=Phrase.of("replay.run.other_way.meaning"))
    if again.differences:
        found = Phrase.of("replay.run.other_words", differences="; ".join(again.differences[:SHOWN]))
        return Proof(what, holds=False, found=found, meaning=Phrase.of("replay.run.other_words.meaning"))
    meaning = "" if run.ending.is_good else Phrase.of("replay.run.broken_off")
    found = Phrase.of("replay.run.again", events=len(run.events), ending=str(run.ending), where=where)
    return Proof(what, run.ending.is_good, found, meaning)


async def prove_ends(
    ledger: Ledger, of_call: Ledger, runs: Runs, archived_since: datetime | None = None
) -> AsyncIterator[Proof]:
    """What each workflow came to is what is on record.

    archived_since: where the runs are out of the archive alone, what came to be on record after this may have been come
    to by a run that is not there yet.
    """
    about = ledger.about

    def is_awaited(chain: Sequence[Run], *kinds: type[EventData]) -> bool:
        is_fresh = archived_since is not None and any(ledger.came(kind, archived_since) for kind in kinds)
        return is_fresh and (not chain or chain[-1].ending in GOES_ON)

    application_runs = runs[names.application_workflow_id(about)]
    if application_runs or ledger.last(application.ApplicationSubmitted):
        end = await result_of(application_runs, names.ApplicationOutput)
        awaited = is_awaited(application_runs, application.ApplicationEnded, application.ContractConcluded)
        yield _same("application", outcome_of(ledger), end and end.outcome, awaited=awaited)
    pre_evaluation = runs[names.pre_evaluation_workflow_id(about)]
    if pre_evaluation and pre_evaluation[-1].ending is not Ending.CANCELLED:
        decided = ledger.last(evaluation.PreEvaluationDecided)
        came = await result_of(pre_evaluation, names.PreEvaluationOutput)
        recorded = decided and (decided["passed"], decided["mean"])
        yield _same("pre_evaluation", recorded, came and (came.passed, came.mean))
    if committee := runs.get(names.committee_workflow_id(of_call.about), ()):
        yield await _committee(about, of_call, committee)
    grant_runs = runs[names.grant_workflow_id(about)]
    if grant_runs or ledger.last(monitoring.GrantOpened):
        closed = ledger.last(monitoring.GrantClosed)
        settled = await result_of(grant_runs, names.GrantOutput)
        awaited = is_awaited(grant_runs, monitoring.GrantClosed)
        yield _same("grant", closed and closed["outcome"], settled and settled.outcome, awaited=awaited)


async def _committee(about: str, of_call: Ledger, runs: Sequence[Run]) -> Proof:
    """The application's own line of the ranking."""
    concluded = of_call.last(evaluation.CommitteeConcluded)
    came = await result_of(runs, CommitteeState)
    recorded = [(line["rank"], line["total"], line["decision"]) for line in _of(about, concluded)]
    lines = came.placed if came else ()
    placed = [(line.rank, line.total, line.decision.value) for line in lines if line.application_id == about]
    return _same("committee", recorded, placed)


def _of(about: str, concluded: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [line for line in (concluded or {}).get("placed", ()) if line["application_id"] == about]


def outcome_of(ledger: Ledger) -> Outcome | None:
    """How the application ended, as it is on record."""
    ended = ledger.last(application.ApplicationEnded)
    if ended:
        return Outcome(ended["outcome"])
    return Outcome.CONTRACTED if ledger.last(application.ContractConcluded) else None


def _same(what: str, recorded: object, came: object, *, awaited: bool = False) -> Proof:
    """Nothing and nothing agree too: it is still under way for both. awaited: its run is not in the archive yet."""
    name, on_record, by_workflow = Phrase.of(f"replay.end.{what}"), _said(recorded), _said(came)
    if recorded == came:
        return Proof(name, holds=True, found=Phrase.of("replay.end.same", recorded=on_record))
    if came is None and awaited:
        return Proof(name, holds=True, found=Phrase.of("replay.end.not_archived", recorded=on_record))
    found = Phrase.of("replay.end.other", recorded=on_record, came=by_workflow)
    return Proof(name, holds=False, found=found, meaning=Phrase.of("replay.end.meaning"))


def _said(value: object) -> str:
    return Phrase.of("replay.end.open") if value in (None, []) else str(value)
