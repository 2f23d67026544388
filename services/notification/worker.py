"""The sender: empties the tray into the postbox, where one is set."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError

from runtime.faults import told
from runtime.process import Part
from runtime.room import Platform
from runtime.settings import PlatformSettings
from runtime.unit import Desk
from services.notification.usecases import postbox
from services.notification.usecases.postbox import Postbox
from services.notification.usecases.send import send_next

IDLE_SECONDS = 1.0
_log = structlog.get_logger(__name__)


def postbox_of(settings: PlatformSettings) -> Postbox | None:
    """A mail server before a folder; without either, mails are kept and can be read, but go nowhere."""
    if settings.smtp_url:
        return postbox.server(settings.smtp_url)
    return postbox.folder(Path(settings.mail_dir)) if settings.mail_dir else None


def sender(desk: Desk, platform: Platform) -> Sequence[Part]:
    """The part of the worker that sends."""
    chosen = postbox_of(platform.settings)
    if chosen is None:
        return ()

    async def send(stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if await send_next(desk, chosen, platform.settings.portal_api_url):
                    continue
            except (DBAPIError, InterfaceError, OSError) as error:
                _log.warning("sender_waits", error=told(error)[:200])
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), IDLE_SECONDS)

    return (send,)
