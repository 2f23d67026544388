"""A work plan as a form: what stands in it can be changed or taken out, and rows for what is new.

A field of what is in the plan is named by its place there, as `plan.packages[0].items[1].cost`; what is new stands in
rows of its own. When a thing is taken out, those behind it move up in what the room is sent: `Planned.form_name` leads
from there back to the field.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from services.portal.filled import Fields, Kind, Values, body_of, read

Plan = dict[str, Any]
_PARTS: Mapping[str, Mapping[str, Kind]] = {
    "activities": {"title": Kind.TEXT, "first_quarter": Kind.NUMBER, "last_quarter": Kind.NUMBER},
    "items": {"title": Kind.TEXT, "cost": Kind.MONEY, "grant": Kind.MONEY},
    "milestones": {"title": Kind.TEXT, "quarter": Kind.NUMBER},
}
"""The parts of a package, and what of each can be changed."""
GONE = "gone"
QUARTERS = 20
"""Quarters of five years; of a plan that runs longer, as many as it has."""
NEW: Mapping[str, Fields] = {
    "activities": {
        "code": Kind.TEXT,
        "title": Kind.TEXT,
        "reason": Kind.TEXT,
        "first_quarter": Kind.NUMBER,
        "last_quarter": Kind.NUMBER,
    },
    "items": {
        "key": Kind.TEXT,
        "activity": Kind.TEXT,
        "title": Kind.TEXT,
        "cost_head": Kind.CHOICE,
        "cost": Kind.MONEY,
        "grant": Kind.MONEY,
    },
    "milestones": {"key": Kind.TEXT, "title": Kind.TEXT, "quarter": Kind.NUMBER},
}
"""What is asked of what is new, each with the package it goes into."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as it is to be. places: where each thing stands in what is sent → where it stands on the form."""

    plan: Plan
    places: dict[str, str] = field(default_factory=dict)

    def form_name(self, said: str) -> str:
        """The field that a room means: by place (plan.packages[0].items[1].cost) or by key (plan.items[I1].cost)."""
        starts = [place for place in self.places if said == place or said.startswith((f"{place}.", f"{place}["))]
        start = max(starts, key=len, default="")
        return self.places[start] + said[len(start) :] if start else said


def fields_of(plan: Plan) -> Fields:
    """What can be changed in a plan, and what can be new in it."""
    found: dict[str, Kind] = {}
    for place, package in enumerate(plan.get("packages", ())):
        found[f"plan.packages[{place}].title"] = Kind.TEXT
        for part, name, one in _things(place, package):
            found |= {f"{name}.{asked}": kind for asked, kind in _PARTS[part].items()} | {f"{name}.{GONE}": Kind.FLAG}
            found |= {f"{name}.quarters[{at}].cost": Kind.MONEY for at, _ in enumerate(one.get("quarters", ()))}
    found |= dict.fromkeys(_cells(plan), Kind.MONEY)
    for at, measure in enumerate(plan.get("indicators") or ()):
        found |= {f"plan.indicators[{at}].baseline": Kind.NUMBER}
        found |= {f"plan.indicators[{at}].targets[{year}]": Kind.NUMBER for year, _ in enumerate(measure["targets"])}
    for part, asked in NEW.items():
        found |= {f"new_{part}[].package": Kind.CHOICE}
        found |= {f"new_{part}[].{name}": kind for name, kind in asked.items()}
    return found


def values_of(plan: Plan) -> dict[str, str]:
    """What stands in the fields before anybody typed."""
    known = {name for name in fields_of(plan) if name.startswith("plan.") and not name.endswith(GONE)}
    return {name: str(at) for name in known if (at := _at(plan, name)) is not None}


