"""What a walk over the whole ledger needs: its records by place, and the roots that were kept apart."""

from pydantic import ValidationError

from grants.policy import Action
from grants.proof.signatures import SignedRoot
from runtime.documents import Documents
from runtime.unit import Unit
from services.audit.store import walking as store
from services.audit.store.walking import Stretch
from services.audit.usecases.rights import allow
from services.audit.usecases.seal import root_path


async def stretch(unit: Unit, after: int | None, limit: int) -> Stretch:
    """Records and keys after a place, from the very first where none is named. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    return await store.stretch(unit.session, store.BEFORE_ALL if after is None else after, limit)


async def kept_roots(unit: Unit, documents: Documents, after: int, limit: int) -> list[SignedRoot]:
    """The roots that were kept apart, the oldest first; one that is none is left out. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = []
    for number in range(after + 1, after + limit + 1):
        try:
            found.append(SignedRoot.model_validate_json(await documents.read_at(root_path(number))))
        except (FileNotFoundError, ValidationError):
            continue
    return found
