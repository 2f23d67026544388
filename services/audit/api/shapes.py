"""What the doors of the room ask with and answer in alike."""

from typing import Annotated

from fastapi import Depends, Header, Path, Query
from pydantic import BaseModel, ConfigDict

from runtime.http.door import unit_of_work
from runtime.unit import Unit

InUnit = Annotated[Unit, Depends(unit_of_work)]
ID = r"^[A-Za-z0-9._:@-]+$"
Subject = Annotated[str, Path(min_length=1, max_length=100, pattern=ID)]
Limit = Annotated[int, Query(ge=1, le=200)]
AfterEvent = Annotated[str | None, Query(max_length=100, pattern=ID)]
AfterIndex = Annotated[int, Query(ge=0, le=2**31 - 1)]
Languages = Annotated[str | None, Header(alias="accept-language")]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True)