def planned(plan: Plan, values: Values) -> Planned:
    """The plan as the form has it."""
    made: Plan = deepcopy(plan)
    places: dict[str, str] = {}
    for name, kind in fields_of(plan).items():
        if name.startswith("plan.") and not name.endswith(GONE) and name in values:
            _set(made, name, read(kind, values[name].strip()))
    typed = _with_quarters(made, values)
    new = body_of({name: kind for name, kind in fields_of(plan).items() if name.startswith("new_")}, values)
    for place, package in enumerate(made.get("packages", ())):
        for part in _PARTS:
            start = f"plan.packages[{place}].{part}"
            kept = [
                (f"{start}[{at}]", one)
                for at, one in enumerate(package.get(part) or ())
                if not values.get(f"{start}[{at}].{GONE}")
            ]
            kept += [(name, one) for name, goes_to, one in _new(new, part) if goes_to == str(package.get("key"))]
            package[part] = [one for _, one in kept]
            places |= {f"{start}[{at}]": name for at, (name, _) in enumerate(kept)}
            places |= {f"plan.{part}[{_key(one)}]": name for name, one in kept}
            for at, (_, one) in enumerate(kept):
                places |= {f"{start}[{at}].quarters[{index}]": name for index, name in typed.get(id(one), ())}
    return Planned(made, places)


def quarters_of(plan: Plan) -> range:
    """The quarters a plan may have money in."""
    items = [one for _, package in enumerate(plan.get("packages", ())) for one in package.get("items") or ()]
    return range(1, max([QUARTERS, *(part["quarter"] for one in items for part in one.get("quarters", ()))]) + 1)


def cell(place: int, at: int, quarter: int, item: Mapping[str, Any]) -> str:
    """The field of what an item costs in a quarter: what stands in the plan, or a blank one."""
    known = [part["quarter"] for part in item.get("quarters", ())]
    if quarter in known:
        return f"plan.packages[{place}].items[{at}].quarters[{known.index(quarter)}].cost"
    return f"more.packages[{place}].items[{at}].q{quarter}"


def _cells(plan: Plan) -> Iterator[str]:
    """Blank fields for the quarters in which an item costs nothing as yet."""
    for place, package in enumerate(plan.get("packages", ())):
        for at, item in enumerate(package.get("items") or ()):
            names = (cell(place, at, quarter, item) for quarter in quarters_of(plan))
            yield from (name for name in names if name.startswith("more."))


def _with_quarters(plan: Plan, values: Values) -> dict[int, list[tuple[int, str]]]:
    """Puts what was typed into blank quarters into the plan: by the id of each item, which place from which field."""
    typed: dict[int, list[tuple[int, str]]] = {}
    for name in tuple(_cells(plan)):
        if cost := values.get(name, "").strip():
            start, _, quarter = name.partition(".q")
            item = _at(plan, start.replace("more.", "plan.", 1))
            parts = item.setdefault("quarters", [])
            typed.setdefault(id(item), []).append((len(parts), name))
            parts.append({"quarter": int(quarter), "cost": read(Kind.MONEY, cost)})
    return typed


def _key(one: Mapping[str, Any]) -> str:
    return str(one.get("key", one.get("code", "")))


def _new(new: Mapping[str, Any], part: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Those that are new, each with its name on the form and the package it goes into."""
    for at, one in enumerate(new.get(f"new_{part}", ())):
        kept = {name: said for name, said in one.items() if name != "package"}
        yield f"new_{part}[{at}]", one.get("package", ""), kept


def _things(place: int, package: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for part in _PARTS:
        for at, one in enumerate(package.get(part) or ()):
            yield part, f"plan.packages[{place}].{part}[{at}]", one


def _steps(name: str) -> list[str | int]:
    """plan.packages[0].items[1].cost → packages, 0, items, 1, cost."""
    found = name.removeprefix("plan.").replace("]", "").replace("[", ".").split(".")
    return [int(step) if step.isdecimal() else step for step in found]


def _at(plan: Any, name: str) -> Any:
    for step in _steps(name):
        plan = plan[step]
    return plan


def _set(plan: Any, name: str, value: Any) -> None:
    *steps, last = _steps(name)
    for step in steps:
        plan = plan[step]
    plan[last] = value
