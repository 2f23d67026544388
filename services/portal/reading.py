"""What the portal reads of the rooms' answers. Tolerant: a field nobody sent stays empty, one more is passed over."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from grants.explanation import Explanation

Amount = Decimal | None
Moment = datetime | None
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Named:
    """Marks a field that holds the id of a person, or several: pages show them by name (services/portal/people.py)."""


Who = Annotated[Text, Named()]
Whos = Annotated[tuple[str, ...], Named()]


class Read(BaseModel):
    """Anything a room said."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Task(Read):
    """Something that waits for the person."""

    kind: str
    title: Text = ""
    consortium_name: Text = ""
    application_id: Text = ""
    grant_id: Text = ""
    assignment_id: Text = ""
    call_id: Text = ""
    sample_id: Text = ""
    due_at: Moment = None
    number: int | None = None
    part: Text = ""
    nace: Text = ""


class Listing(Read):
    """Several of a kind: {"entries": […], "after": …}, under another name, or as a bare list."""

    after: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_entries(cls, content: Any) -> Any:
        if isinstance(content, list):
            return {"entries": content}
        if isinstance(content, dict) and "entries" not in content:
            lists = [value for value in content.values() if isinstance(value, list)]
            return {**content, "entries": lists[0]} if len(lists) == 1 else content
        return content


class Tasks(Listing):
    """All of them in one room."""

    entries: tuple[Task, ...]


class Call(Read):
    """A call for applications; envelope in its currency."""

    id: Text = ""
    name: Text = ""
    closes_at: Moment = None
    envelope: Amount = None
    currency: Text = ""
    regime_reason: Text = ""
    status: Text = ""


class Member(Read):
    """A member of a consortium."""

    name: str
    kind: Text = ""
    province: Text = ""
    nace: Text = ""
    commits: bool = False
    confirmed_at: Moment = None


class Belongs(Read):
    """A member of a grant in force. until: when it left; none while it belongs."""

    name: str
    kind: Text = ""
    province: Text = ""
    since: Moment = None
    until: Moment = None


class Consortium(Read):
    """Those who apply together."""

    name: Text = ""
    provinces: tuple[str, ...] = ()
    nace: Text = ""
    members: tuple[Member, ...] = ()


class Listed(Read):
    """An application in a list; amounts in its currency."""

    id: str
    title: Text = ""
    consortium_name: Text = ""
    province: Text = ""
    stage: str
    outcome: Text = ""
    stage_due_at: Moment = None
    requested: Amount = None
    currency: Text = ""


class Applications(Listing):
    """A page of them. after: where the next begins."""

    entries: tuple[Listed, ...]


class Stay(Read):
    """One stay in a stage."""

    stage: str
    entered_at: datetime
    left_at: Moment = None
    due_at: Moment = None
    entered_role: Text = ""


class PlanMoney(Read):
    """Amounts of the newest plan and of the Minister's decision."""

    total: Amount = None
    requested: Amount = None
    approved: Amount = None


class Version(Read):
    """A version of the plan."""

    version: int
    total: Amount = None
    requested: Amount = None
    made_at: Moment = None
    why: Text = ""


class PlanOfVersion(Version):
    """With its plan."""

    plan: dict[str, Any]


class Check(Read):
    """The administrative check, decided."""

    decision: str
    reason: Text = ""
    decided_at: Moment = None


class Completion(Read):
    """The one window to complete. replaced: sections that it changed, as they were; none where that is not known."""

    items: tuple[str, ...] = ()
    requested_at: Moment = None
    due_at: Moment = None
    note: Text = ""
    submitted_at: Moment = None
    replaced: dict[str, str] | None = None


class HandedPaper(Read):
    """A paper with an application. document: its hash; kind: of those asked for, or "other"."""

    document: str
    kind: Text = ""
    title: Text = ""
    size: int = 0
    kept_at: Moment = None
    handed_in_at: Moment = None


class AskedPaper(Read):
    """A kind of paper the rules ask for. names: by language. source: where they do, "… default" for nowhere."""

    code: str
    names: dict[str, str] = {}
    given_by: Text = ""
    source: Text = ""
    count: int = 0
    is_missing: bool = False
    is_binding: bool = False


