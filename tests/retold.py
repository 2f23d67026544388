"""The explanation an event carries, made again from its own record before anything is read off it."""

from collections.abc import Mapping
from typing import Any

from grants.decisions import differences, recompute
from grants.explanation import Explanation


def retold(data: Mapping[str, Any]) -> Explanation:
    """The one explanation of an event's data; it comes out the same when it is computed again."""
    (written,) = data["explanations"]
    recorded = Explanation.model_validate(written)
    assert differences(recorded, recompute(recorded)) == ()
    return recorded


def fell(data: Mapping[str, Any]) -> tuple[str, str]:
    """What fell due by the explanation of an event, and what followed."""
    recorded = retold(data)
    assert recorded.decision == "deadline"
    assert recorded.figures["due"] <= recorded.inputs["now"]  # type: ignore[operator]  # both are text
    return str(recorded.inputs["what"]), recorded.outcome
