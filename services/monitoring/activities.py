"""What workflows ask of this room."""

from collections.abc import Callable, Sequence
from typing import Any

from grants.contracts import activities as contracts
from runtime.room import Platform
from runtime.temporal import carry_out
from runtime.unit import Desk
from services.monitoring.usecases.fall_due import fall_due


def activities(desk: Desk, _: Platform) -> Sequence[Callable[..., Any]]:
    return [carry_out(desk, contracts.fall_due, fall_due)]
