"""What a record says of a row by its hash alone, and what it says only since rooms tell it."""

from typing import Any

from grants.proof.sealed import Hashed, Sealed
from grants.proof.tables.book import Book, Key, Told, is_known


def hashed(book: Book, told: Told, table: str, key: Key, *names: str) -> None:
    """These columns are what was hashed; in records of before, and in what was erased, they are not known."""
    found = told.data.get("hashes") or {}
    for name in names:
        book.forget(table, key, name)
        if is_known(found) and is_known(one := found.get(f"{table}.{name}")) and one is not None:
            book.put(table, key, told, **{name: Hashed(str(one), name)})


def since_told(told: Told, *names: str) -> dict[str, Any]:
    """What the record says of these; records of before say nothing of them."""
    return {name: told.data[name] for name in names if name in told.data}


def sealed(
    book: Book, told: Told, table: str, key: tuple[Any, ...], name: str = "seal", **columns: tuple[str, ...]
) -> None:
    """What a field says was not told, but sealed; in records of before, and in what was erased, it is not known."""
    for field, covered in columns.items():
        book.forget(table, key, *covered)
        if told.data.get(name) and is_known(told.data[name]):
            book.put(table, key, told, **{field: Sealed(told.data[name], covered)})
