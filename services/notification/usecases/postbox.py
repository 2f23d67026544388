"""Where mails are handed on: a folder of .eml files, or a mail server."""

import asyncio
import os
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

Postbox = Callable[[str, EmailMessage], Awaitable[None]]
"""Takes the mail's id and the mail. Raises Unwanted when it will never be taken, OSError to try again."""

_TIMEOUT = 20
_FOR_EVER = 500


class Unwanted(Exception):  # noqa: N818 - what the server said of the mail
    """The mail server will never take this mail."""


def folder(path: Path) -> Postbox:
    """One file a mail, named by its id, written whole or not at all."""

    def put(mail_id: str, message: EmailMessage) -> None:
        path.mkdir(parents=True, exist_ok=True)
        fresh = path / f".{mail_id}.new"
        with fresh.open("wb") as file:
            file.write(bytes(message))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path / f"{mail_id}.eml")

    async def post(mail_id: str, message: EmailMessage) -> None:
        await asyncio.to_thread(put, mail_id, message)

    return post


def server(url: str) -> Postbox:
    """A mail server: `smtp://[user:password@]host[:port]` (encrypted if it can) or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"a mail server is smtp://host:port or smtps://host:port, not {parts.scheme}://…")

    def hand_on(message: EmailMessage) -> None:
        try:
            with _connected(url) as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _trouble(code, reason) from error
        except smtplib.SMTPResponseException as error:
            raise _trouble(error.smtp_code, error.smtp_error) from error

    async def post(mail_id: str, message: EmailMessage) -> None:  # noqa: ARG001 - the message carries its own id
        await asyncio.to_thread(hand_on, message)

    return post


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, context = str(parts.hostname), ssl.create_default_context()
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT)
    connection.ehlo()
    if parts.scheme == "smtp" and connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
    if parts.username:
        connection.login(unquote(parts.username), unquote(parts.password or ""))
    return connection


def _trouble(code: int, reason: bytes | str) -> Exception:
    """5xx is final, everything else passes."""
    said = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return Unwanted(f"{code} {said}") if code >= _FOR_EVER else OSError(f"{code} {said}")