class WithPapers(Read):
    """An application with its papers, as far as whoever looks may see them."""

    papers: tuple[HandedPaper, ...] = ()
    asked_papers: tuple[AskedPaper, ...] = ()

    @property
    def missing_papers(self) -> tuple[AskedPaper, ...]:
        return tuple(one for one in self.asked_papers if one.is_missing)

    def name_of_kind(self, kind: str, language: str) -> str:
        """What a kind is called in the rules; "" for one they do not know."""
        return next((one.names.get(language, "") for one in self.asked_papers if one.code == kind), "")


class Point(Read):
    """A point of the negotiation; answer empty while it is open."""

    id: Text = ""
    round: int = 1
    title: str
    text: Text = ""
    raised_at: Moment = None
    answer: Text = ""
    answered_at: Moment = None


class Presentation(Read):
    """When and where the application is presented to the board."""

    starts_at: Moment = None
    minutes: int = 0
    place: Text = ""


class Pack(Read):
    """The approval pack of the call, as it concerns this application. amount: none where it does not fund it."""

    number: int = 0
    is_open: bool = False
    closed: int = 0
    amount: Amount = None
    agreed: int = 0
    disagreed: int = 0


class Approval(Read):
    """The Minister's decision."""

    approved: bool
    number: Text = ""
    decided_on: date | None = None
    amount: Amount = None
    reason: Text = ""


class Enterprise(Read):
    """The cluster enterprise."""

    name: str
    tax_number: Text = ""
    registry_no: Text = ""
    founded_on: date | None = None
    province: Text = ""


class Contract(Read):
    """The support contract. document: empty when there is no paper to read."""

    number: str
    document: Text = ""
    total: Amount = None
    approved: Amount = None
    signed_ministry_at: Moment = None
    signed_enterprise_at: Moment = None
    signed_on: date | None = None
    taken_over: bool = False
    provenance: Text = ""


class File(Listed, WithPapers):
    """One application with everything that belongs to it. explanations: how consortium and plan were weighed."""

    coordinator_id: Who = ""
    outcome_reason: Text = ""
    regime: Text = ""
    revision: Text = ""
    submitted_at: Moment = None
    mean: Text = ""
    total: Text = ""
    rank: int | None = None
    call: Call = Call()
    consortium: Consortium = Consortium()
    timeline: tuple[Stay, ...] = ()
    money: PlanMoney = PlanMoney()
    versions: tuple[Version, ...] = ()
    check: Check | None = None
    completion: Completion | None = None
    points: tuple[Point, ...] = ()
    presentation: Presentation | None = None
    pack: Pack | None = None
    approval: Approval | None = None
    enterprise: Enterprise | None = None
    contract: Contract | None = None
    members: tuple[Belongs, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    can: tuple[str, ...] = ()
    plan: dict[str, Any] | None = None
    form: dict[str, str] = {}

    @property
    def is_written(self) -> bool:
        """Whether there is anything to be read of it."""
        return bool(self.plan) or any(text.strip() for text in self.form.values())

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """Key and title of each support item of the newest plan."""
        packages = (self.plan or {}).get("packages", ())
        return tuple((str(one["key"]), str(one["title"])) for package in packages for one in package["items"])


class Cluster(Read):
    """A cluster of the national inventory."""

    no: int
    name: str
    province: Text = ""
    stage: Text = ""


class Clusters(Listing):
    """A page of them."""

    entries: tuple[Cluster, ...]


class Scene(Read):
    """One line of a story, as a sentence in the reader's language. people: those whose ids stand in it."""

    at: datetime
    what: Text = ""
    actor_role: Text = ""
    actor_id: Who = ""
    on_behalf_of: Who = ""
    regime: Text = ""
    text: Text = ""
    people: Whos = ()
    explanations: tuple[Explanation, ...] = ()
    erased: bool = False

    def said(self, who: Callable[[str], str]) -> str:
        """The sentence, with the people in it as the page shows people."""
        whole = "|".join(re.escape(one) for one in sorted(self.people, key=len, reverse=True) if one)
        if not whole:
            return self.text
        return re.sub(rf"(?<![\w-])(?:{whole})(?![\w-])", lambda found: who(found[0]), self.text)


class Story(Listing):
    """What happened to an application."""

    entries: tuple[Scene, ...]


class Mail(Read):
    """A letter that was sent."""

    id: str
    about: Text = ""
    subject: Text = ""
    text: Text = ""
    written_at: Moment = None
    path: Text = "/"


class Mails(Listing):
    """A page of them."""

    entries: tuple[Mail, ...]
