"""Forms without scripts: what a page asks, how it is read, and how a room's refusal is shown beside the fields.

How a page adds a form, in four steps:

1. Say what it asks. The name of a field **is** the path of that field in the room's request, so a breach of the room
   finds its place by itself; `[]` stands for a row:

       NOTICE = {"starts_on": Kind.DAY, "ground": Kind.TEXT, "evidence": Kind.TEXT}
       REPORT = {"place": Kind.TEXT, "findings[].text": Kind.TEXT, "findings[].amount": Kind.MONEY}

2. Show it. `visit.form(address, NOTICE, {"starts_on": "…"})` mints the form with its hidden token, in which the key
   travels under which the room knows the act; the same page is shown again with what was typed and what was wrong:

       async def _page(visit: Visit, grant_id: str, form: Form) -> Response:
           grant = read(await visit.caller().get(...), Grant)
           return visit.page("notice.html", form.status, grant=grant, form=form)

       @router.get("/grants/{grant_id}/force-majeure")
       async def show(visit: Visitor, grant_id: Key) -> Response:
           return await _page(visit, grant_id, visit.form(f"/grants/{grant_id}/force-majeure", NOTICE))

3. Take it. `Posted` refuses what did not come from our own form of this session, what is too large, and what is no
   text. `finish` answers: done, it leads on by 303 and says so there (`portal.said.<said>`); refused, it shows the page
   again by `again`; a room that is away or a session that is over lose nothing of what was typed:

       @router.post("/grants/{grant_id}/force-majeure")
       async def tell(visit: Visitor, sent: Posted, grant_id: Key) -> Response:
           form = sent.form(visit, NOTICE)
           path = f"/grants/{grant_id}/force-majeure"
           answer = await visit.caller().post(Room.MONITORING, path, form.body(), sent.key)
           return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="force_majeure",
                               again=partial(_page, visit, grant_id))

   A second act of the same form takes a key of its own: `f"{sent.key}-2"`. A button of name `do` is `sent.do`; to add
   a blank row by POST, show `form.with_rows("findings", form.count("findings") + 1)` and send nothing.

4. Draw it, with the macros of parts/forms.html:

       {% import "parts/forms.html" as f %}
       {% block title %}{{ f.wrong(form, t) }}…{% endblock %}
       {% call f.form(form) %}{{ f.day(form, "starts_on", t("…"), t("…hint")) }}{{ f.send(t("…")) }}{% endcall %}

   The labels come from the catalogue, in both languages. What is wrong stands at the top of the page as well, under
   the names the fields were drawn with: the frame draws the page first, and then says it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from services.portal.filled import EMPTY, Fields, Json, Kind, Values, body_of, filled, names_of, pattern_of

__all__ = ["EMPTY", "Fault", "Fields", "Form", "Kind", "Values", "ident"]
MOST_ROWS = 200
_LAST_STEP = re.compile(r"(\[[^\]]*\]|\.?[^.\[\]]+)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong. name: as the room calls the field; "" where it is of no one field."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown. address: where it is sent. values: what stands in it. rows: at least so many.

    prefix: of its ids, where it is not the only form of its page. labels: the names its fields were drawn with.
    """

    address: str
    token: str
    fields: Fields
    values: Values = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    status: int = HTTPStatus.OK
    rows: Mapping[str, int] = field(default_factory=dict)
    prefix: str = ""
    labels: dict[str, str] = field(default_factory=dict, compare=False)
    _firsts: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)
    _wrongs: dict[str, list[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def wrong(self, name: str) -> tuple[str, ...]:
        """What is wrong with a field."""
        if not self._wrongs:
            for fault in self.faults:
                self._wrongs.setdefault(self.place(fault.name), []).append(fault.message)
        return tuple(self._wrongs.get(name, ()))

    def called(self, name: str, label: str) -> str:
        """Keeps the name a field is drawn with, for what is said at the top; draws nothing."""
        self.labels[name] = label
        return ""

    def summary(self) -> tuple[tuple[str, str, str], ...]:
        """All that is wrong: the field, "" for none; what the room means, as declared; and the words. Each once."""
        return tuple(dict.fromkeys((self.place(one.name), self.pattern(one.name), one.message) for one in self.faults))

    def place(self, name: str) -> str:
        """The field of this form that a room means by a path; "" where none of it is on this form."""
        firsts = self._first_fields() if name else {}
        while name and name not in firsts:
            name = _shortened(name)
        return firsts.get(name, "")

    def _first_fields(self) -> Mapping[str, str]:
        """The first field at or under each path. Told once: a plan has a thousand fields."""
        if not self._firsts:
            for name in self.names():
                path = name
                while path and path not in self._firsts:
                    self._firsts[path] = name
                    path = _shortened(path)
        return self._firsts

    def names(self) -> tuple[str, ...]:
        """Every field as it is shown, row by row."""
        return names_of(self.fields, self.count)

    def count(self, group: str) -> int:
        """How many rows of a group are shown."""
        return min(MOST_ROWS, max(self.rows.get(group, 0), filled(self.values, group)))

    def with_rows(self, group: str, count: int) -> "Form":
        """The same with at least so many rows."""
        return replace(self, rows={**self.rows, group: count})

    def with_faults(self, faults: Iterable[Fault], status: int) -> "Form":
        """The same, refused."""
        return replace(self, faults=tuple(faults), status=status)

    def body(self) -> dict[str, Json]:
        """What the room is sent: what was filled in, in the shape of its request."""
        return body_of(self.fields, self.values)

    def ident(self, name: str) -> str:
        """The id of a field in the page."""
        return self.prefix + ident(name)

    def pattern(self, name: str) -> str:
        """The field as it was declared: findings[0].text → findings[].text."""
        return pattern_of(name)


def _shortened(path: str) -> str:
    """Without its last step: findings[0].text → findings[0] → findings → ""."""
    return _LAST_STEP.sub("", path) if _LAST_STEP.search(path) else ""


def ident(name: str) -> str:
    """The id of a field in the page: findings[0].text → field-findings-0-text."""
    return "field-" + re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
