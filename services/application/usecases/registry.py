"""The cluster registry: loaded whole or not at all, read by everybody."""

from grants.contracts.registry_events import CLUSTERS, ClusterData, ClustersLoaded
from grants.policy import Action
from runtime.unit import Unit
from services.application.domain import inventory
from services.application.domain.inventory import Stage
from services.application.domain.records import ClusterRecord
from services.application.store import registry
from services.application.store.reading import Page, Span
from services.application.store.registry import Filter
from services.application.usecases.rights import allow_with


async def load(unit: Unit, text: str) -> dict[Stage, int]:
    """Put the clusters of a CSV text into the registry; returns how many stand at each stage.

    The text is either the whole inventory or refused: raises NotAllowed, InventoryDoesNotAddUp.
    """
    allow_with(unit, Action.REGISTRY_LOAD)
    clusters = inventory.from_csv(text)
    await unit.lock("registry")
    await registry.replace_all(unit.session, clusters)
    written = (ClusterData(no=one.no, name=one.name, province=one.province, stage=one.stage) for one in clusters)
    unit.tell(ClustersLoaded(clusters=tuple(sorted(written, key=lambda one: one.no))), about=CLUSTERS)
    return await registry.counts(unit.session)


async def listed(unit: Unit, wanted: Filter, span: Span) -> Page[ClusterRecord]:
    """Clusters in Turkish order."""
    allow_with(unit, Action.REGISTRY_READ)
    return await registry.listed(unit.session, wanted, span)
