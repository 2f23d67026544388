"""Reading the logs of a stack: all of them, or what one room said, wherever it ran."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

POLL = 0.3
LAST_LINES = 200


def of_room(folder: Path, room: str | None) -> list[tuple[Path, str | None]]:
    """The files to read, each with the room whose lines alone are wanted (None: every line).

    A part's own files when it has any; otherwise the lines of that room in the process the rooms share.
    """
    files = sorted(folder.glob("*.log"))
    if room is None:
        return [(path, None) for path in files]
    own = [path for path in files if path.stem == room or path.stem.startswith(f"{room}-")]
    if own:
        return [(path, None) for path in own]
    return [(path, room) for path in files if path.stem in {"rooms", "workflows"}]


def lines(path: Path, room: str | None) -> Iterator[str]:
    """The last lines of a file, with the file's name before each."""
    kept = path.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
    yield from (_labelled(path, line) for line in kept if _wanted(line, room))


def follow(sources: list[tuple[Path, str | None]]) -> Iterator[str]:
    """Lines as they are written, for ever; a file turned over is begun again."""
    places = {path: path.stat().st_size for path, _ in sources}
    while True:
        for path, room in sources:
            fresh, places[path] = _since(path, places[path])
            yield from (_labelled(path, line) for line in fresh if _wanted(line, room))
        time.sleep(POLL)


def _since(path: Path, place: int) -> tuple[list[str], int]:
    """Whole lines after a place, and the place after them."""
    size = path.stat().st_size if path.exists() else 0
    place = place if place <= size else 0
    if size == place:
        return [], place
    with path.open("rb") as file:
        file.seek(place)
        chunk = file.read()
    whole = chunk.rfind(b"\n") + 1
    return chunk[:whole].decode("utf-8", errors="replace").splitlines(), place + whole


def _labelled(path: Path, line: str) -> str:
    return f"{path.stem}: {line}"


def _wanted(line: str, room: str | None) -> bool:
    """Whether a JSON line is of the room: it says so itself, or its logger belongs to the room."""
    if room is None:
        return True
    try:
        said = json.loads(line)
    except ValueError:
        return False
    if not isinstance(said, dict):
        return False
    return said.get("room") == room or f"{said.get('logger', '')}.".startswith(f"services.{room}.")
