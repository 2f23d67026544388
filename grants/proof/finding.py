"""One thing that was looked at, whether it holds, and what was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What of a proof was looked at. found: in plain words, with the numbers."""

    what: str
    holds: bool
    found: str

    def as_dict(self) -> dict[str, object]:
        return {"what": self.what, "holds": self.holds, "found": self.found}
