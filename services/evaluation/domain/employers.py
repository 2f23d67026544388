"""Who has the same employer: by tax number, or by the name however it is written where a number is not known."""

from collections.abc import Iterable

from grants.rules.conflicts import folded
from services.evaluation.domain.records import Evaluator


def employer_keys(people: Iterable[Evaluator]) -> dict[str, str]:
    """Person → a key that is the same for those of one employer; without an employer, a key of the person's own.

    Who gives only a name has the employer that the others give under that name with one number.
    """
    everyone = list(people)
    numbers: dict[str, set[str]] = {}
    for one in everyone:
        if one.employer_tax_number:
            numbers.setdefault(folded(one.employer), set()).add(one.employer_tax_number)
    return {one.person_id: _key(one, numbers) for one in everyone}


def _key(one: Evaluator, numbers: dict[str, set[str]]) -> str:
    if one.employer_tax_number:
        return f"number {one.employer_tax_number}"
    name = folded(one.employer)
    known = numbers.get(name, set()) if name else set()
    if len(known) == 1:
        return f"number {next(iter(known))}"
    return f"name {name}" if name else f"person {one.person_id}"
