"""What the portal reads of the inspector's desk, of dossiers, and of what may be erased."""

from datetime import date, datetime
from typing import Any

from pydantic import field_validator

from services.portal.reading import Amount, Listing, Moment, Read, Text, Who, Whos


class Sample(Read):
    """A sample on record: enough to draw it again."""

    id: str
    method: Text = ""
    size: int = 0
    seed: Text = ""
    call_id: Text = ""
    reason: Text = ""
    population: Text = ""
    candidates: int = 0
    drawn_at: Moment = None
    drawn_by: Who = ""
    seed_given: bool | None = None
    root: int | None = None


class Samples(Listing):
    """A page of them."""

    entries: tuple[Sample, ...]


class Note(Read):
    """A remark or a finding on a working paper."""

    kind: Text = ""
    text: Text = ""
    by: Who = ""
    at: Moment = None
    severity: Text = ""


class Paper(Read):
    """The working paper of a drawn file."""

    application_id: str
    title: Text = ""
    amount: Amount = None
    currency: Text = ""
    risk: int | None = None
    place: int = 0
    notes: tuple[Note, ...] = ()
    conclusion: Text = ""
    signed_by: Who = ""
    signed_at: Moment = None

    @property
    def findings(self) -> int:
        return sum(note.kind == "finding" for note in self.notes)


class Drawn(Read):
    """A sample with the papers of its files."""

    sample: Sample
    papers: tuple[Paper, ...] = ()

    def paper(self, application_id: str) -> Paper | None:
        return next((one for one in self.papers if one.application_id == application_id), None)


class Trace(Read):
    """An event of a lead's evidence."""

    event_id: Text = ""
    about: Text = ""
    title: Text = ""
    act: Text = ""
    person_id: Who = ""
    at: Moment = None
    due_at: Moment = None
    amount: Amount = None
    limit: Amount = None
    currency: Text = ""


class Answer(Read):
    """What an inspector said to a lead."""

    verdict: Text = ""
    reason: Text = ""
    answered_by: Who = ""
    answered_at: Moment = None


class Lead(Read):
    """A pattern worth a second look. fresh: how much of the evidence came after the answer."""

    id: str
    kind: Text = ""
    persons: Whos = ()
    count: int = 0
    about: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    status: Text = ""
    answer: Answer | None = None
    fresh: int = 0


class Leads(Listing):
    """All of them, open ones first. since: from when on acts were looked through; cut: older ones are too many."""

    entries: tuple[Lead, ...]
    since: Moment = None
    cut: bool = False

    def one(self, lead_id: str) -> Lead | None:
        return next((lead for lead in self.entries if lead.id == lead_id), None)

    @property
    def open(self) -> int:
        return sum(lead.status == "open" for lead in self.entries)


class Rights(Read):
    """With which rights a room saw a person. added, gone: as "role:inspector"; first: never before."""

    event_id: Text = ""
    room: Text = ""
    person_id: Who = ""
    seen_at: Moment = None
    issued_at: Moment = None
    organisation: Text = ""
    roles: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    first: bool = False


class SeenRights(Listing):
    """A page of them."""

    entries: tuple[Rights, ...]


class Dossier(Read):
    """A dossier that was made. sha256: of the file; size: in bytes; documents: how many papers it holds."""

    sha256: str
    size: int = 0
    redacted: bool = False
    documents: int = 0
    made_at: Moment = None
    made_by: Who = ""
    erased_at: Moment = None


class Dossiers(Listing):
    """Those of a file, the newest first."""

    entries: tuple[Dossier, ...]


class Finished(Read):
    """A finished file, and from when on what is personal in it may be erased. open: nothing is in the way now."""

    application_id: str
    title: Text = ""
    ending: Text = ""
    ended_at: Moment = None
    inspected: bool = False
    first_day: date | None = None
    open: bool = False
    erased_at: datetime | None = None


class FinishedList(Listing):
    """A page of them."""

    entries: tuple[Finished, ...]


class LedgerGap(Read):
    """An event that a room and the ledger have differently. asked: how often the room was asked to tell it again."""

    event_id: str
    room: Text = ""
    about: Text = ""
    kind: Text = ""
    found_at: Moment = None
    asked: int = 0
    fields: tuple[str, ...] = ()


class LedgerGaps(Listing):
    """Those that are open."""

    entries: tuple[LedgerGap, ...]


class Aside(Read):
    """What came on the bus and could not be put into the ledger; seq: its number; place: where it lies there."""

    seq: int
    room: Text = ""
    place: int = 0
    reason: Text = ""
    at: Moment = None
    event_id: Text = ""
    about: Text = ""
    sha256: Text = ""
    size: int = 0


class SetAside(Listing):
    """A page of them; `after` is a number here."""

    entries: tuple[Aside, ...]

    @field_validator("after", mode="before")
    @classmethod
    def _as_text(cls, given: Any) -> Any:
        return str(given) if isinstance(given, int) else given


class Calls(Listing):
    """Calls to draw from."""

    class One(Read):
        id: str
        name: Text = ""

    entries: tuple[One, ...]
