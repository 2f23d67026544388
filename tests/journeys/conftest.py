"""Whole stacks: every process, every server, on free ports."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from bench.stages import Bill
from cli.demo.cast import Cast
from cli.demo.commands import tell, travelling
from cli.demo.narrator import Narrator
from cli.demo.result import Result
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from tests.journeys.evidence import all_open


@dataclass
class Told:
    """The OSTİM story, told once: the stack it was told on, its lines, what each stage cost, and its result."""

    stack: Stack
    result: Result
    lines: list[str]
    bill: dict[str, dict[str, int]]


@pytest.fixture(scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    options = StackOptions(data=tmp_path_factory.mktemp("journey"), clock="temporal", ephemeral=True)
    lines: list[str] = []
    async with Stack(options) as stack:
        async with AsyncExitStack() as closing:
            bill = Bill((await travelling(stack, closing))[1])
            result = await tell(stack, Narrator("tr", lines.append, bill.charge))
        yield Told(stack, result, lines, bill.shown())


@pytest.fixture(scope="module")
async def apart(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Every door and every worker a process of its own, as production runs them."""
    options = StackOptions(data=tmp_path_factory.mktemp("apart"), split=True, ephemeral=True)
    async with Stack(options) as stack:
        await all_open(stack)
        yield stack


@pytest.fixture
async def cast(apart: Stack) -> AsyncIterator[Cast]:
    async with AsyncExitStack() as closing:
        http = await closing.enter_async_context(httpx.AsyncClient(timeout=60))
        yield Cast(apart.urls, http)
