"""An event becomes mails: one to each addressee, once, in Turkish with the English below."""

from itertools import chain

from grants.breach import NotYet
from grants.contracts.event import EventData
from grants.regimes.telling import currency_of
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from runtime.messages import LANGUAGES, catalogue
from runtime.unit import Unit
from services.notification import store
from services.notification.domain.letters import COORDINATOR, Letter, letter_of
from services.notification.domain.mail import Mail, address_of
from services.notification.domain.pages import page_of
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
    name, currency = (file and file.name) or event.subject, currency_of(event.regime or "")
    subject, text = _worded(letter, data, currency, name, event.subject)
    for addressee in _addressees(letter, file):
        mail = Mail(
            id=new_id(),
            event_id=event.id,
            about=event.subject,
            addressee=addressee,
            address=address_of(addressee),
            subject=subject,
            text=text,
            written_at=unit.now,
            path=page_of(data, event.subject),
        )
        await store.add(unit.session, mail)


def _addressees(letter: Letter, file: File | None) -> tuple[str, ...]:
    """Whom it goes to, each once; who acts for the file stands for its coordinator."""
    led_by = file.led_by if file is not None else ()
    found = ((led_by if to == COORDINATOR else (to,)) for to in letter.to)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _worded(letter: Letter, data: EventData, currency: str, name: str, about: str) -> tuple[str, str]:
    """Subject and text. name: by which the file goes."""
    texts, subjects, bodies = catalogue("grants"), [], []
    for language in LANGUAGES:
        words = {**words_of(texts, language, data, currency), "file": name, "about": about}
        subjects.append(texts.say(language, f"mail.{letter.key}.subject", **words))
        body = texts.say(language, f"mail.{letter.key}.text", **words)
        bodies.append("\n\n".join((body, texts.say(language, "mail.ending", **words))))
    return " / ".join(subjects), BETWEEN.join(bodies) + "\n"
