"""The room, put together."""

from runtime.room import RoomPlan
from services.evaluation.activities import activities
from services.evaluation.api import ROUTERS
from services.evaluation.api.minutes import minutes_router
from services.evaluation.api.packs import packs_router
from services.evaluation.domain.board import NotSeated, QuorumMissing, ScoresMissing
from services.evaluation.domain.hearing import ItemsUnheard
from services.evaluation.domain.minutes import MinutesChanged
from services.evaluation.domain.motions import VotesMissing
from services.evaluation.events import ADDRESSES, HEARS
from services.evaluation.store.personal import PERSONAL

PLAN = RoomPlan(
    name="evaluation",
    title="Destek evaluation",
    routers=lambda platform: (*ROUTERS, minutes_router(platform.documents), packs_router(platform.documents)),
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
