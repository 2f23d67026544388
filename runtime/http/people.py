"""How a room answers who is there: the same in every room."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Self

from fastapi import Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from grants.calendar import istanbul_day
from runtime.people import MOST, Person

MOST_IDS = 200
PersonIds = Annotated[
    list[Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]], Query(max_length=MOST_IDS)
]


class PersonOut(BaseModel):
    """Somebody who signed in. organisation: for which, if any. seen_on: when last, to a month."""

    model_config = ConfigDict(frozen=True)

    person_id: str
    name: str
    organisation: str
    seen_on: date


class PeopleOut(BaseModel):
    """Those who could take a task, in Turkish order. all: whether these are all there are."""

    model_config = ConfigDict(frozen=True)

    entries: list[PersonOut]
    all: bool

    @classmethod
    def of(cls, found: Collection[Person]) -> Self:
        entries = [
            PersonOut(
                person_id=one.person_id,
                name=one.name,
                organisation=one.organisation,
                seen_on=istanbul_day(one.seen_at),
            )
            for one in found
        ]
        return cls(entries=entries, all=len(entries) < MOST)


class NamesOut(BaseModel):
    """names: by id, of those who ever came to this room; of their roles it says nothing."""

    model_config = ConfigDict(frozen=True)

    names: dict[str, str]

    @classmethod
    def of(cls, found: Collection[Person]) -> Self:
        return cls(names={one.person_id: one.name for one in found})
