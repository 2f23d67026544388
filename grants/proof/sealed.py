"""What a record proves without telling it: a hash of the value and of a salt that lies beside the value in its room.

A vote has three answers and a score a hundred: without the salt, whoever has the records would find them by trying. The
salt is 16 random bytes, made anew each time, and leaves the room for nobody but who holds its rows against the records.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.proof.canonical import canonical
from grants.proof.veil import SALT, Opening

_DIGITS = 2 * SALT


def seal(salt: str, facts: Mapping[str, Any]) -> str:
    """The hash that a record tells, hex. salt: hex. facts: as JSON has them, by the names of their columns."""
    return Opening(salt, dict(facts)).seal()


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed in a record, of these columns of a row."""

    seal: str
    columns: tuple[str, ...]

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether the row says what was sealed; one without its salt does not."""
        salt = str(row.get("salt", ""))
        try:
            return len(salt) == _DIGITS and seal(salt, {name: row.get(name) for name in self.columns}) == self.seal
        except ValueError:
            return False


def digest(value: Any) -> str:
    """The plain hash of what is too long to be told and cannot be found by trying, hex. value: fit for JSON."""
    return hashlib.sha256(canonical(json.loads(json.dumps(value))).encode()).hexdigest()


def hashes(table: str, **columns: Any) -> dict[str, str]:
    """The plain hashes of what these columns say, by `table.column`, as an event carries them. Each fit for JSON."""
    return {f"{table}.{name}": digest(value) for name, value in columns.items()}


@dataclass(frozen=True, slots=True)
class Hashed:
    """What was told by its plain hash, of a column of a row."""

    digest: str
    column: str

    def fits(self, row: Mapping[str, Any]) -> bool:
        return digest(row.get(self.column)) == self.digest
