"""What an act left in a row of its room, as far as its event says it by no field of its own."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from grants.personal import Public, Words

Fact = Public | int | bool | tuple[Public, ...] | dict[str, Public] | None
"""What a column says that is short and names nobody; amounts and days as text."""


class RowKept(BaseModel):
    """One row that an act wrote: only what it changed, of a new row all that is told so. Told on so that whoever holds
    the tables against the records finds a changed row (`grants.proof.tables.besides`).

    key: of the row within its file. said: by column. digests: of what is long and names nobody, SHA-256 of its
    canonical JSON in hex. written: what persons wrote, by the same hash, and ids of persons as they are. at, by:
    columns that hold the moment of the event, and who acted. gone: the row was taken out.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    table: Public
    key: tuple[Public | int, ...] = ()
    said: dict[str, Fact] = {}
    digests: dict[str, Public] = {}
    written: dict[str, Words] = {}
    at: tuple[Public, ...] = ()
    by: tuple[Public, ...] = ()
    gone: bool = False

    @model_serializer(mode="wrap")
    def _short(self, write: SerializerFunctionWrapHandler) -> Mapping[str, Any]:
        """Without what it does not say: an act may write many rows."""
        found: dict[str, Any] = write(self)
        return {name: value for name, value in found.items() if value or name == "table"}
