"""The pages as a person's browser gets them."""

from html import unescape
from io import BytesIO
from re import sub

import httpx
from pypdf import PdfReader


async def sign_in(browser: httpx.AsyncClient, issuer: str, person: str) -> None:
    """The whole way of a browser: to the provider, a person picked there, and back with a code."""
    there = (await browser.get("/sign-in")).headers["location"]
    assert there.startswith(f"{issuer}/authorize?")
    picked = await browser.post(f"{issuer}/authorize", data={**httpx.URL(there).params, "person": person})
    back = await browser.get(picked.headers["location"])
    assert back.status_code == 303, back.text


def text_of(page: str, part: str) -> str:
    """What a person reads in one section of a page, from its heading to the next section's."""
    section = page.partition(f'id="{part}"')[2].partition("<h2")[0]
    return unescape(sub(r"<[^>]+>|\s+", " ", section))


def text_of_paper(paper: bytes) -> str:
    """What a person reads in a PDF, with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
