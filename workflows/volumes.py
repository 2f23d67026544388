"""Volumes: a long life is told in several runs, so that no history grows past what the server and a replay can bear."""

from typing import NoReturn

from temporalio import workflow
from temporalio.workflow import ContinueAsNewVersioningBehavior

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel


def is_full(events: int) -> bool:
    """Whether this run's history has as many events, or the server says that it is long enough."""
    info = workflow.info()
    return info.is_continue_as_new_suggested() or info.get_current_history_length() >= events


async def give_way(following: BaseModel) -> NoReturn:
    """End this run and begin the next with what it carries, on the newest build where there is a newer one."""
    await workflow.wait_condition(workflow.all_handlers_finished)
    moved = workflow.info().is_target_worker_deployment_version_changed()
    workflow.continue_as_new(
        following,
        initial_versioning_behavior=ContinueAsNewVersioningBehavior.AUTO_UPGRADE if moved else None,
    )
