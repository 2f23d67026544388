"""In which order a room knew what is on record of a file.

The ledger hears each room by itself: what one room told may come into it after what another room made of it.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from grants.proof.chain import Link


def as_heard(links: Iterable[Link], room: str) -> Iterator[Link]:
    """What the room told in its own order; what others told before the first of these that is not earlier."""
    every = list(links)
    others = deque(sorted((one for one in every if not _is_of(one, room)), key=lambda one: one.time))
    for own in (one for one in every if _is_of(one, room)):
        while others and others[0].time <= own.time:
            yield others.popleft()
        yield own
    yield from others


def _is_of(link: Link, room: str) -> bool:
    return link.type.startswith(f"{room}.")
