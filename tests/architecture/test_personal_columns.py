"""Of every text in every table it is said whether it is personal; of what is, what becomes of it and on what ground."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import ARRAY, JSON, Column, Enum, LargeBinary, String, Table, TypeDecorator

from grants.personal import Columns, Fate, Personal, columns
from runtime import keeping
from runtime.keeping import plumbing
from services.audit.domain.personal import COLUMNS as OF_AUDIT

ROOMS = ("application", "evaluation", "monitoring", "audit", "notification")
EVERYWHERE = "plumbing"
"""The tables every room has."""
STATED = (*ROOMS, EVERYWHERE)


def tables(room: str) -> list[Table]:
    metadata = plumbing if room == EVERYWHERE else import_module(f"services.{room}.models").Row.metadata
    return list(metadata.sorted_tables)


def texts(room: str) -> Iterator[tuple[Table, "Column[object]"]]:
    """Every column that can hold words."""
    for table in tables(room):
        for column in table.c:
            kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
            if isinstance(kind, String | JSON | ARRAY | LargeBinary) and not isinstance(kind, Enum):
                yield table, column


def said(room: str) -> tuple[Columns, frozenset[str]]:
    if room == EVERYWHERE:
        return keeping.COLUMNS, keeping.PUBLIC
    found = import_module(f"services.{room}.domain.personal")
    return found.COLUMNS, found.PUBLIC


@pytest.mark.parametrize("room", STATED)
def test_of_every_text_of_every_table_it_is_said_whether_it_is_personal(room: str) -> None:
    personal, public = said(room)
    silent = [
        f"{table.name}.{column.name}"
        for table, column in texts(room)
        if column.name not in personal.get(table.name, {}) and not {column.name, f"{table.name}.{column.name}"} & public
    ]
    assert silent == [], "say of each in the room's domain/personal.py whether it is personal"


@pytest.mark.parametrize("room", STATED)
def test_a_name_that_is_personal_in_one_table_is_public_in_another_only_by_table_and_name(room: str) -> None:
    personal, public = said(room)
    names = {name for held in personal.values() for name in held}
    bare = {one for one in public if "." not in one}
    both = {(table.name, column.name) for table, column in texts(room) if column.name in names & bare}
    assert {f"{table}.{name}" for table, name in both if name not in personal.get(table, {})} == set()


@pytest.mark.parametrize("room", STATED)
def test_what_is_said_of_columns_is_said_of_columns_there_are(room: str) -> None:
    personal, public = said(room)
    there = {f"{table.name}.{column.name}" for table, column in texts(room)}
    stated = {f"{table}.{name}" for table, held in personal.items() for name in held}
    assert stated - there == set()
    names = {one.partition(".")[2] for one in there} | there
    assert public - names == set()


def test_a_record_of_the_ledger_names_nobody_beside_its_openings() -> None:
    assert set(OF_AUDIT["ledger"]) == {"openings"}
    ledger = next(table for table in tables("audit") if table.name == "ledger")
    assert not {"actor_id", "on_behalf_of"} & set(ledger.c.keys())


def test_a_column_is_stated_once_with_its_kind_and_fate() -> None:
    (stated,) = columns("t a,b identity duty").values()
    assert {(name, one.why, one.fate) for name, one in stated.items()} == {
        ("a", Personal.IDENTITY, Fate.DUTY),
        ("b", Personal.IDENTITY, Fate.DUTY),
    }
    with pytest.raises(ValueError, match="twice"):
        columns("t a identity duty\nt a prose duty")
    with pytest.raises(ValueError, match="forgotten"):
        columns("t a identity forgotten")
