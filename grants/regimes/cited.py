"""A value of a regime together with where it stands: in a paper, or nowhere (a default). Pure."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

DEFAULT = "default"

Source = Annotated[str, StringConstraints(pattern=r"^(default|\[[SPp]\] .+)$")]
"""`[S]` a paper of the programme, `[P]` a solid public page, `[p]` one public page, or "default": ours."""

T = TypeVar("T")


class Frozen(BaseModel):
    """A part of a rule set: cannot be changed, and knows every key it is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(Frozen, Generic[T]):
    """One leaf of a rule set. A value found in no paper says "default" and is never shown as law.

    valid_from: first day on which this value holds. valid_to: last day, none while nothing replaced it. A
    file need not repeat them: they follow from the day of the file and from the amendment after it.
    """

    value: T
    source: Source
    valid_from: date
    valid_to: date | None = None

    @property
    def is_default(self) -> bool:
        return self.source == DEFAULT


class Bilingual(Frozen):
    """A name in Turkish and in English."""

    tr: str
    en: str

    def said_in(self, language: str) -> str:
        """The name in the language "en"; in Turkish for every other."""
        return self.en if language == "en" else self.tr


class Named(Frozen):
    """A code and what it is called."""

    code: str
    names: Bilingual
