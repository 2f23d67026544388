"""What requests are made of, bounded."""

from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from runtime.http.door import unit_of_work
from runtime.unit import Unit

_ID = r"^[!-~]{1,200}$"

Id = Annotated[str, StringConstraints(pattern=_ID)]
"""An id as this system or a sign-in provider makes them: printable, without spaces."""

PathId = Annotated[str, Path(pattern=_ID)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
"""A reason; may be empty."""

Justification = Annotated[str, StringConstraints(max_length=10_000)]
Short = Annotated[str, StringConstraints(max_length=40)]
Part = Annotated[str, StringConstraints(max_length=81)]
"""What points are given for: a block, or an aspect of it."""

InUnit = Annotated[Unit, Depends(unit_of_work)]
After = Annotated[str, Query(max_length=200, pattern=r"^[!-~]*$")]
Limit = Annotated[int, Query(ge=1, le=200)]


class Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
