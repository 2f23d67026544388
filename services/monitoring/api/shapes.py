"""What all requests and answers of this door have in common."""

from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from runtime.http.door import unit_of_work
from runtime.unit import Unit

MOST_ON_A_PAGE = 200


class Asked(BaseModel):
    """What a person sends: every field known, nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answered(BaseModel):
    """An answer, read from a record."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Empty(Asked):
    """A request that says nothing but its address."""


Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
"""Running text that may be left out."""

Balance = Annotated[Decimal, PlainSerializer(lambda amount: format(amount, ".2f"), return_type=str)]
"""An amount of money on one side of the books or the other: it may be less than nothing."""

MOST_DOCUMENTS = 20
Document = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Documents = Annotated[tuple[Document, ...], Field(max_length=MOST_DOCUMENTS)]
"""Hashes of papers handed in for the grant before."""

TheUnit = Annotated[Unit, Depends(unit_of_work)]
Key = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
"""An id in a path."""
Number = Annotated[int, Path(ge=1, le=1000)]
"""The number of a report in a path."""
After = Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]
