"""What the application room says of the registry of clusters. Told on as `grants.contracts.application_events`."""

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import EventData
from grants.personal import Public

CLUSTERS = "cluster-registry"
"""What events of the registry are about: it is of no file."""


class ClusterData(BaseModel):
    """One cluster of the registry."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    no: int
    name: Public
    province: Public
    stage: Public


class ClustersLoaded(EventData):
    """The registry was loaded, in the place of what it held. clusters: all of it."""

    SUBJECT = "application.registry.loaded"

    clusters: tuple[ClusterData, ...]
