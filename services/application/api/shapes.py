"""What all requests and answers of this door have in common."""

from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from grants.breach import Breach
from runtime.http.door import unit_of_work
from runtime.messages import Catalogue, catalogue
from runtime.unit import Unit
from services.application.store.reading import MOST_ON_A_PAGE, Span


class Answered(BaseModel):
    """An answer, read from a record."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def _span(
    after: Annotated[str | None, Query(max_length=64, pattern=r"^[A-Za-z0-9-]+$")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = 50,
) -> Span:
    return Span(after, limit)


TheUnit = Annotated[Unit, Depends(unit_of_work)]
ThePage = Annotated[Span, Depends(_span)]
ThingKey = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
"""The id of a call or a consortium in a path."""
GivenId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
"""An id in a request."""


class Warned(Answered):
    """Something that will be refused at submission, said in the reader's language."""

    field: str
    rule: str
    message: str
    asked: str
    allowed: str
    source: str


def warned(breach: Breach, language: str) -> Warned:
    """A breach as a warning."""
    texts: Catalogue = catalogue("grants", "runtime")
    values = {**breach.as_dict(), "subject": breach.subject or "-"}
    return Warned(
        field=breach.subject,
        rule=breach.rule,
        message=texts.say(language, breach.rule, **values),
        asked=breach.asked,
        allowed=breach.allowed,
        source=breach.source,
    )
