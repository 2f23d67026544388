"""An event becomes mails: one to each addressee, once, in Turkish with the English below."""

from grants.breach import NotYet
from grants.contracts.event import EventData
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from runtime.messages import LANGUAGES, Catalogue, catalogue
from runtime.unit import Unit
from services.notification import store
from services.notification.domain.letters import COORDINATOR, Letter, letter_of
from services.notification.domain.mail import Mail, address_of
from services.notification.store import File
from services.notification.usecases.words import words_of

BETWEEN = "\n\n———\n\n"


async def write(unit: Unit, event: CloudEvent, data: EventData) -> None:
    """Put the mails about an event in the tray. Raises NotYet when its coordinator has not been heard of."""
    letter = letter_of(data)
    if letter is None:
        return
    file = await store.find_file(unit.session, event.subject)
    if file is None and COORDINATOR in letter.to:
        raise NotYet(f"who coordinates {event.subject} is not known yet")
    subject, text = _worded(catalogue("grants"), letter, data, file, event.subject)
    for name in letter.to:
        addressee = file.coordinator_id if file is not None and name == COORDINATOR else name
        mail = Mail(
            id=new_id(),
            event_id=event.id,
            about=event.subject,
            addressee=addressee,
            address=address_of(addressee),
            subject=subject,
            text=text,
            written_at=unit.now,
        )
        await store.add(unit.session, mail)


def _worded(texts: Catalogue, letter: Letter, data: EventData, file: File | None, about: str) -> tuple[str, str]:
    """Subject and text; the file goes by its name, else by its number."""
    subjects, bodies = [], []
    for language in LANGUAGES:
        words = {**words_of(texts, language, data), "file": (file and file.name) or about, "about": about}
        subjects.append(texts.say(language, f"mail.{letter.key}.subject", **words))
        body = texts.say(language, f"mail.{letter.key}.text", **words)
        bodies.append("\n\n".join((body, texts.say(language, "mail.ending", **words))))
    return " / ".join(subjects), BETWEEN.join(bodies) + "\n"
