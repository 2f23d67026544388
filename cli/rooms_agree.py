"""What the rooms' own tables say of a file, held against what they told: both must come to the same."""

from collections.abc import AsyncIterator
from typing import Any

from cli.client import ApiError, ApiSession
from cli.proof import Ledger, Proof
from grants.contracts import application_events as application
from grants.contracts import monitoring_events as monitoring
from grants.contracts.queues import APPLICATION, AUDIT, MONITORING
from grants.contracts.stages import Outcome

NOT_FOUND = 404
DIFFERS = "the room's table says something else than what the room told when it happened"


async def prove_rooms(api: ApiSession, ledger: Ledger) -> AsyncIterator[Proof]:
    """The application's and the grant's own pages, and the gaps between outboxes and ledger."""
    if ledger.last(application.ApplicationSubmitted) and APPLICATION in api.rooms:
        page = await _page(api, APPLICATION, f"/applications/{ledger.about}")
        for proof in _application(ledger, page):
            yield proof
    if ledger.last(monitoring.GrantOpened) and MONITORING in api.rooms:
        page = await _page(api, MONITORING, f"/grants/{ledger.about}")
        for proof in _grant(ledger, page):
            yield proof
    for gap in (await api.get(AUDIT, "/ledger/gaps"))["entries"]:
        if gap["about"] == ledger.about and gap["reported_at"]:
            found = f"{gap['kind']}: event {gap['event_id']} of the {gap['room']} room"
            yield Proof(f"outbox of {gap['room']}", holds=False, found=found, meaning=_GAPS[gap["kind"]])


_GAPS = {
    "not_recorded": "the room told an event that never came into the ledger",
    "not_told": "the ledger has an event that the room no longer has: its outbox was changed or restored",
}


async def _page(api: ApiSession, room: str, path: str) -> dict[str, Any] | None:
    try:
        page: dict[str, Any] = await api.get(room, path)
    except ApiError as error:
        if error.status == NOT_FOUND:
            return None
        raise
    return page


def _application(ledger: Ledger, page: dict[str, Any] | None) -> list[Proof]:
    if page is None:
        return [_gone("application")]
    concluded = ledger.last(application.ContractConcluded) or {}
    ended = ledger.last(application.ApplicationEnded) or {}
    outcome = ended.get("outcome") or (Outcome.CONTRACTED if concluded else None)
    contract = page["contract"] or {}
    found = [_same("application room: outcome", outcome, page["outcome"])]
    if concluded:
        names = ("number", "total", "approved", "document")
        found += [_same(f"application room: contract {one}", concluded[one], contract.get(one)) for one in names]
    return found


def _grant(ledger: Ledger, page: dict[str, Any] | None) -> list[Proof]:
    if page is None:
        return [_gone("grant")]
    closed = ledger.last(monitoring.GrantClosed)
    found = [_same("monitoring room: outcome", closed and closed["outcome"], page["outcome"])]
    if closed:
        money = page["money"]
        found += [
            _same(f"monitoring room: {one}", closed[one], money[one]) for one in ("realised", "paid", "recovered")
        ]
    return found


def _same(what: str, told: object, held: object) -> Proof:
    if (told or None) == (held or None):
        return Proof(what, holds=True, found=f"in the ledger and in the room: {told or 'nothing yet'}")
    return Proof(what, holds=False, found=f"in the ledger: {told}; in the room: {held}", meaning=DIFFERS)


def _gone(what: str) -> Proof:
    return Proof(f"{what} in its room", holds=False, found="not there", meaning="the room lost what it told of")
