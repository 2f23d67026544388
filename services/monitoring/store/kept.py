"""What an act left in the rows of a grant, as its event tells it beside what it says by its own fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Table

from grants.contracts.row_kept import RowKept
from grants.proof.sealed import digest
from grants.proof.tables.besides import TOLD, Besides
from services.monitoring.domain.facts import GrantFile
from services.monitoring.store.files import PARTS
from services.monitoring.store.tables import GRANT, SETTLEMENT

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """When the act happened and who did it: what says the same is told by that."""

    at: datetime
    by: str


def between(before: GrantFile | None, after: GrantFile, stamp: Stamp) -> Iterator[RowKept]:
    """What an act changed of the rows of a grant."""
    for table, old, new in _parts(before, after):
        yield from _of_table(table, old, new, stamp)


def _parts(before: GrantFile | None, after: GrantFile) -> Iterator[tuple[Table, Sequence[Any], Sequence[Any]]]:
    yield GRANT, [before.grant] if before else [], [after.grant]
    for name, (table, _) in PARTS.items():
        yield table, getattr(before, name) if before else (), getattr(after, name)
    settled = before.settlement if before else None
    yield SETTLEMENT, [settled] if settled else [], [after.settlement] if after.settlement else []


def _of_table(table: Table, old: Sequence[Any], new: Sequence[Any], stamp: Stamp) -> Iterator[RowKept]:
    about = TOLD.get(table.name)
    if about is None or old == new:
        return
    known = {_key(about, one): one for one in map(asdict, old)}
    now = {_key(about, one): one for one in map(asdict, new)}
    yield from (RowKept(table=table.name, key=key, gone=True) for key in known if key not in now)
    for one in now.values():
        if (told := row(table, one, stamp, known.get(_key(about, one)))) is not None:
            yield told


def _key(about: Besides, facts: Facts) -> tuple[Any, ...]:
    return tuple(facts[name] for name in about.key)


def row(table: Table, facts: Facts, stamp: Stamp, before: Facts | None = None) -> RowKept | None:
    """What is told of a row that was written; None where it said all of it before."""
    about = TOLD[table.name]
    changed = {
        name: _fit(table, name, facts[name])
        for name in sorted(about.columns & facts.keys())
        if before is None or before[name] != facts[name]
    }
    if before is not None and not changed:
        return None
    at = [name for name in changed if facts[name] == stamp.at]
    by = [name for name in changed if name in about.persons and facts[name] == stamp.by]
    left = {name: value for name, value in changed.items() if name not in {*at, *by}}
    hashed = about.digests | about.texts
    said = {name: value for name, value in left.items() if not value or name in about.said}
    long = {name: digest(value) if name in hashed else value for name, value in left.items() if name not in said}
    return RowKept(
        table=table.name,
        key=_key(about, facts),
        said=said,
        digests={name: value for name, value in long.items() if name in about.digests},
        written={name: value for name, value in long.items() if name not in about.digests},
        at=tuple(at),
        by=tuple(by),
    )


def _fit(table: Table, name: str, value: Any) -> Any:
    """A value as the row shows it to who holds it against the records."""
    match value:
        case Decimal():
            kind = table.c[name].type
            return f"{value:.{kind.scale if isinstance(kind, Numeric) else 2}f}"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value
