"""One thing that was looked at, whether it holds, and what was found."""

from dataclasses import dataclass
from typing import Self


class Told(str):  # noqa: SLOT000 - it carries what it is made of
    """A text in plain English that names itself, so that whoever has the catalogues says it in another language.

    key: its name there. values: what stands in it; texts of this kind among them.
    """

    key: str
    values: dict[str, object]

    @classmethod
    def of(cls, key: str, text: str, /, **values: object) -> Self:
        made = cls(text.format(**values))
        made.key, made.values = key, values
        return made


@dataclass(frozen=True, slots=True)
class Finding:
    """What of a proof was looked at. found: in plain words, with the numbers."""

    what: str
    holds: bool
    found: str

    def as_dict(self) -> dict[str, object]:
        return {"what": self.what, "holds": self.holds, "found": self.found}
