"""Whose turn it is: events of one subject are acted on in the order the bus keeps them, whatever is retried."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Turns:
    """The places, by subject, of events that were sent back and still have to be acted on."""

    _owed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def owe(self, subject: str, places: Iterable[int]) -> None:
        """These have to be acted on before anything that comes after them."""
        self._owed[subject].update(places)

    def has_come(self, subject: str, place: int) -> bool:
        """Whether nothing of the same subject that stands before this place is still owed."""
        owed = self._owed.get(subject)
        return not owed or min(owed) >= place

    def settled(self, subject: str, place: int) -> None:
        """Acted on, or given up."""
        owed = self._owed.get(subject)
        if owed is not None:
            owed.discard(place)
            if not owed:
                del self._owed[subject]
