"""What a completion changed: sections and rows of the plan, as they were before it and as they are since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.portal.drafting import ASKED, PACKAGE, SECTIONS, Difference, Plan, Row, difference
from services.portal.wording import Wording

SECTION = "section"
_SAID: Mapping[str, Mapping[str, str]] = {
    **{part.value: {name: f"portal.field.{one.say}" for name, one in asked.items()} for part, asked in ASKED.items()},
    "packages": {name: f"portal.field.{one.say}" for name, one in PACKAGE.items()},
    "indicators": {"baseline": "portal.plan.baseline", "targets": "portal.plan.targets"},
}
"""By which words each field of a row is called."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row, or a section (kind "section"), that is other than before. lines: what of it, as it was, as it is."""

    kind: str
    name: str
    how: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Before:
    """How an application stood before something was handed in. form: its sections that changed since; none: unknown."""

    form: Mapping[str, str] | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Since:
    """How it stands since. names: what codes of its regime stand for."""

    form: Mapping[str, str]
    plan: Plan | None
    names: Mapping[str, str]
    currency: str


def changes(before: Before, since: Since, wording: Wording) -> tuple[Change, ...]:
    """Everything, in the order of the form and of the plan."""
    rows = () if before.plan is None else difference(before.plan, since.plan)
    return (*_sections(before.form or {}, since, wording), *(_row(one, since, wording) for one in rows))


def _sections(was: Mapping[str, str], since: Since, wording: Wording) -> Iterator[Change]:
    for name in sorted(was, key=lambda name: SECTIONS.index(name) if name in SECTIONS else len(SECTIONS)):
        line = ("", was[name], since.form.get(name, ""))
        yield Change(SECTION, wording.name_of("form.section", name), "changed", (line,))


def _row(one: Difference, since: Since, wording: Wording) -> Change:
    name = since.names.get(one.name, one.name)
    return Change(one.kind, name, one.how, tuple(_lines(one, since, wording)))


def _lines(one: Difference, since: Since, wording: Wording) -> Iterator[tuple[str, str, str]]:
    labels = {**_SAID.get(one.kind, {}), "quarters": "portal.plan.by_quarter"}
    for name in dict.fromkeys((*one.was, *one.now)):
        was, now = (_told(row, name, since, wording) for row in (one.was, one.now))
        if was != now:
            yield wording.say(labels[name]) if name in labels else name, was, now


def _told(row: Row, name: str, since: Since, wording: Wording) -> str:
    said: Any = row.get(name)
    match said:
        case None | "" | []:
            return "–"
        case bool():
            return wording.say("portal.yes") if said else wording.say("portal.no")
        case Decimal():
            return wording.money(said, since.currency)
        case [(_, _), *_]:
            return ", ".join(f"{quarter}: {wording.money(cost, since.currency)}" for quarter, cost in said)
        case list() | tuple():
            return ", ".join(str(each) for each in said)
        case _:
            return since.names.get(str(said), str(said))
