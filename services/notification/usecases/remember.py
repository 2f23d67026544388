"""Who coordinates which consortium and which application, and what a call is named."""

from grants.breach import NotYet
from grants.contracts import application_events as application
from grants.contracts import plan_events as plan
from grants.policy import Role
from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.notification import store
from services.notification.store import File
from services.notification.usecases.write import write


async def remember_call(unit: Unit, event: CloudEvent) -> None:
    """A call has nobody who coordinates it; its name stands in the mails about it."""
    published = application.CallPublished.model_validate(event.data)
    await store.keep_file(unit.session, published.call_id, File("", published.name))


async def remember_consortium(unit: Unit, event: CloudEvent) -> None:
    created = application.ConsortiumCreated.model_validate(event.data)
    await store.keep_file(unit.session, created.consortium_id, File(created.coordinator_id, created.name))


async def remember_draft(unit: Unit, event: CloudEvent) -> None:
    """A draft names its consortium only; who wrote it for itself is its coordinator."""
    drafted = application.ApplicationDrafted.model_validate(event.data)
    file = await store.find_file(unit.session, drafted.consortium_id)
    if file is None and event.actorrole == Role.COORDINATOR:
        file = File(event.actorid, "")
    if file is None:
        raise NotYet(f"the consortium {drafted.consortium_id} is not known yet")
    await store.keep_file(unit.session, drafted.application_id, file)


async def remember_admitted(unit: Unit, event: CloudEvent) -> None:
    admitted = application.ApplicationAdmitted.model_validate(event.data)
    file = File(admitted.coordinator_id, admitted.consortium_name)
    await store.keep_file(unit.session, admitted.application_id, file)


async def remember_contract(unit: Unit, event: CloudEvent) -> None:
    """A paper contract taken over is the first that is heard of its file."""
    concluded = application.ContractConcluded.model_validate(event.data)
    file = File(concluded.coordinator_id, concluded.consortium_name)
    await store.keep_file(unit.session, concluded.application_id, file)


async def remember_plan(unit: Unit, event: CloudEvent) -> None:
    """Somebody else may coordinate the grant from now on, and is told so."""
    changed = plan.PlanChanged.model_validate(event.data)
    file = File(changed.coordinator_id, "", changed.representative_id, changed.plan_version)
    await store.keep_file(unit.session, changed.application_id, file)
    await write(unit, event, changed)
