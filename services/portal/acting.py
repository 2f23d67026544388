"""Acts as data: what a person can do with a thing, what is asked for it, and at which door of a room it is done.

A page of acts shows the facts an act stands on, and one small form for each act that is open to whoever looks. Each
field is declared once: its name is the path of the field in the room's request, its words are `portal.field.<say>`,
with `…_hint` where there is one; they stand beside the field and in what is said at the top. The words of an act are
`portal.do.<name>`, what it does `portal.do.<name>_more`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from grants.naming import Task
from grants.policy import Action
from services.portal.filled import Fields, Json, Kind, Values, pattern_of
from services.portal.forms import Fault, Form
from services.portal.people import ANYWAY, STRANGERS, Offered
from services.portal.rooms import Room
from services.portal.visit import Visit

CONFIRMED = "confirmed"
ROWS = "rows."
"""How the button begins that asks for more rows of an act."""
KEEP = "keep."
"""How the button begins that keeps what was typed of an act."""
_ASKED_HERE = (CONFIRMED, ANYWAY, STRANGERS)
"""What a page asks for itself, and no room hears of."""
NEW = ".new"
"""How the field ends in which files are chosen, beside that of the papers that are there."""
_MORE_ROWS = 3
Pairs = tuple[tuple[str, str], ...]


class Look(StrEnum):
    """How a field is drawn, where its kind alone does not say it."""

    LINE = "text"
    AREA = "area"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "select"
    RADIOS = "radios"
    CHECK = "check"
    CHECKS = "checks"
    FILES = "files"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked. say: of its words. options: values with the family of their names; of a list the page knows by
    the name of the field, none. hidden: what the page says by itself. task: for which a person is named.
    """

    kind: Kind
    look: Look
    say: str
    family: str = ""
    options: tuple[str, ...] = ()
    most: int = 300
    hidden: bool = False
    task: Task | None = None

    @property
    def label(self) -> str:
        return f"portal.field.{self.say}"


def line(say: str, most: int = 300) -> Field:
    return Field(Kind.TEXT, Look.LINE, say, most=most)


def person(say: str, task: Task) -> Field:
    """Somebody, by name, as the room offers those who can take the task."""
    return Field(Kind.TEXT, Look.PERSON, say, task=task)


def area(say: str) -> Field:
    return Field(Kind.TEXT, Look.AREA, say, most=20_000)


def words(say: str) -> Field:
    """Several, one a line."""
    return Field(Kind.WORDS, Look.AREA, say, most=20_000)


def day(say: str) -> Field:
    return Field(Kind.DAY, Look.DAY, say)


def money(say: str) -> Field:
    return Field(Kind.MONEY, Look.MONEY, say)


def number(say: str) -> Field:
    return Field(Kind.NUMBER, Look.NUMBER, say)


def choice(say: str, family: str = "", options: Iterable[str] = (), look: Look = Look.CHOICE) -> Field:
    return Field(Kind.CHOICE, look, say, family=family, options=tuple(options))


def checks(say: str, family: str = "", options: Iterable[str] = ()) -> Field:
    """Several of what is offered."""
    return Field(Kind.WORDS, Look.CHECKS, say, family=family, options=tuple(options))


def papers(say: str = "documents") -> Field:
    """Files that are handed in with the act, and named in it by what they are."""
    return Field(Kind.WORDS, Look.FILES, say)


def hidden(kind: Kind = Kind.TEXT) -> Field:
    """Said by the page itself, as the number of what is looked at."""
    return Field(kind, Look.LINE, "hidden", hidden=True)


_REASON = {"reason": area("reason")}


