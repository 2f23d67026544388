"""What workflows ask of this room."""

from collections.abc import Callable, Sequence
from typing import Any

from grants.contracts import activities as asked
from grants.contracts.activities import EnterStage, StageState
from runtime.room import Platform
from runtime.temporal import carry_out
from runtime.unit import Desk, Unit
from services.application.usecases import calls, stage_orders


def activities(desk: Desk, platform: Platform) -> Sequence[Callable[..., Any]]:
    """Every order this room carries out."""

    async def enter_stage(unit: Unit, order: EnterStage) -> StageState:
        return await stage_orders.enter_stage(unit, order, platform.documents)

    return [
        carry_out(desk, asked.open_call, calls.open_call),
        carry_out(desk, asked.close_call, calls.close_call),
        carry_out(desk, asked.enter_stage, enter_stage),
        carry_out(desk, asked.lapse_stage, stage_orders.lapse_stage),
        carry_out(desk, asked.record_pre_evaluation, stage_orders.record_pre_evaluation),
        carry_out(desk, asked.record_committee, stage_orders.record_committee),
    ]
