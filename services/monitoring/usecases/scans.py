"""Scanned papers of a grant: handed in, and read by those who read the grant."""

from dataclasses import dataclass

from grants.breach import Breach, NotFound, RulesBroken
from grants.contracts.report_events import PaperScanned
from grants.policy import Action
from runtime.documents import Documents
from runtime.unit import Unit
from services.monitoring.domain.report_facts import Scan
from services.monitoring.domain.scanned import kind_of
from services.monitoring.store import lines as store
from services.monitoring.usecases.acting import begin, hold, permit


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed in: the bytes, what they are said to be, and what the file is called."""

    content: bytes
    media_type: str
    name: str


async def keep_scan(unit: Unit, grant_id: str, given: Given, documents: Documents) -> Scan:
    """The same bytes handed in again change nothing. Raises `RulesBroken` where they are not what they should be."""
    act = await begin(unit, Action.PAPER_SCAN, grant_id)
    if kind_of(given.content) != given.media_type:
        raise RulesBroken(Breach("scan.kind", "content", given.media_type, kind_of(given.content), "Destek"))
    document = await documents.keep(given.content)
    scan = Scan(grant_id, document, given.name, given.media_type, len(given.content), act.by, act.now)
    if await store.keep_scan(unit.session, scan):
        act.say(PaperScanned, document=document, size=scan.size)
        await act.keep()
    return scan


async def read_scan(unit: Unit, grant_id: str, document: str, documents: Documents) -> tuple[Scan, bytes]:
    act = await hold(unit, grant_id)
    permit(unit, Action.GRANT_READ, act.file.grant)
    scan = await store.scan_of(unit.session, grant_id, document)
    if scan is None:
        raise NotFound(Breach("scan.unknown", "document", document))
    return scan, await documents.read(document)
