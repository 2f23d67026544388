"""A mail, its addressee and its form on the wire (RFC 5322)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

DOMAIN = "destek.example"
ROLE = "role:"
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_SENDER = Address("Destek", "destek", DOMAIN)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. addressee: a person's id, or "role:<role>" for the mailbox of a role. path: of the page it is about."""

    id: str
    event_id: str
    about: str
    addressee: str
    address: str
    subject: str
    text: str
    written_at: datetime
    attempts: int = 0
    sent_at: datetime | None = None
    refusal: str = ""
    path: str = "/"


def role_mailbox(role: str) -> str:
    """The addressee that stands for everyone of a role."""
    return f"{ROLE}{role}"


def address_of(addressee: str) -> str:
    """Where to write: the address of a role's mailbox, or the person's own at the programme's domain.

    What a mail address cannot hold becomes a hyphen, so no id can name another domain or add a line.
    """
    local = _UNFIT.sub("-", addressee.removeprefix(ROLE).replace("_", "-")).strip(".-")[:64].rstrip(".-")
    return f"{re.sub(r'[.]{2,}', '.', local) or 'unknown'}@{DOMAIN}"


def message_id(mail: Mail) -> str:
    """The same for each attempt, so that a mail delivered twice is shown once."""
    reader = hashlib.sha256(mail.addressee.encode()).hexdigest()[:16]
    return f"<{_UNFIT.sub('-', mail.event_id)}.{reader}@{DOMAIN}>"


def message(mail: Mail, pages: str = "") -> EmailMessage:
    """The mail as it is sent; the same bytes each time. pages: where people find the portal, for the link in it."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _SENDER
    made["To"] = mail.address
    made["Subject"] = " ".join(mail.subject.split())
    made["Date"] = format_datetime(mail.written_at)
    made["Message-ID"] = message_id(mail)
    made["Auto-Submitted"] = "auto-generated"
    link = f"\n{pages.rstrip('/')}{mail.path}\n" if pages else ""
    made.set_content(mail.text + link, charset="utf-8", cte="quoted-printable")
    return made


def readable_by(person_id: str, roles: frozenset[str]) -> tuple[str, ...]:
    """The addressees whose mail this person may read: the person's own, and the mailboxes of the roles held."""
    return (person_id, *(role_mailbox(role) for role in sorted(roles)))
