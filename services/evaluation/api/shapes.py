"""What requests are made of: bounded, and without the sign that no database stores as text."""

from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from grants.values import Line
from runtime.http.door import unit_of_work
from runtime.unit import Unit


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the text holds a sign that is no text (NUL)")
    return text


_ID = r"^[!-~]{1,200}$"

Id = Annotated[str, StringConstraints(pattern=_ID)]
"""An id as this system or a sign-in provider makes them: printable, without spaces."""

PathId = Annotated[str, Path(pattern=_ID)]
Text = Annotated[Line, AfterValidator(_without_nul)]
"""One line of text a person wrote."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), AfterValidator(_without_nul)]
"""A reason; may be empty."""

Justification = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_without_nul)]
Short = Annotated[str, StringConstraints(max_length=40), AfterValidator(_without_nul)]

InUnit = Annotated[Unit, Depends(unit_of_work)]
After = Annotated[str, Query(max_length=200, pattern=r"^[!-~]*$")]
Limit = Annotated[int, Query(ge=1, le=200)]


class Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
