"""What the portal reads of who is there: people who can be named for a task, and by which name an id is known."""

from datetime import date

from pydantic import Field

from services.portal.reading import Read, Text


class Someone(Read):
    """Somebody who signed in. seen_on: when last, to a month."""

    person_id: str
    name: Text = ""
    organisation: Text = ""
    seen_on: date | None = None


class There(Read):
    """Those who could take a task. all: whether these are all there are."""

    entries: tuple[Someone, ...] = ()
    all: bool = True


class Names(Read):
    """By id."""

    names: dict[str, str] = Field(default_factory=dict)
