"""What workflows ask of this room."""

from collections.abc import Callable, Sequence
from typing import Any

from grants.contracts import activities as contract
from runtime.room import Platform
from runtime.temporal import carry_out
from runtime.unit import Desk
from services.evaluation.usecases.convene import advance_committee, open_committee
from services.evaluation.usecases.objections import close_objection_window
from services.evaluation.usecases.pre_evaluate import advance_pre_evaluation, open_pre_evaluation
from services.evaluation.usecases.reserve import lapse_reserve


def activities(desk: Desk, _platform: Platform) -> Sequence[Callable[..., Any]]:
    return [
        carry_out(desk, contract.close_objection_window, close_objection_window),
        carry_out(desk, contract.lapse_reserve, lapse_reserve),
        carry_out(desk, contract.open_pre_evaluation, open_pre_evaluation),
        carry_out(desk, contract.advance_pre_evaluation, advance_pre_evaluation),
        carry_out(desk, contract.open_committee, open_committee),
        carry_out(desk, contract.advance_committee, advance_committee),
    ]
