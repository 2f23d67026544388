"""What a data folder remembers between starts, and the lock that lets one stack use it at a time."""

import fcntl
import os
import secrets
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, Field

Status = Literal["starting", "ready", "stopping", "stopped"]


class ChildRecord(BaseModel):
    """One part as last seen."""

    state: str
    pid: int = 0
    restarts: int = 0
    detail: str = ""


class Record(BaseModel):
    """The content of state.json. `done` holds what is done once, each with the build that did it."""

    version: Literal[1] = 1
    status: Status = "stopped"
    supervisor: int = 0
    ports: dict[str, int] = Field(default_factory=dict)
    secrets: dict[str, str] = Field(default_factory=dict)
    addresses: dict[str, str] = Field(default_factory=dict)
    children: dict[str, ChildRecord] = Field(default_factory=dict)
    done: dict[str, str] = Field(default_factory=dict)
    people: str = ""

    def secret(self, name: str) -> str:
        """The secret of that name, made on first use."""
        return self.secrets.setdefault(name, secrets.token_urlsafe(36))


class AlreadyRunning(Exception):  # noqa: N818  said as it is
    """Another stack holds the data folder."""

    def __init__(self, folder: Path, record: Record) -> None:
        super().__init__(f"a stack is already {record.status} on {folder} (process {record.supervisor})")
        self.folder = folder
        self.record = record


class Folder:
    """A data folder: `state.json` for its owner's eyes alone, and `lock`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: IO[str] | None = None

    def open(self) -> Record:
        """Make the folder if need be, take the lock, read the record. Raises AlreadyRunning."""
        # Root's folder lets others pass, not look: PostgreSQL's account must reach its cluster in it.
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        lock = (self.path / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyRunning(self.path, self.read()) from None
        self._lock = lock
        return self.read()

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def in_use(self) -> bool:
        """Whether a stack runs on it now."""
        path = self.path / "lock"
        if not path.exists():
            return False
        with path.open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def read(self) -> Record:
        path = self.path / "state.json"
        return Record.model_validate_json(path.read_bytes()) if path.exists() else Record()

    def write(self, record: Record) -> None:
        """Replace state.json whole, so that a reader never sees half of it."""
        fresh = self.path / "state.json.new"
        fresh.touch(mode=0o600)
        fresh.write_text(record.model_dump_json(indent=2), encoding="utf-8")
        fresh.replace(self.path / "state.json")

    def private(self, name: str) -> Path:
        """A folder inside it that is nobody else's business."""
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path
