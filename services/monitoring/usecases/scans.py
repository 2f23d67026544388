"""Scanned papers of a grant: handed in, and read by those who read the grant."""

from dataclasses import asdict, dataclass

from grants.breach import Breach, NotFound
from grants.contracts.report_events import PaperScanned
from grants.policy import Action
from runtime.filed import Filed
from runtime.scanned import must_be
from runtime.unit import Unit
from services.monitoring.domain.report_facts import Scan
from services.monitoring.store import lines as store
from services.monitoring.store.tables import SCAN
from services.monitoring.usecases.acting import begin, hold, permit


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed in: the bytes, what they are said to be, and what the file is called."""

    content: bytes
    media_type: str
    name: str


async def keep_scan(unit: Unit, grant_id: str, given: Given, filed: Filed) -> Scan:
    """The same bytes handed in again change nothing. Raises `RulesBroken` where they are not what they should be."""
    act = await begin(unit, Action.PAPER_SCAN, grant_id)
    must_be(given.media_type, given.content)
    document = await filed.keep(grant_id, given.content)
    scan = Scan(grant_id, document, given.name, given.media_type, len(given.content), act.by, act.now)
    if await store.keep_scan(unit.session, scan):
        act.say(PaperScanned, document=document, size=scan.size)
        act.note(SCAN, asdict(scan))
        await act.keep()
    return scan


async def read_scan(unit: Unit, grant_id: str, document: str, filed: Filed) -> tuple[Scan, bytes]:
    """The scan and its bytes. Raises NotFound, NotAllowed, DocumentErased."""
    act = await hold(unit, grant_id)
    permit(unit, Action.GRANT_READ, act.file.grant)
    scan = await store.scan_of(unit.session, grant_id, document)
    if scan is None:
        raise NotFound(Breach("scan.unknown", "document", document))
    return scan, await filed.read(unit.session, grant_id, document)
