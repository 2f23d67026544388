"""Mails are sent one by one, each at least once and under the same Message-ID; a mail in trouble waits its turn."""

from datetime import timedelta

import structlog

from runtime.auth import system_actor
from runtime.faults import told
from runtime.unit import Desk
from services.notification import store
from services.notification.domain.mail import message
from services.notification.usecases.postbox import Postbox, Unwanted

LONGEST_WAIT = timedelta(hours=1)
_log = structlog.get_logger(__name__)


async def send_next(desk: Desk, postbox: Postbox, pages: str = "") -> bool:
    """Send the mail whose turn it is; whether there was one. pages: where people find the portal."""
    async with desk.unit(system_actor("sender")) as unit:
        mail = await store.next_to_send(unit.session, unit.now)
        if mail is None:
            return False
        try:
            await postbox(mail.id, message(mail, pages))
        except (Unwanted, ValueError) as refusal:
            _log.error("mail_refused", mail=mail.id, reason=str(refusal)[:200])
            await store.refused(unit.session, mail, str(refusal))
        except OSError as error:
            _log.warning("mail_waits", mail=mail.id, error=told(error)[:200])
            await store.put_off(
                unit.session, mail, unit.now + min(LONGEST_WAIT, timedelta(seconds=2 ** min(mail.attempts, 12)))
            )
        else:
            await store.sent(unit.session, mail, unit.now)
        return True


def _pause(attempts: int) -> timedelta:
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(attempts, 12)))
