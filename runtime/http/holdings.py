"""How a room shows the rows it holds, to those who hold them against the records: the same in every room."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from runtime.holdings import Held


class HoldingsOut(BaseModel):
    """tables: by name, the rows, each by the names of its columns."""

    model_config = ConfigDict(frozen=True)

    tables: Held


class SharedOut(HoldingsOut):
    """Rows of no file. about: what they are told by in the records."""

    about: str


class SharedPage(BaseModel):
    """after: give it to read on; none at the end."""

    model_config = ConfigDict(frozen=True)

    entries: list[SharedOut]
    after: str | None

    @classmethod
    def of(cls, found: Sequence[tuple[str, Held]], limit: int) -> Self:
        """A page of at most so many."""
        entries = [SharedOut(about=about, tables=tables) for about, tables in found]
        return cls(entries=entries, after=entries[-1].about if len(entries) == limit else None)
