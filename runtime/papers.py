"""Papers as PDF: a layout of a package, filled with facts. The same facts give the same bytes, on every machine."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

import typst


async def lay_out(package: str, layout: str, dated: datetime, **given: Mapping[str, object]) -> bytes:
    """The bytes of the PDF, made apart from the event loop: it takes a tenth of a second and more.

    layout: a file below `data` of the package. given: what it reads as JSON, by name. dated: the moment the paper
    bears, to the second, which is as fine as the format has it.
    """
    inputs = {name: json.dumps(facts, ensure_ascii=False, sort_keys=True) for name, facts in given.items()}
    return await asyncio.to_thread(_compiled, package, layout, dated.replace(microsecond=0), inputs)


def _compiled(package: str, layout: str, dated: datetime, inputs: dict[str, str]) -> bytes:
    """Only the fonts that come with the library are used."""
    source = _source(package, layout)
    return bytes(typst.compile(source, format="pdf", ignore_system_fonts=True, sys_inputs=inputs, timestamp=dated))


@cache
def _source(package: str, layout: str) -> bytes:
    return (files(package) / "data" / layout).read_bytes()
