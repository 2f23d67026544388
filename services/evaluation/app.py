"""The room, put together."""

from fastapi import APIRouter

from grants.contracts.queues import APPLICATION
from runtime.room import Platform, RoomPlan, filed_of
from services.evaluation.activities import activities
from services.evaluation.api import ROUTERS
from services.evaluation.api.minutes import minutes_router
from services.evaluation.api.packs import packs_router
from services.evaluation.api.papers import papers_router
from services.evaluation.domain.board import NotSeated, QuorumMissing, ScoresMissing
from services.evaluation.domain.hearing import ItemsUnheard
from services.evaluation.domain.minutes import MinutesChanged
from services.evaluation.domain.motions import VotesMissing
from services.evaluation.events import ADDRESSES, HEARS
from services.evaluation.store.personal import PERSONAL


def _routers(platform: Platform) -> tuple[APIRouter, ...]:
    """Papers with an application are read where the application room keeps them, under the key of their file."""
    filed, documents = filed_of(platform, APPLICATION), platform.documents
    return (*ROUTERS, minutes_router(documents), packs_router(documents), papers_router(filed))


PLAN = RoomPlan(
    name="evaluation",
    title="Destek evaluation",
    routers=_routers,
    statuses={
        QuorumMissing: 409,
        ScoresMissing: 409,
        VotesMissing: 409,
        ItemsUnheard: 409,
        MinutesChanged: 409,
        NotSeated: 409,
    },
    hears=HEARS,
    addresses=ADDRESSES,
    personal=PERSONAL,
    activities=activities,
)
