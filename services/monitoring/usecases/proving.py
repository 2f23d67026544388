"""Evidence named by the hashes of scans that were handed in for the grant before."""

from collections.abc import Sequence

from grants.breach import RulesBroken
from services.monitoring.domain.scanned import unknown
from services.monitoring.store import lines
from services.monitoring.usecases.acting import Act


async def proven(act: Act, documents: Sequence[str]) -> tuple[str, ...]:
    """The hashes, each once. Raises `RulesBroken` naming those of which there is no scan."""
    if not documents:
        return ()
    known = await lines.known_scans(act.unit.session, act.file.grant.id, documents)
    if wrong := tuple(unknown(documents, known)):
        raise RulesBroken(*wrong)
    return tuple(dict.fromkeys(documents))
