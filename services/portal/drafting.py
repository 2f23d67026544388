"""A work plan written row by row: what is asked of each kind of row, and the plan with a row put in, changed or gone.

A row stands at a place: the package, and the part of it. What the room says of a plan is led back to that place.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from services.portal.acting import Field, area, choice, line, money, number
from services.portal.acting import Look as Drawn
from services.portal.filled import Fields, Kind, Values, body_of, flattened

Plan = dict[str, Any]
Row = dict[str, Any]
SECTIONS = (
    *("cluster_facts", "reference_projects", "cooperation_projects", "cluster_knowledge"),
    *("competitiveness", "sustainability", "vision_and_strategy"),
)
"""Of the application form, in its order."""
QUARTERS_OF_YEAR = 4


class Part(StrEnum):
    """What a package is made of."""

    ACTIVITIES = "activities"
    ITEMS = "items"
    MILESTONES = "milestones"


PACKAGE: Mapping[str, Field] = {"title": line("package_title")}
ASKED: Mapping[Part, Mapping[str, Field]] = {
    Part.ACTIVITIES: {
        "code": choice("activity_code"),
        "title": line("activity_title"),
        "first_quarter": number("first_quarter"),
        "last_quarter": number("last_quarter"),
        "reason": area("activity_reason"),
        "actions": Field(Kind.WORDS, Drawn.AREA, "activity_actions", most=2_000),
    },
    Part.ITEMS: {
        "title": line("item_title"),
        "activity": choice("item_activity"),
        "cost_head": choice("item_cost_head"),
        "cost": money("item_cost"),
        "grant": money("item_grant"),
        "in_kind": money("item_in_kind"),
        "domestic_goods": Field(Kind.FLAG, Drawn.CHECK, "item_domestic_goods"),
    },
    Part.MILESTONES: {
        "title": line("milestone_title"),
        "quarter": number("milestone_quarter"),
        "activity": choice("milestone_activity"),
    },
}
"""What is asked of a row, in the order it is asked. Keys are given, not asked for: nobody needs to think of one."""
_MONEY = frozenset({"cost", "grant", "in_kind"})
_LETTER = {Part.ITEMS: "I", Part.MILESTONES: "M"}
_CELL = re.compile(r"^quarters\[(\d{1,3})\]")
_STEPS = re.compile(r"^plan\.packages\[(\d+)\](?:\.(activities|items|milestones)\[(\d+)\])?(?:\.(.*))?$")
_FLAT = re.compile(r"^plan\.(items|milestones|activities)\[([^\]]+)\](?:\.(.*))?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands. part: none for the package itself. at: none for one that is new."""

    package: int
    part: Part | None = None
    at: int | None = None

    @property
    def path(self) -> str:
        """As the room names it: plan.packages[0].items[1]."""
        start = f"plan.packages[{self.package}]"
        return start if self.part is None else f"{start}.{self.part}[{self.at}]"


def packages(plan: Plan | None) -> list[Row]:
    return list((plan or {}).get("packages") or ())


def rows_of(plan: Plan | None, place: Place) -> list[Row] | None:
    """The rows among which a place is; none where the plan has no such package."""
    found = packages(plan)
    if place.part is None:
        return found
    return list(found[place.package].get(place.part) or ()) if place.package < len(found) else None


def row_at(plan: Plan | None, place: Place) -> Row | None:
    """What stands there."""
    rows = rows_of(plan, place)
    at = place.package if place.part is None else place.at
    return rows[at] if rows is not None and at is not None and at < len(rows) else None


def fields_of(place: Place, quarters: int) -> Fields:
    """What is asked of a row there; of a budget line also what it costs in each quarter."""
    asked = PACKAGE if place.part is None else ASKED[place.part]
    cells = range(1, quarters + 1) if place.part is Part.ITEMS else ()
    return {name: one.kind for name, one in asked.items()} | {f"q{number}": Kind.MONEY for number in cells}


def values_of(row: Row | None, place: Place) -> dict[str, str]:
    """A row as the fields of its form."""
    known = {name: said for name, said in (row or {}).items() if name not in {"quarters", "actions", *Part}}
    found = flattened(known)
    found |= {f"q{one['quarter']}": str(one["cost"]) for one in (row or {}).get("quarters", ())}
    if place.part is Part.ACTIVITIES:
        found["actions"] = "\n".join((row or {}).get("actions") or ())
    return found


def row_of(fields: Fields, values: Values, before: Row | None) -> Row:
    """The row as it was filled in. What is not on the form stays as it was."""
    body: Row = dict(body_of(fields, values))
    spread = {name: body.pop(name) for name in list(body) if re.fullmatch(r"q\d+", name)}
    kept = {name: said for name, said in (before or {}).items() if name not in fields and name != "quarters"}
    quarters = [{"quarter": int(name[1:]), "cost": cost} for name, cost in spread.items()]
    return {**kept, **body, **({"quarters": quarters} if quarters else {})}


def with_row(plan: Plan | None, place: Place, row: Row) -> Plan:
    """The plan with this row there, at the end where it is new. What hangs on an activity follows its new code."""
    made: Plan = deepcopy(plan) if plan else {"packages": []}
    at = place.package if place.part is None else place.at
    rows = _rows(made, place)
    if at is None or at >= len(rows):
        rows.append(_named(made, place, row))
        return made
    before, rows[at] = rows[at], row
    if place.part is Part.ACTIVITIES and row.get("code") and before.get("code") != row["code"]:
        _follow(made, str(before.get("code")), str(row["code"]))
    return made


def without(plan: Plan, place: Place) -> Plan:
    """The plan with that row taken out."""
    made = deepcopy(plan)
    del _rows(made, place)[place.package if place.part is None else place.at or 0]
    return made


