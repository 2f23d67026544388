"""A child's log file, bounded in size: `name.log`, then `name.log.1` … the oldest."""

from pathlib import Path
from typing import BinaryIO

LIMIT = 8 * 1024 * 1024
KEPT = 3


class LogFile:
    """Takes the bytes a child prints, and turns the file over before it grows past `limit` bytes."""

    def __init__(self, path: Path, limit: int = LIMIT, kept: int = KEPT) -> None:
        self.path = path
        self._limit = limit
        self._kept = kept
        self._file = self._open()

    def _open(self) -> BinaryIO:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path.open("ab", buffering=0)

    def write(self, chunk: bytes) -> None:
        if self._file.tell() + len(chunk) > self._limit and self._file.tell() > 0:
            self._turn_over()
        self._file.write(chunk)

    def tail(self, lines: int = 20) -> str:
        """The last lines, to show why a child failed."""
        with self.path.open("rb") as file:
            file.seek(max(0, self._file.tell() - 65536))
            text = file.read().decode("utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def close(self) -> None:
        self._file.close()

    def _older(self, age: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{age}")

    def _turn_over(self) -> None:
        self._file.close()
        for age in range(self._kept - 1, 0, -1):
            if self._older(age).exists():
                self._older(age).replace(self._older(age + 1))
        self.path.replace(self._older(1))
        self._file = self._open()
