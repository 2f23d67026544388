"""How a browser without scripts fills in a form: it sends back every field as it stands, and what was typed."""

import html
import re
from dataclasses import dataclass

import httpx
from pydantic import BaseModel

from grants.regimes import revisions
from services.portal.acting import Act
from services.portal.filled import Kind
from tests.services.portal.doors import DOORS, door_of

CHOSEN = {
    "ground": "breach",
    "decision": "continue",
    "opinion": "qualified",
    "found": "kept",
    "regime": "kdp-2014",
    "findings[].severity": "major",
    "revision": revisions("kdp-2014")[0].revision,
    "assets[].item": "I1",
}
TYPED = {
    Kind.TEXT: "Belge <b>12</b> sayılı",
    Kind.DAY: "2018-10-30",
    Kind.MONEY: "1.250,50",
    Kind.NUMBER: "3",
    Kind.WORDS: "ab" * 32 + " tutanak.pdf",
}
EXACTLY = {
    "document": "ab" * 32,
    "tax_number": "9990000001",
    "point_id": "p-2",
    "points[].item": "S1",
    "block": "capacity",
    "version": "2",
    "combination": "1",
    "visitor_id": "uzman-iki",
    "person_id": "denetci-1",
    "iban": "TR330006100519786457841326",
}
"""What is chosen, and what only one kind of words fits, by the name of the field; TYPED: what else, by its kind."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as it came. values: of its fields, hidden ones too."""

    address: str
    values: dict[str, str]
    page: str


def shown(page: str, address: str = "") -> Shown:
    """The form of a page that is sent to `address`, or its last one."""
    forms = re.findall(r'<form[^>]*method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL)
    where, inside = next(one for one in reversed(forms) if not address or one[0] == address)
    return Shown(where, _fields(inside), page)


def _fields(inside: str) -> dict[str, str]:
    found = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        of_choice = facts["type"] in {"radio", "checkbox"}
        if facts["type"] != "file" and (not of_choice or " checked" in tag):
            found[html.unescape(facts["name"])] = html.unescape(facts.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', inside, re.DOTALL):
        found[html.unescape(name)] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        found[html.unescape(name)] = next((value for value, chosen in values if chosen), values[0][0])
    return found


async def fill(browser: httpx.AsyncClient, path: str, **typed: str) -> httpx.Response:
    """Open a page, fill in its last form and send it."""
    form = shown((await browser.get(path)).text)
    return await send(browser, form, typed)


async def send(browser: httpx.AsyncClient, form: Shown, typed: dict[str, str]) -> httpx.Response:
    """Send a form as it was shown, with what was typed."""
    return await browser.post(form.address, data={**form.values, **typed})


def typed(act: Act) -> dict[str, str]:
    """Every field of an act filled in, in its first row, and the press of its button."""
    found = {}
    for name, field in act.fields.items():
        said = CHOSEN.get(name) or EXACTLY.get(name) or TYPED.get(field.kind, "")
        found[name.replace("[]", "[0]")] = said
    return {**found, "do": act.name, **({"confirmed": "1"} if act.confirms else {})}


def form_of(page: str, do: str) -> Shown:
    """Of the forms of a page, the one with that button."""
    before, _, _ = page.partition(f'name="do" value="{do}"')
    start = before.rindex("<form")
    return shown(page[start : page.index("</form>", start) + 7])


async def pressed_twice(browser: httpx.AsyncClient, where: str, act: Act, **said: str) -> list[httpx.Response]:
    """An act filled in whole and sent, and sent again as it was. said: what only some words fit, by field."""
    form, known = form_of((await browser.get(where)).text, act.name), typed(act)
    filled_in = {**form.values, **known, **{name: text for name, text in said.items() if name in known}}
    return [await send(browser, form, filled_in) for _ in range(2)]


def as_the_room_asks(path: str, body: object) -> BaseModel:
    """What was sent to a door (with the room before it), as the room itself reads it. Nothing of it is left out."""
    room, _, door = path.partition("/")
    asked = DOORS[door_of(room, f"/{door}")].model_validate(body)
    assert isinstance(body, dict)
    assert asked.model_fields_set == set(body)
    return asked
