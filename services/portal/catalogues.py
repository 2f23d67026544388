"""The lists of a regime as what can be chosen in a form."""

from collections.abc import Iterable

from services.portal.acting import Pairs
from services.portal.reading_applying import Catalogue, Coded


def named(those: Iterable[Coded], language: str) -> Pairs:
    """Each by its code, under its name."""
    return tuple((one.code, getattr(one.names, language)) for one in those)


def activity_groups(catalogue: Catalogue, language: str, other: str) -> tuple[tuple[str, Pairs], ...]:
    """The kinds of activities, group by group. other: the words for what is in no list."""
    found = []
    for group in catalogue.catalogue.groups:
        kinds = [(code, f"{code} {name}") for code, name in named(group.activities.value, language)]
        if group.other_code:
            kinds.append((group.other_code, f"{group.other_code} {other}"))
        found.append((getattr(group.names, language), tuple(kinds)))
    return tuple(found)
