"""What is personal in an event, sealed apart from it: the chain holds without it, and nobody reads what was erased.

In the record that is hashed, a personal value gives way to `{"veiled": SHA-256 of salt and value}`. Value and salt,
its opening, are kept beside the record. With it anybody sees that the value is the one that was sealed; without
it (erased, or left out of a dossier) the record, its hash and the chain are what they were. The salt, 16 random
bytes, keeps a short value from being found by trying.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from grants.proof.canonical import canonical
from grants.proof.declared import FORMS, LISTS, NAMES, SHAPES, UNKNOWN, Shape

SALT = 16
"""Bytes of a salt."""
VEILED = "veiled"


ABOUT_PERSONS = frozenset({"choice", "conflict", "membership", "board_vote", "quorum", "motion"})
"""Decisions whose inputs and steps name people."""


class Opening(NamedTuple):
    """What was veiled. salt: hex."""

    salt: str
    value: Any

    def seal(self) -> str:
        """The hash that stands in the record, hex."""
        return hashlib.sha256(bytes.fromhex(self.salt) + canonical(self.value).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with what could be opened put back. closed: JSON pointers of what stays veiled (erased, left out).

    false: of openings that are not what was sealed, or have no place in the record.
    """

    event: dict[str, Any]
    closed: tuple[str, ...] = ()
    false: tuple[str, ...] = field(default=())


def veil(
    event: Mapping[str, Any], salt: Callable[[], bytes], *, look_alikes: bool = True
) -> tuple[dict[str, Any], dict[str, Opening]]:
    """An event without what is personal in it, and the openings by JSON pointer. salt: gives `SALT` fresh bytes.

    What somebody wrote so that it looks veiled is veiled too, else nobody could open it; look_alikes: whether there may
    be any.
    """
    openings: dict[str, Opening] = {}
    veiled = dict(event)
    personal = list(personal_places(event))
    for place in (*personal, *(_look_alikes(event, personal) if look_alikes else ())):
        value = _at(event, place)
        opening = Opening(salt().hex(), value)
        openings[pointer(place)] = opening
        _put(veiled, place, {VEILED: opening.seal()})
    return veiled, openings


def _look_alikes(event: Mapping[str, Any], personal: Sequence[tuple[str | int, ...]]) -> list[tuple[str | int, ...]]:
    """What looks veiled before anything is, outside of what is personal."""
    return [place for place, _ in veiled_places(event) if not any(place[: len(one)] == one for one in personal)]


def unveil(record: Mapping[str, Any], openings: Mapping[str, Opening]) -> Opened:
    """A record opened as far as it goes."""
    opened = dict(record)
    closed, left = [], dict(openings)
    false = []
    for place, seal in veiled_places(record):
        name = pointer(place)
        opening = left.pop(name, None)
        if opening is None:
            closed.append(name)
        elif _fits(opening, seal):
            _put(opened, place, opening.value)
        else:
            false.append(name)
    return Opened(opened, tuple(closed), (*false, *left))


def without(opened: Opened) -> dict[str, Any]:
    """The event with an empty text, list or form wherever something stays veiled."""
    event = dict(opened.event)
    places = {pointer(place): place for place, _ in veiled_places(event)}
    for place in places.values():
        _put(event, place, _nothing(place))
    return event


def _nothing(place: tuple[str | int, ...]) -> Any:
    """The emptiest value of a field, so that whoever reads the event finds the shape it always had."""
    name = str(place[-1])
    if name in LISTS or name == "steps":
        return []
    return {} if name in FORMS or name in {"inputs", "figures"} else ""


def written(openings: Mapping[str, Opening]) -> str:
    """Openings as text: canonical JSON, `{pointer: [salt, value]}`; "" for none."""
    return canonical({name: [one.salt, one.value] for name, one in openings.items()}) if openings else ""


def read(text: str) -> dict[str, Opening]:
    """Openings out of text. Raises ValueError for a text that holds none."""
    raw = json.loads(text) if text else {}
    if not isinstance(raw, dict) or not all(_is_opening(one) for one in raw.values()):
        raise ValueError("no openings")
    return {name: Opening(*one) for name, one in raw.items()}


@lru_cache(maxsize=4096)
def pointer(place: tuple[str | int, ...]) -> str:
    """A place as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def personal_places(event: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Where an event holds something personal; none lies within another."""
    for name in ("actorid", "onbehalfof"):
        if event.get(name):
            yield (name,)
    data = event.get("data")
    if isinstance(data, dict):
        yield from _personal(data, ("data",), SHAPES.get(str(event.get("type", "")), UNKNOWN))


def veiled_places(record: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where a record is veiled, with the hash that stands there."""
    yield from _veiled(record, ())


def _personal(value: Any, way: tuple[str | int, ...], shape: Shape) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _field(name, part, (*way, name), shape)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _personal(part, (*way, index), shape)


def _field(name: str, part: Any, here: tuple[str | int, ...], shape: Shape) -> Iterator[tuple[str | int, ...]]:
    """A field as it is declared; where it is not, its name tells."""
    if name == "explanations" and isinstance(part, list):
        yield from _explained(part, here)
    elif _is_personal(name, shape) and _is_text(name, part):
        yield here
    elif isinstance(part, dict | list):
        yield from _personal(part, here, shape.within.get(name, UNKNOWN))


def _is_personal(name: str, shape: Shape) -> bool:
    return name in shape.personal if name in shape.declared else name in NAMES


def _explained(explanations: list[Any], way: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    for index, one in enumerate(explanations):
        if isinstance(one, dict) and one.get("decision") in ABOUT_PERSONS:
            yield from ((*way, index, name) for name in ("inputs", "steps", "figures") if one.get(name))


def _is_text(name: str, value: Any) -> bool:
    """Whether this is the personal thing itself: a text, texts, or a form of them; firms under `members` are not."""
    if name in FORMS:
        return bool(value)
    return (isinstance(value, str) and value != "") or (
        isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
    )


def _veiled(value: Any, way: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        seal = value.get(VEILED)
        if len(value) == 1 and isinstance(seal, str):
            yield way, seal
            return
        parts: Iterable[tuple[str | int, Any]] = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return
    for name, part in parts:
        if isinstance(part, dict | list):  # most are neither, and nothing is in them
            yield from _veiled(part, (*way, name))


def _fits(opening: Opening, seal: str) -> bool:
    try:
        return opening.seal() == seal
    except ValueError:
        return False


def _is_opening(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and isinstance(one[0], str)  # noqa: PLR2004 - salt and value


def _at(value: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def _put(root: dict[str, Any], place: tuple[str | int, ...], value: Any) -> None:
    """Put a value at its place, copying the way to it: what was given stays as it is."""
    here: Any = root
    for step in place[:-1]:
        here[step] = list(here[step]) if isinstance(here[step], list) else dict(here[step])
        here = here[step]
    here[place[-1]] = value
