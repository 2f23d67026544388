"""How a browser without scripts fills in a form: it sends back every field as it stands, and what was typed."""

import html
import re
from dataclasses import dataclass

import httpx


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
