"""An application as it is written: before the submission, to complete it, and in the talks; in one way at each place.

Before the submission the draft itself is written. Later the application stands as it was handed in, and what is written
is kept beside it until it is handed in: the pages show the one over the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, assert_never

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from grants.explanation import Explanation
from grants.policy import Action
from services.portal.drafting import SECTIONS, Difference, Plan, difference, link_to
from services.portal.posting import Sent
from services.portal.reading_applying import Draft, Offer
from services.portal.rooms import Answer, Room
from services.portal.visit import Visit

PLAN = "plan"


class Place(StrEnum):
    """Where an application is written, as the address says it."""

    DRAFT = "draft"
    COMPLETION = "completion"
    TALKS = "talks"


LATER = (Place.COMPLETION, Place.TALKS)
"""After the submission."""


def place_of(request: Request) -> Place:
    """/applications/7/talks/plan → talks."""
    return Place(request.url.path.split("/")[3])


Where = Annotated[Place, Depends(place_of)]


@dataclass(frozen=True, slots=True)
class Writing:
    """An application and where it is written."""

    draft: Draft
    place: Place

    @property
    def start(self) -> str:
        """The address under which all of its pages are."""
        return f"/applications/{self.draft.id}/{self.place}"

    @property
    def plan_at(self) -> str:
        return f"{self.start}/plan"

    @property
    def file(self) -> str:
        return f"/applications/{self.draft.id}"

    @property
    def action(self) -> Action:
        """The right to write here."""
        match self.place:
            case Place.DRAFT:
                return Action.APPLICATION_DRAFT
            case Place.COMPLETION:
                return Action.CHECK_COMPLETE
            case Place.TALKS:
                return Action.NEGOTIATION_REVISE_PLAN
            case _:
                assert_never(self.place)

    @property
    def is_open(self) -> bool:
        """Whether whoever looks can write here now."""
        return self.action.value in self.draft.can

    @property
    def is_draft(self) -> bool:
        return self.place is Place.DRAFT

    @property
    def sections(self) -> tuple[str, ...]:
        """Those of the form that can be changed here: in the talks the plan alone."""
        return () if self.place is Place.TALKS else SECTIONS

    @property
    def saved(self) -> str:
        """What is said where a page of it was saved."""
        return "draft_saved" if self.is_draft else "offer_saved"

    @property
    def offer(self) -> Offer:
        """What is written over the application as it was handed in."""
        return Offer() if self.is_draft or self.draft.offer is None else self.draft.offer

    @property
    def plan(self) -> Plan | None:
        return self.draft.plan if self.offer.plan is None else self.offer.plan

    @property
    def form(self) -> Mapping[str, str]:
        return {**self.draft.form, **self.offer.form}

    @property
    def explanation(self) -> Explanation | None:
        """How the plan, as it is written, is held against the rules."""
        return self.offer.explanation or self.draft.explained(PLAN)

    @property
    def changed_sections(self) -> tuple[str, ...]:
        now = self.offer.form
        return tuple(one for one in SECTIONS if one in now and now[one].strip() != self.draft.form.get(one, "").strip())

    @property
    def changed_rows(self) -> tuple[Difference, ...]:
        """What of the plan is other than it was handed in."""
        return () if self.offer.plan is None else difference(self.draft.plan, self.offer.plan)

    @property
    def has_changes(self) -> bool:
        return bool(self.changed_sections or self.changed_rows)

    def link(self, path: str) -> str:
        """The page of a row, by its path."""
        return link_to(path, self.start)

    def how(self, path: str) -> str:
        """How a row is other than it was handed in, by its path: new, changed, or "" for not at all."""
        return next((one.how for one in self.changed_rows if one.path == path), "")


async def keep(visit: Visit, writing: Writing, said: Mapping[str, Any], sent: Sent) -> Answer:
    """What the room says to a plan, or a section, that is to be kept."""
    door = f"{writing.file}/{'draft' if writing.is_draft else 'offer'}"
    return await visit.caller().post(Room.APPLICATION, door, dict(said), sent.fresh())


def elsewhere(writing: Writing) -> Response:
    """To the file of the application, where it cannot be written here now."""
    return RedirectResponse(writing.file, HTTPStatus.SEE_OTHER)
