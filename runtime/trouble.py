"""What passes by itself and what does not: trouble outside is waited out, a fault in the content never heals."""

import asyncpg
import nats.errors
from nats.js.errors import APIError
from nats.js.errors import Error as JetStreamError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from temporalio.service import RPCError, RPCStatusCode

from grants.proof.canonical import NotCanonical

_PASSING_STATES = ("08", "40", "53", "55", "57")
"""SQLSTATE classes of connections, serialization, resources, locks and an operator's intervention."""
_HOPELESS_STATES = ("22", "54")
"""Those of data that cannot be, and of limits no configuration moves."""
_PASSING_STATUSES = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.CANCELLED,
    }
)
_SERVER_FAULT = 500


class Trouble(Exception):  # noqa: N818 - it passes
    """Something outside is not there at the moment; what was to be done is tried again without limit."""


_PASSING = (
    Trouble,
    PoolTimeout,
    OSError,
    TimeoutError,
    nats.errors.Error,
    JetStreamError,
    asyncpg.InterfaceError,
)


def passes(error: BaseException) -> bool:
    """Whether this will be over once the part that troubles us is back."""
    if isinstance(error, RPCError):
        return error.status in _PASSING_STATUSES
    if isinstance(error, DBAPIError):
        return _database_passes(error)
    if isinstance(error, APIError):
        return error.code is None or error.code >= _SERVER_FAULT
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "").startswith(_PASSING_STATES)
    return isinstance(error, _PASSING) and not isinstance(error, nats.errors.MaxPayloadError | ValueError)


def is_hopeless(error: BaseException) -> bool:
    """Whether the content itself is at fault, so that a second try comes to the same."""
    raised = error.orig if isinstance(error, DBAPIError) else error
    if (getattr(raised, "sqlstate", None) or "").startswith(_HOPELESS_STATES):
        return True
    return isinstance(raised, NotCanonical | UnicodeError | OverflowError | RecursionError)


def _database_passes(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError | DataError | ProgrammingError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state.startswith(_PASSING_STATES)
