"""The support contract as PDF. The same facts give the same bytes, on every machine."""

import asyncio
import json
from datetime import datetime
from functools import cache
from importlib.resources import files

import typst

from grants.calendar import start_of
from services.application.domain.contract_text import ContractFacts, contract_text


async def contract_paper(facts: ContractFacts) -> bytes:
    """The bytes of the PDF. Laid out apart from the event loop, because it takes a tenth of a second and more."""
    text = json.dumps(contract_text(facts), ensure_ascii=False, sort_keys=True)
    return await asyncio.to_thread(_lay_out, text, start_of(facts.prepared_on))


def _lay_out(text: str, dated: datetime) -> bytes:
    """Only the fonts that come with the library are used, and the paper bears the day it was prepared on."""
    paper = typst.compile(
        _layout(), format="pdf", ignore_system_fonts=True, sys_inputs={"contract": text}, timestamp=dated
    )
    return bytes(paper)


@cache
def _layout() -> bytes:
    return (files("services.application") / "data" / "contract.typ").read_bytes()
