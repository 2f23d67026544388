"""A row of a plan on its page: what is asked, what can be chosen, and how it stood when it was shown."""

from dataclasses import dataclass, replace

from services.portal.acting import CONFIRMED, Field, Pairs
from services.portal.catalogues import activity_groups, named
from services.portal.drafting import (
    ASKED,
    PACKAGE,
    QUARTERS_OF_YEAR,
    Place,
    Plan,
    Row,
    field_of,
    fields_of,
    packages,
    row_at,
    row_of,
    rows_of,
    settled,
    values_of,
)
from services.portal.filled import Fields, Kind
from services.portal.forms import Form
from services.portal.overtaken import MARK, mark_of
from services.portal.reading_applying import Catalogue
from services.portal.visit import Visit
from services.portal.writing import Writing


@dataclass(frozen=True, slots=True)
class Desk:
    """A row on its page. row: as it stands; none where it is new."""

    visit: Visit
    writing: Writing
    catalogue: Catalogue
    place: Place

    @property
    def plan(self) -> Plan | None:
        return self.writing.plan

    @property
    def row(self) -> Row | None:
        if self.place.part is not None and self.place.at is None:
            return None
        return row_at(self.plan, self.place)

    @property
    def above(self) -> str:
        return self.writing.plan_at

    @property
    def address(self) -> str:
        if self.place.part is None:
            return f"{self.above}/{self.place.package}" if self.row is not None else f"{self.above}/new"
        at = "new" if self.place.at is None else self.place.at
        return f"{self.above}/{self.place.package}/{self.place.part}/{at}"

    @property
    def asked(self) -> dict[str, Field]:
        return dict(PACKAGE if self.place.part is None else ASKED[self.place.part])

    @property
    def quarters(self) -> int:
        """Quarters that money can be planned for."""
        known: list[int] = [one["quarter"] for one in (self.row or {}).get("quarters", ())]
        return max([self.catalogue.years * QUARTERS_OF_YEAR, *known])

    @property
    def fields(self) -> Fields:
        return {**fields_of(self.place, self.quarters), MARK: Kind.TEXT, CONFIRMED: Kind.FLAG}

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields before anybody typed; amounts as people write them, nothing left blank."""
        found = values_of(self.row, self.place)
        kinds = fields_of(self.place, self.quarters)
        amounts = {name: self._amount(said) for name, said in found.items() if kinds.get(name) is Kind.MONEY}
        return {**found, **amounts, MARK: self.mark}

    @property
    def mark(self) -> str:
        """Of the row as it stands; of a new one, how many there are before it."""
        if self.row is not None:
            return mark_of(self.row)
        return str(len(rows_of(self.plan, self.place) or ()))

    def row_said(self, form: Form) -> Row:
        """The row as it was filled in."""
        return row_of(fields_of(self.place, self.quarters), form.values, self.row)

    def options(self) -> dict[str, Pairs]:
        """What can be chosen: from the regime's lists, and of the plan's own activities."""
        language = self.visit.wording.language
        return {
            "cost_head": named(self.catalogue.cost_heads.value, language),
            "activity": tuple(
                (str(one.get("code")), f"{one.get('code')} {one.get('title')}")
                for each in packages(self.plan)
                for one in each.get("activities") or ()
            ),
        }

    def groups(self) -> tuple[tuple[str, Pairs], ...]:
        """The kinds of activities, group by group."""
        wording = self.visit.wording
        return activity_groups(self.catalogue, wording.language, wording.say("portal.draft.other_activity"))

    def _amount(self, said: str) -> str:
        """As people write it; blank where it is nothing."""
        return "" if said == "0.00" else self.visit.wording.amount(said)

    def has(self, form: Form, typed: Row) -> bool:
        """Whether what was typed stands there already, because the form was sent twice."""
        if self.row is not None:
            return settled(self.row) == settled(typed)
        mark = form.value(MARK)
        if not mark.isdecimal():
            return False
        there = (rows_of(self.plan, self.place) or [])[int(mark) : int(mark) + 1]
        return [settled(one) for one in there] == [settled(typed)]

    def field_of(self, said: str, typed: Row) -> str:
        """The field that the room means by a path within the plan as it was sent."""
        place = self.place
        if place.part is not None and place.at is None:
            place = replace(place, at=len(rows_of(self.plan, place) or ()))
        return field_of(said, place, typed)
