"""The room, put together."""

from runtime.room import RoomPlan
from services.evaluation.activities import activities
from services.evaluation.api import ROUTERS
from services.evaluation.domain.board import NotSeated, QuorumMissing, ScoresMissing
from services.evaluation.events import ADDRESSES, HEARS

PLAN = RoomPlan(
    name="evaluation",
    title="Destek evaluation",
    routers=lambda _platform: ROUTERS,
    statuses={QuorumMissing: 409, ScoresMissing: 409, NotSeated: 409},
    hears=HEARS,
    addresses=ADDRESSES,
    activities=activities,
)
