"""Which workflow a saved run is of: only that one is made ready to take it again, which is most of the work."""

from temporalio.client import WorkflowHistory
from temporalio.workflow import _Definition

from workflows.worker import WORKFLOWS

_BY_NAME = {str(_Definition.must_from_class(one).name): one for one in WORKFLOWS}


def kind_of(history: WorkflowHistory) -> list[type]:
    """The workflow that the first event of a run names."""
    return [_BY_NAME[history.events[0].workflow_execution_started_event_attributes.workflow_type.name]]