def link_to(about: str, start: str) -> str:
    """The page of a plan's row. start: of where it is written."""
    if about.startswith("plan.indicators"):
        return f"{start}/plan/indicators"
    place = place_of(about)
    if place is None:
        return f"{start}/plan"
    row = "" if place.part is None else f"/{place.part}/{place.at}"
    return f"{start}/plan/{place.package}{row}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is other than before. kind: of a plan's parts, or packages, or indicators. how: new, changed, gone.

    path: where it stands now; "" for one that is gone. was, now: what it says, without what is blank.
    """

    kind: str
    name: str
    how: str
    path: str = ""
    was: Row = field(default_factory=dict, compare=False)
    now: Row = field(default_factory=dict, compare=False)


def difference(before: Plan | None, after: Plan | None) -> tuple[Difference, ...]:
    """What was put in, changed and taken out, in the order of the plan; what is gone last."""
    was, now = _known(before), _known(after)
    found = [
        Difference(one.kind, one.name, "changed", one.path, was[key].says, one.says)
        if key in was
        else Difference(one.kind, one.name, "new", one.path, now=one.says)
        for key, one in now.items()
        if key not in was or was[key].says != one.says
    ]
    gone = (Difference(one.kind, one.name, "gone", was=one.says) for key, one in was.items() if key not in now)
    return (*found, *gone)


@dataclass(frozen=True, slots=True)
class _Thing:
    kind: str
    name: str
    path: str
    says: Row


def _known(plan: Plan | None) -> dict[tuple[str, ...], _Thing]:
    """Everything of a plan, under what it is known by; activities of one kind in a package by their order."""
    found: dict[tuple[str, ...], _Thing] = {}
    for at, package in enumerate(packages(plan)):
        own, place = str(package.get("key")), Place(at)
        found["packages", own] = _Thing("packages", _called(package), place.path, {"title": package.get("title")})
        for part in Part:
            for index, row in enumerate(package.get(part) or ()):
                path = Place(at, part, index).path
                key: tuple[str, ...] = (part.value, own, str(row.get("key") or row.get("code")))
                while key in found:
                    key = (*key, "")
                found[key] = _Thing(part.value, _called(row), path, settled(row))
    for at, row in enumerate((plan or {}).get("indicators") or ()):
        says, code = settled(row), str(row.get("code"))
        found["indicators", code] = _Thing("indicators", code, f"plan.indicators[{at}]", says)
    return found


def _called(row: Row) -> str:
    return f"{row.get('key') or row.get('code')} {row.get('title')}"


def settled(row: Row) -> Row:
    """A row by what it says: without its key and what is blank, its amounts as numbers."""
    found = {name: _exact(name, said) for name, said in row.items() if name != "key"}
    return {name: said for name, said in found.items() if said}


def field_of(said: str, place: Place, row: Row) -> str:
    """The field of a row's form that the room means by a path within the plan; "" for what is not of this row."""
    if not said.startswith(f"{place.path}."):
        return ""
    name = said.removeprefix(f"{place.path}.")
    if found := _CELL.match(name):
        spread = row.get("quarters") or []
        return f"q{spread[int(found[1])]['quarter']}" if int(found[1]) < len(spread) else ""
    return name.partition("[")[0]


def located(plan: Plan | None, said: str) -> str:
    """A path within the packages, where the rules count rows through the whole plan, or call them by their code."""
    found = _FLAT.match(said)
    if found is None:
        return said
    part, which, rest = Part(found[1]), found[2], f".{found[3]}" if found[3] else ""
    flat = [
        (Place(at, part, index), row)
        for at, package in enumerate(packages(plan))
        for index, row in enumerate(package.get(part) or ())
    ]
    if which.isdecimal():
        here = [place for place, _ in flat][int(which) : int(which) + 1]
    else:
        here = [place for place, row in flat if which in {row.get("key"), row.get("code")}]
    return here[0].path + rest if here else said


def place_of(said: str) -> Place | None:
    """The place a path within the packages is of."""
    found = _STEPS.match(said)
    if found is None:
        return None
    return Place(int(found[1]), Part(found[2]), int(found[3])) if found[2] else Place(int(found[1]))


def _exact(name: str, said: Any) -> Any:
    if name == "quarters":
        return [(one.get("quarter"), _exact("cost", one.get("cost"))) for one in said]
    if name not in _MONEY:
        return said
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return said


def _rows(plan: Plan, place: Place) -> list[Row]:
    if place.part is None:
        rows: list[Row] = plan.setdefault("packages", [])
        return rows
    inside: list[Row] = plan["packages"][place.package].setdefault(place.part.value, [])
    return inside


def _named(plan: Plan, place: Place, row: Row) -> Row:
    """A new row under a key that nothing of the plan has yet."""
    if place.part is Part.ACTIVITIES:
        return row
    if place.part is None:
        return {"key": _next("P", {str(one.get("key")) for one in packages(plan)}), **row}
    known = {str(one.get("key")) for each in packages(plan) for one in each.get(place.part) or ()}
    return {"key": _next(_LETTER[place.part], known), **row}


def _next(letter: str, known: set[str]) -> str:
    return next(key for number in range(1, len(known) + 2) if (key := f"{letter}{number}") not in known)


def _follow(plan: Plan, before: str, after: str) -> None:
    """Lines and milestones of an activity go with it to its new code, unless another still bears the old one."""
    codes = {one.get("code") for each in packages(plan) for one in each.get("activities") or ()}
    if before in codes:
        return
    for package in packages(plan):
        for one in (*(package.get("items") or ()), *(package.get("milestones") or ())):
            if one.get("activity") == before:
                one["activity"] = after
