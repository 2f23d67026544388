"""The envelope of every event: CloudEvents 1.0, structured JSON, canonical (RFC 8785) so that it can be hashed."""

from datetime import UTC, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from grants.proof.canonical import canonical
from runtime.faults import told


class NotAnEvent(Exception):  # noqa: N818 - it is what was received, not a fault of ours
    """Bytes on the bus that are no CloudEvent of this system."""


class CloudEvent(BaseModel):
    """One event as it travels.

    id: UUIDv7 of the outbox row, also the bus's message id. subject: what it is about (application id).
    actorid, actorrole, onbehalfof: who acted; the role is empty where an act was refused before any was found.
    regime: rule set and revision, where one is pinned.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    actorid: str
    actorrole: str = ""
    onbehalfof: str = ""
    regime: str = ""
    traceparent: str = ""
    data: dict[str, Any]

    def canonical(self) -> bytes:
        """The bytes that are published, stored and hashed."""
        fields = self.model_dump(exclude={"time"})
        fields["time"] = self.time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        return canonical({name: value for name, value in fields.items() if value != ""}).encode()

    @classmethod
    def parse(cls, content: bytes) -> Self:
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise NotAnEvent(told(error)) from error
