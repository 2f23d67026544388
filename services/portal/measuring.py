"""The planned measures of a plan as one form: each by its place in the catalogue, with a field for every year."""

from copy import deepcopy
from typing import Any

from services.portal.drafting import Plan, Row
from services.portal.filled import Fields, Json, Kind, Values, body_of


def measure_fields(count: int, years: int) -> Fields:
    """What is asked of each measure: where it stands, and the target of each year."""
    names = ("baseline", *(f"y{year}" for year in range(1, years + 1)))
    return {f"m{at}.{name}": Kind.NUMBER for at in range(count) for name in names}


def measures_of(plan: Plan | None, codes: tuple[str, ...]) -> dict[str, str]:
    """The planned measures as the fields of their form: `m0.baseline`, `m0.y1`."""
    found: dict[str, str] = {}
    for one in (plan or {}).get("indicators") or ():
        if one.get("code") in codes:
            start = f"m{codes.index(one['code'])}"
            found[f"{start}.baseline"] = str(one.get("baseline", ""))
            found |= {f"{start}.y{year}": str(said) for year, said in enumerate(one.get("targets") or (), 1)}
    return found


def with_measures(plan: Plan | None, codes: tuple[str, ...], years: int, values: Values) -> tuple[Plan, dict[str, str]]:
    """The plan with these measures, and the field in which each path of them stands.

    A measure that nobody filled in is left out; a year left blank before another is sent as it is, to be asked for.
    """
    made: Plan = deepcopy(plan) if plan else {"packages": []}
    said, rows, places = body_of(measure_fields(len(codes), years), values), list[Row](), dict[str, str]()
    for at, code in enumerate(codes):
        if isinstance(of_code := said.get(f"m{at}"), dict):
            row = _measure(code, of_code)
            start, form = f"plan.indicators[{len(rows)}]", f"m{at}"
            places |= {start: f"{form}.baseline", f"{start}.targets": f"{form}.y1"}
            places |= {f"{start}.targets[{year}]": f"{form}.y{year + 1}" for year, _ in enumerate(row["targets"])}
            rows.append(row)
    kept = [one for one in made.get("indicators") or () if one.get("code") not in codes]
    made["indicators"] = [*rows, *kept]
    return made, places


def field_of(said: str, places: dict[str, str]) -> str:
    """The field that the room means; "" for what is of none."""
    starts = [one for one in places if said == one or said.startswith((f"{one}.", f"{one}["))]
    return places[max(starts, key=len)] if starts else ""


def _measure(code: str, said: dict[str, Json]) -> dict[str, Any]:
    last = max((int(name[1:]) for name in said if name != "baseline"), default=0)
    targets = [said.get(f"y{year}", "") for year in range(1, last + 1)]
    return {"code": code, "baseline": said.get("baseline", 0), "targets": targets}
