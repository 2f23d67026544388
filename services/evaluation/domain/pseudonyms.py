"""The evaluators of a decided file under numbers that say nothing of who they are. Pure."""

from collections.abc import Iterable
from hashlib import sha256

from services.evaluation.domain.records import Assignment, AssignmentStatus


def numbered(assignments: Iterable[Assignment]) -> tuple[tuple[int, Assignment], ...]:
    """The final assessments of one file, each with its number from 1 on.

    Once the file is decided the numbers stay. They follow neither the order in which evaluators were asked or
    answered, nor their ids: who is 1 here may be 2 on the next file, and nothing links the two.
    """
    given = (one for one in assignments if one.status is AssignmentStatus.SUBMITTED)
    return tuple(enumerate(sorted(given, key=_lot), start=1))


def _lot(assignment: Assignment) -> bytes:
    """A place drawn by the assignment itself, which no two files share."""
    return sha256(f"{assignment.application_id} {assignment.id}".encode()).digest()
