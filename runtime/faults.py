"""What is said of an error in logs and among the dead letters: what it is and where it arose, never what was at hand.

A database quotes the row it refused, and whatever reads a value quotes the value: somebody's account number, perhaps.
"""

import smtplib
import traceback
from collections.abc import Iterator

import asyncpg
from fastapi.exceptions import ValidationException
from pydantic import ValidationError
from sqlalchemy.exc import StatementError

_QUOTING = (ValueError, LookupError, smtplib.SMTPException)
"""Errors whose own words quote what they could not read, or whom they could not reach."""
_MOST = 5
_PLACED = ("sqlstate", "table_name", "column_name", "constraint_name")


def told(error: BaseException) -> str:
    """The error in one line, with its own words where those quote nothing."""
    facts = _facts(error)
    if facts is None:
        facts = "" if isinstance(error, _QUOTING) else str(error)
    return f"{type(error).__name__}: {facts}".removesuffix(": ")


def reason(error: BaseException) -> str:
    """The error in one line, with no words of its own, and the line of code it arose at."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "site-packages" not in one.filename] or list(frames)
    place = "/".join(ours[-1].filename.split("/")[-3:]) + f":{ours[-1].lineno}" if ours else ""
    return " ".join(one for one in (type(error).__name__, _facts(error), f"at {place}" if place else "") if one)


def unrolled(error: BaseException) -> str:
    """The error with its trace, and before it those it came from, as Python prints them, but for what they quote."""
    parts = []
    for one in _chain(error, set()):
        trace = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"{trace}{told(one)}")
    return "\n\n".join(parts)


def _facts(error: BaseException) -> str | None:
    """What is known of an error besides its words; none of one of another kind."""
    if isinstance(error, (ValidationError, ValidationException)):
        wrong = error.errors(include_input=False) if isinstance(error, ValidationError) else error.errors()
        return ", ".join(f"{'.'.join(map(str, one['loc']))} {one['type']}" for one in wrong[:_MOST])
    if isinstance(error, (StatementError, asyncpg.PostgresError, asyncpg.InterfaceError)) or _is_adapted(error):
        return " ".join(dict.fromkeys(_of_database(error)))
    return None


def _is_adapted(error: BaseException) -> bool:
    """Whether it is an error of the driver under the name that the library of statements gives it."""
    return type(error).__module__.startswith("sqlalchemy.dialects")


def _of_database(error: BaseException) -> Iterator[str]:
    """The state, the table, the column and the constraint, from wherever in the chain the driver says them."""
    for one in (error, getattr(error, "orig", None), getattr(getattr(error, "orig", None), "__cause__", None)):
        yield from (str(said) for name in _PLACED if (said := getattr(one, name, None)))


def _chain(error: BaseException, known: set[int]) -> Iterator[BaseException]:
    """The errors it came from, the first one first, then itself and those it holds."""
    if id(error) in known:
        return
    known.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before, known)
    yield error
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _chain(one, known)
