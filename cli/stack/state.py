"""What a data folder remembers between starts, and the lock that lets one stack use it at a time."""

import fcntl
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Self

import psutil
from pydantic import BaseModel, Field

Status = Literal["starting", "ready", "stopping", "stopped"]
_SAME_START = 2.0
"""Seconds by which two readings of one process's start may differ: it is reckoned from the wall clock."""
_TRIES, _PAUSE = 4, 0.05


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
    temporal_tls: bool = False

    def secret(self, name: str) -> str:
        """The secret of that name, made on first use."""
        return self.secrets.setdefault(name, secrets.token_urlsafe(36))


class AlreadyRunning(Exception):  # noqa: N818  said as it is
    """Another stack holds the data folder."""

    def __init__(self, folder: Path, record: Record) -> None:
        super().__init__(f"a stack is already {record.status} on {folder} (process {record.supervisor})")
        self.folder = folder
        self.record = record


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a data folder: a process, told apart from a later one of the same number by its start (epoch)."""

    pid: int
    started: float

    @classmethod
    def me(cls) -> Self:
        return cls(os.getpid(), psutil.Process().create_time())

    @classmethod
    def parse(cls, text: str) -> Self | None:
        pid, _, started = text.partition(" ")
        try:
            return cls(int(pid), float(started))
        except ValueError:
            return None

    def process(self) -> psutil.Process | None:
        """The process itself, if it still is the one; never a group, never another's."""
        if self.pid <= 0:
            return None
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _SAME_START
        except psutil.NoSuchProcess:
            return None
        return process if same else None


class Folder:
    """A data folder: `state.json` for its owner's eyes alone, and `lock`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: IO[str] | None = None

    def open(self) -> Record:
        """Make the folder if need be, take the lock, read the record. Raises AlreadyRunning."""
        # Root's folder lets others pass, not look: PostgreSQL's account must reach its cluster in it.
        self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        lock = (self.path / "lock").open("a", encoding="ascii")
        if not _taken(lock):
            lock.close()
            raise AlreadyRunning(self.path, self.running())
        lock.truncate(0)
        me = Holder.me()
        lock.write(f"{me.pid} {me.started}")
        lock.flush()
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

    def holder(self) -> Holder | None:
        """Who holds it now, as written into the lock when it was taken; None when nobody does."""
        return Holder.parse((self.path / "lock").read_text(encoding="ascii")) if self.in_use() else None

    def running(self) -> Record:
        """The record of the stack that holds it now, also before that one has written its own."""
        holder, record = self.holder(), self.read()
        if holder is None or holder.pid == record.supervisor:
            return record
        return record.model_copy(update={"supervisor": holder.pid, "status": "starting"})

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


def _taken(lock: IO[str]) -> bool:
    """Whether we got the lock; one that is only being looked at (`in_use`) is free again at once."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            return True
    return False
