"""Mails are read by their addressees; an administrator sees them all."""

from grants.breach import Breach, NotAllowed
from grants.policy import Action, Role, decide
from runtime.unit import Unit
from services.notification import store
from services.notification.domain.mail import Mail, readable_by


async def read(unit: Unit, before: str | None, limit: int) -> tuple[Mail, ...]:
    """The newest mails this person may read. Raises NotAllowed for who has no role in the programme."""
    if decide(unit.actor.roles, Action.TASKS_READ, frozenset()) is None:
        raise NotAllowed(Breach("mail.nobody", "", asked=Action.TASKS_READ.value))
    is_administrator = Role.ADMINISTRATOR in unit.actor.roles
    readers = None if is_administrator else readable_by(unit.actor.person_id, unit.actor.roles)
    return await store.mails(unit.session, readers, before, limit)