@dataclass(frozen=True, slots=True)
class Act:
    """door: at the room, with {places} for the ids. fixed: what the act says besides. grave: asked once more.

    rows: of each group of rows, how many are shown at first. draft: the door that keeps what was typed, where one does.
    ticked: the words of the box that is to be ticked first, where they are others than those of a grave act.
    leads: where the person is led after it; to the page it is about, where none is named. blank: what is said where
    nothing was filled in.
    """

    name: str
    action: Action
    door: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    fixed: Mapping[str, Json] = field(default_factory=dict)
    grave: bool = False
    rows: Mapping[str, int] = field(default_factory=dict)
    draft: str = ""
    ticked: str = ""
    leads: str = ""
    blank: Mapping[str, Json] = field(default_factory=dict)

    @property
    def confirms(self) -> str:
        """The words of the box that is ticked before anything is done; "" where there is none."""
        return self.ticked or (CONFIRMED if self.grave else "")

    @property
    def asked(self) -> Fields:
        found = {name: one.kind for name, one in self.fields.items()}
        found |= {f"{name}{NEW}": Kind.CHOICE for name, one in self.fields.items() if one.look is Look.FILES}
        found |= {ANYWAY: Kind.FLAG, STRANGERS: Kind.TEXT} if self.tasks else {}
        return {**found, CONFIRMED: Kind.FLAG} if self.confirms else found

    @property
    def tasks(self) -> frozenset[Task]:
        """For which its fields name people."""
        return frozenset(one.task for one in self.fields.values() if one.task is not None)

    @property
    def takes_files(self) -> bool:
        return any(one.look is Look.FILES for one in self.fields.values())

    def single(self) -> dict[str, Field]:
        """The fields that stand alone."""
        return {name: one for name, one in self.fields.items() if "[]" not in name}

    def in_rows(self, group: str) -> dict[str, Field]:
        """The fields of a row, by what follows its place."""
        start = f"{group}[]"
        return {name.removeprefix(start): one for name, one in self.fields.items() if name.startswith(start)}


def reasoned(name: str, action: Action, door: str, *, grave: bool = False) -> Act:
    """An act that asks for its reason alone."""
    return Act(name, action, door, _REASON, grave=grave)


@dataclass(frozen=True, slots=True)
class Scene:
    """A page of acts. address: its own; back: the page it is about. acts: all of it; can: those open to whoever looks.

    facts: the template of what the acts stand on, and what it shows. places: fill the doors. options: of fields whose
    choices are known to the page alone. values: what stands in fields before anybody typed. people: who can be named,
    as far as the room says.
    """

    room: Room
    address: str
    back: str
    title: str
    about: str
    acts: tuple[Act, ...]
    facts: str
    shown: Mapping[str, Any]
    places: Mapping[str, str]
    can: frozenset[str] = frozenset()
    options: Mapping[str, Pairs] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    template: str = "acts.html"
    people: Mapping[Task, Offered] = field(default_factory=dict)

    def act(self, name: str) -> Act | None:
        return next((one for one in self.acts if one.name == name), None)

    def form(self, visit: Visit, act: Act) -> Form:
        """The form of an act before anybody typed."""
        values = {name: value for name, value in self.values.items() if pattern_of(name) in act.fields}
        return placed(visit.kept(self.address, act.asked, values), act)

    def door(self, act: Act) -> str:
        return act.door.format_map(self.places)

    def draft_door(self, act: Act) -> str:
        return act.draft.format_map(self.places)


def placed(form: Form, act: Act, more: int = 0) -> Form:
    """The form under the ids of its act, with its rows."""
    form = replace(form, prefix=f"{act.name}-")
    for group, least in act.rows.items():
        form = form.with_rows(group, max(least, form.count(group) + more))
    return form


def with_more_rows(form: Form, act: Act) -> Form:
    return placed(form, act, _MORE_ROWS)


def body_of(form: Form, act: Act) -> dict[str, Json]:
    """What the room is sent. Files are named by their hashes: the first word of each line."""
    body = {name: said for name, said in form.body().items() if name not in _ASKED_HERE}
    for name, one in act.fields.items():
        if one.look is Look.FILES and isinstance(lines := body.get(name), list):
            body[name] = [str(each).split(" ")[0] for each in lines]
    return {**act.blank, **body, **act.fixed}


def typed_in(form: Form) -> dict[str, str]:
    """What stands in the form, field by field, to be shown again."""
    passing = (*_ASKED_HERE, NEW)
    return {name: said for name, said in form.values.items() if said.strip() and not name.endswith(passing)}


def unconfirmed(visit: Visit, form: Form, act: Act) -> tuple[Fault, ...]:
    """What is wrong before the room is asked."""
    if not act.confirms or form.value(CONFIRMED):
        return ()
    return (Fault(CONFIRMED, visit.wording.say(f"portal.field.{act.confirms}_first")),)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An act as it is drawn."""

    act: Act
    form: Form


def drawn(visit: Visit, scene: Scene, tried: Form | None, of: Act | None) -> Sequence[Drawn]:
    """Each act that is open with its form; the one that was tried as it was filled in, open or not."""
    found = []
    for act in scene.acts:
        if act is not of and act.name not in scene.can:
            continue
        form = tried if tried is not None and act is of else scene.form(visit, act)
        found.append(Drawn(act, form))
    return found
