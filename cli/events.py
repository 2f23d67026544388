"""`destek events dead …`: events that a listener gave up; look at them, and give them to the listeners again."""

import asyncio
import json
from typing import Annotated
from uuid import uuid4

import typer
from nats.js.errors import NotFoundError

from cli.here import HERE, Data, find
from runtime.bus import DEAD, Bus
from runtime.dead import Dead, dead_letter, dead_letters
from runtime.settings import PlatformSettings

__all__ = ["Dead", "NotReplayable", "app", "dead_letter", "dead_letters", "replay"]

app = typer.Typer(no_args_is_help=True, help="Events on the bus.")
dead = typer.Typer(no_args_is_help=True, help="Events that a listener gave up.")
app.add_typer(dead, name="dead")


class NotReplayable(Exception):  # noqa: N818 - what is the matter
    """The event is gone from its stream, or was never one."""


async def replay(bus: Bus, letter: Dead) -> str:
    """Publish the event again, under a new message id, and strike the letter off; returns the event's id.

    Every listener of its address gets it; who has acted on this event id before lets it pass. It comes after
    what was said about its subject meanwhile. Raises NotReplayable.
    """
    event = letter.event()
    if event is None:
        raise NotReplayable(f"{letter.seq}: no event lies at {letter.stream} {letter.place} (any more)")
    message_id = f"{event.id}/again/{uuid4()}"
    await bus.stream.publish(letter.address, letter.content, headers={"Nats-Msg-Id": message_id})
    await bus.stream.delete_msg(DEAD, letter.seq)
    return event.id


@dead.command(name="list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False, data: Data = HERE
) -> None:
    """Show what was given up, by whom, and the event itself."""
    find(data)
    asyncio.run(_list(as_json=as_json))


@dead.command(name="replay")
def replay_(
    seq: Annotated[int | None, typer.Argument(help="The number of a dead letter.", min=1)] = None,
    every: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    data: Data = HERE,
) -> None:
    """Give an event to its listeners again. Exit code 1 when one cannot be."""
    if every == (seq is not None):
        raise typer.BadParameter("give the number of one dead letter, or --all")
    find(data)
    raise typer.Exit(asyncio.run(_replay(seq)))


async def _list(*, as_json: bool) -> None:
    bus = await Bus.connect(PlatformSettings().nats_url, "events-dead")
    try:
        count = 0
        async for letter in dead_letters(bus):
            count += 1
            print(json.dumps(letter.as_dict(), ensure_ascii=False) if as_json else _shown(letter))
        if not count and not as_json:
            print("no dead letters")
    finally:
        await bus.close()


def _shown(letter: Dead) -> str:
    event = letter.event()
    told = f"{event.type} about {event.subject} ({event.id})" if event else repr(letter.content[:80])
    return f"{letter.seq}  {letter.at}  {letter.stream} {letter.place} → {letter.consumer}: {told} [{letter.reason}]"


async def _replay(seq: int | None) -> int:
    bus = await Bus.connect(PlatformSettings().nats_url, "events-dead")
    try:
        letters = [await dead_letter(bus, seq)] if seq is not None else [one async for one in dead_letters(bus)]
        results = [await _replay_one(bus, letter) for letter in letters]
    except NotFoundError:
        print(f"{seq}: there is no such dead letter")
        return 1
    finally:
        await bus.close()
    return 0 if all(results) else 1


async def _replay_one(bus: Bus, letter: Dead) -> bool:
    try:
        event_id = await replay(bus, letter)
    except NotReplayable as error:
        print(error)
        return False
    print(f"{letter.seq}: {event_id} given to {letter.stream} again")
    return True
