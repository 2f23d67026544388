"""The search attributes of a running workflow, for the operators' lists. Never read by a decision."""

from datetime import datetime

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

PHASE = SearchAttributeKey.for_keyword("DestekPhase")
PROGRAMME = SearchAttributeKey.for_keyword("DestekProgramme")
CALL = SearchAttributeKey.for_keyword("DestekCall")
PROVINCE = SearchAttributeKey.for_keyword("DestekProvince")
DUE_AT = SearchAttributeKey.for_datetime("DestekDueAt")


def mark(phase: str, due_at: datetime | None) -> None:
    """Show in which phase the workflow is and when it is due."""
    updates: list[SearchAttributeUpdate[str] | SearchAttributeUpdate[datetime]] = [PHASE.value_set(phase)]
    updates.append(DUE_AT.value_unset() if due_at is None else DUE_AT.value_set(due_at))
    workflow.upsert_search_attributes(updates)
