"""The sources of every build that runs are put into the archive, once, and told of; an inspector takes them out."""

from collections.abc import Mapping

from grants.breach import Breach, NotFound
from grants.contracts.ledger_events import BuildArchived
from grants.policy import Action
from grants.proof.builds import pack, tree_of
from runtime.auth import system_actor
from runtime.documents import Documents
from runtime.unit import Desk, Unit
from services.audit.store import builds as store
from services.audit.usecases.archive import Shelf
from services.audit.usecases.rights import allow


async def keep_build(desk: Desk, shelf: Shelf, sources: Mapping[str, bytes]) -> bool:
    """The sources this very program runs from, under its own build id; False where just these are kept already."""
    tree = tree_of(sources)
    async with desk.unit(system_actor("audit")) as unit:
        if await store.is_told(unit.session, shelf.build, tree):
            return False
    document = await shelf.documents.keep_for_good(pack(sources), await desk.clock.now())
    async with desk.unit(system_actor("audit")) as unit:
        await unit.lock(f"build {shelf.build} {tree}")
        if await store.is_told(unit.session, shelf.build, tree):
            return False
        told = BuildArchived(
            build=shelf.build,
            tree=tree,
            document=document,
            files=len(sources),
            size=sum(map(len, sources.values())),
            revision=shelf.revision,
        )
        unit.tell(told, about=store.ABOUT)
    return True


async def sources(unit: Unit, documents: Documents, document: str) -> bytes:
    """The kept sources of a build. Raises NotFound, NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    missing = NotFound(Breach("missing.build", "document", document[:80]))
    if not await store.is_kept(unit.session, document):
        raise missing
    try:
        return await documents.read(document)
    except FileNotFoundError as error:
        raise missing from error
