"""What workflows heard and handed on, as their histories have it, against the records: nobody else told them anything.

Replay takes what a workflow heard as given. So each fact has to be one that a room told, and each volume of a workflow
has to begin with what the one before it left.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from temporalio.api.common.v1 import Payloads

from cli.phrases import Phrase
from cli.proof import Ledger, Proof, name_of
from grants.contracts.workflows import HEAR, Fact, FactKind
from grants.proof.chain import Link
from grants.proof.veil import without
from runtime.histories import Run
from workflows.routes import BY_TYPE, ROUTES, SYSTEM, Heard, Tell

Runs = Mapping[str, Sequence[Run]]
Expected = Mapping[tuple[str, str], Fact]
"""What a workflow is to hear of an event, by the ids of both."""


def prove_heard(
    own: Ledger, of_call: Ledger, runs: Runs, call_runs: Runs, *, awaits_call: bool = False
) -> Iterator[Proof]:
    """Every fact that the workflows of an application heard is what they hear of an event on record, or what the
    workflow of its call told them. awaits_call: what that has told of late is not known yet.
    """
    links = {link.event_id: link for link in (*of_call.links, *own.links)}
    expected = {**dict(_expected(links.values())), **dict(_handed_on(call_runs))}
    count, left, wrong = 0, 0, []
    for run in (run for chain in runs.values() for run in chain):
        for fact in facts_of(run):
            count += 1
            if awaits_call and fact is not None and _may_be_handed_on(fact, run.workflow_id, links, expected):
                left += 1
            elif why := _foreign(fact, run.workflow_id, links, expected):
                wrong.append(Proof(name_of(run), holds=False, found=why, meaning=Phrase.of("replay.heard.meaning")))
    yield from wrong
    if count and not wrong:
        found = Phrase.of("replay.heard.not_archived" if left else "replay.heard.all", count=count, left=left)
        yield Proof(Phrase.of("replay.heard"), holds=True, found=found)


def _may_be_handed_on(fact: Fact, workflow_id: str, links: Mapping[str, Link], expected: Expected) -> bool:
    """Whether it is of the kind that the workflow of a call tells by itself, and no room told it."""
    is_told = fact.event_id in links or (workflow_id, fact.event_id) in expected
    return fact.kind is FactKind.COMMITTEE_RESULT and not is_told


def _expected(links: Iterable[Link]) -> Iterator[tuple[tuple[str, str], Fact]]:
    """What the workflows are told of each event, by the same rules as when it was told."""
    for link in links:
        kind = BY_TYPE.get(link.type)
        if kind is None:
            continue
        event = link.opened()
        heard = Heard(link.event_id, link.time, by_system=link.actor_role == SYSTEM)
        for step in ROUTES[kind](heard, kind.model_validate(without(event)["data"])):
            if isinstance(step, Tell):
                yield (step.workflow_id, link.event_id), step.fact


def _handed_on(runs: Runs) -> Iterator[tuple[tuple[str, str], Fact]]:
    """What workflows told others by themselves."""
    for run in (run for chain in runs.values() for run in chain):
        for event in run.events:
            if event.HasField("signal_external_workflow_execution_initiated_event_attributes"):
                told = event.signal_external_workflow_execution_initiated_event_attributes
                fact = _fact(told.signal_name, told.input)
                if fact is not None:
                    yield (told.workflow_execution.workflow_id, fact.event_id), fact


def _foreign(fact: Fact | None, workflow_id: str, links: Mapping[str, Link], expected: Expected) -> Phrase | None:
    if fact is None:
        return Phrase.of("replay.heard.unreadable")
    said = {"kind": fact.kind.value, "event": fact.event_id}
    link, told = links.get(fact.event_id), expected.get((workflow_id, fact.event_id))
    if link is None and told is None:
        return Phrase.of("replay.heard.untold", **said)
    is_open = link is None or not link.opened().closed
    if told is None or (is_open and not _is_of(fact, told)):
        return Phrase.of("replay.heard.otherwise", **said)
    return None


def _is_of(fact: Fact, told: Fact) -> bool:
    """Whether all it says was told; what workflows are told besides since then is no difference."""
    return all(getattr(told, name) == getattr(fact, name) for name in fact.model_dump(exclude_defaults=True))


def facts_of(run: Run) -> Iterator[Fact | None]:
    """What a run heard, in order; None for a signal that is no fact."""
    for event in run.events:
        if event.HasField("workflow_execution_signaled_event_attributes"):
            heard = event.workflow_execution_signaled_event_attributes
            yield _fact(heard.signal_name, heard.input)


def _fact(signal: str, payloads: Payloads) -> Fact | None:
    (said, *_) = [*_read(payloads), None]
    try:
        return Fact.model_validate(said) if signal == HEAR else None
    except ValueError:
        return None


def prove_volumes(runs: Runs) -> Iterator[Proof]:
    """Each volume begins with what the one before it handed on."""
    for chain in runs.values():
        for before, after in pairwise(chain):
            if before.continued_by != after.run_id:
                continue
            left = before.events[-1].workflow_execution_continued_as_new_event_attributes.input
            taken = after.events[0].workflow_execution_started_event_attributes.input
            if _read(left) != _read(taken):
                found, meaning = Phrase.of("replay.volumes.other"), Phrase.of("replay.volumes.meaning")
                yield Proof(name_of(after), holds=False, found=found, meaning=meaning)


def _read(payloads: Payloads) -> list[Any]:
    return [_value(one.data) for one in payloads.payloads]


def _value(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return data.hex()
