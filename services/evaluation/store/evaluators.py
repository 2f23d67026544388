"""The pool of evaluators: profiles, the persons behind them, contracts, and how they kept their dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from runtime.letters import holds
from services.evaluation.domain.choosing import Candidate
from services.evaluation.domain.pool import (
    ContractTerms,
    Fact,
    Personal,
    Profile,
    Timeliness,
    mean_days,
    unable,
)
from services.evaluation.domain.pool_seals import Salted
from services.evaluation.domain.records import OPEN, AssignmentStatus, Evaluator
from services.evaluation.models import (
    AssignmentRow,
    EvaluatorContractRow,
    EvaluatorPersonRow,
    EvaluatorRow,
    Row,
)

FactT = TypeVar("FactT", bound=Fact)
_Pair = tuple[Profile, Personal | None]
_AT_ONCE = 500
"""Rows of one statement; the server takes at most 32,767 values."""


async def found(session: AsyncSession, person_id: str, *, lock: bool = False) -> _Pair | None:
    """The profile, and who the person is unless that was erased; locked, nobody else changes it meanwhile."""
    query = _pairs().where(col(EvaluatorRow.person_id) == person_id)
    if lock:
        query = query.with_for_update(of=EvaluatorRow)
    row = (await session.execute(query.execution_options(populate_existing=True))).first()
    return _pair(row[0], row[1]) if row is not None else None


async def page(session: AsyncSession, after: str, limit: int, letters: str = "") -> tuple[_Pair, ...]:
    """Everyone of the pool, by id; those with these letters in name or id, where any are given."""
    key = col(EvaluatorRow.person_id)
    query = _pairs().where(key > after).order_by(key).limit(limit)
    if letters.strip():
        query = query.where(holds(letters, col(EvaluatorPersonRow.name), key))
    rows = await session.execute(query)
    return tuple(_pair(row[0], row[1]) for row in rows)


async def known(session: AsyncSession, person_ids: Sequence[str]) -> dict[str, _Pair]:
    """Those of these persons who are of the pool."""
    rows = await session.execute(_pairs().where(col(EvaluatorRow.person_id).in_(person_ids)))
    return {row[0].person_id: _pair(row[0], row[1]) for row in rows}


async def save(session: AsyncSession, *given: Salted) -> None:
    """Write profiles, the persons and the contracts named, with their salts; other contracts stay as they are."""
    for start in range(0, len(given), _AT_ONCE):
        some = given[start : start + _AT_ONCE]
        profiles = [{**_values(one.given.profile), "erasure_reason": "", "salt": one.salts.own} for one in some]
        await _put(session, EvaluatorRow, profiles, "person_id")
        ids = [{"person_id": one.given.profile.person_id} for one in some]
        people = [
            who | _values(one.given.personal) | {"salt": one.salts.person} for who, one in zip(ids, some, strict=True)
        ]
        await _put(session, EvaluatorPersonRow, people, "person_id")
        terms = [
            who | each.model_dump() | {"salt": one.salts.own}
            for who, one in zip(ids, some, strict=True)
            for each in one.given.contracts
        ]
        await _put(session, EvaluatorContractRow, terms, "person_id", "number")


def _values(fact: Fact) -> dict[str, object]:
    """Columns of a row: lists as JSON holds them, a moment as it is."""
    loose = {"erased_at": getattr(fact, "erased_at", None)} if isinstance(fact, Profile) else {}
    return {**fact.model_dump(mode="json"), **loose}


async def _put(session: AsyncSession, kind: type[Row], rows: Sequence[dict[str, object]], *key: str) -> None:
    if rows:
        statement = insert(kind).values(list(rows))
        fresh = {name: statement.excluded[name] for name in rows[0] if name not in key}
        await session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=fresh))


async def contracts(session: AsyncSession, person_ids: Iterable[str]) -> dict[str, tuple[ContractTerms, ...]]:
    """The contracts of each, by the day they begin."""
    query = select(EvaluatorContractRow).where(col(EvaluatorContractRow.person_id).in_(list(person_ids)))
    query = query.order_by(col(EvaluatorContractRow.since), col(EvaluatorContractRow.number))
    made: dict[str, tuple[ContractTerms, ...]] = {}
    for row in await session.scalars(query.execution_options(populate_existing=True)):
        made[row.person_id] = (*made.get(row.person_id, ()), _fact(row, ContractTerms))
    return made


async def erase(session: AsyncSession, person_id: str, reason: str, now: datetime, salt: str) -> None:
    """Forget who the person is; what was recorded under the id stays. salt: of what is left of the profile."""
    await session.execute(delete(EvaluatorPersonRow).where(col(EvaluatorPersonRow.person_id) == person_id))
    gone = {"erased_at": now, "erasure_reason": reason, "active": False, "availability": [], "salt": salt}
    await session.execute(update(EvaluatorRow).where(col(EvaluatorRow.person_id) == person_id).values(gone))


async def open_files(session: AsyncSession, person_id: str) -> int:
    """How many files lie open with this person."""
    mine = (col(AssignmentRow.evaluator_id) == person_id, col(AssignmentRow.status).in_(OPEN))
    return await session.scalar(select(func.count()).select_from(AssignmentRow).where(*mine)) or 0


async def submissions(session: AsyncSession, person_id: str) -> tuple[datetime, ...]:
    """When this person gave final scores, each time."""
    at = col(AssignmentRow.submitted_at)
    query = select(at).where(col(AssignmentRow.evaluator_id) == person_id, at.is_not(None)).order_by(at)
    return tuple(moment for moment in await session.scalars(query) if moment is not None)


async def timeliness(session: AsyncSession, person_ids: Sequence[str]) -> dict[str, Timeliness]:
    """How each of these persons kept the dates; those never asked are left out."""
    who, status, at = col(AssignmentRow.evaluator_id), col(AssignmentRow.status), col(AssignmentRow.submitted_at)
    tied = col(AssignmentRow.conflict).is_(True)
    said_yes = col(AssignmentRow.answered_at).is_not(None) & (status != AssignmentStatus.DECLINED)
    early = func.avg(case((at.is_not(None), func.extract("epoch", col(AssignmentRow.due_at) - at))))
    counts = {
        "invited": func.count(),
        "accepted": _count(said_yes),
        "declined": _count((status == AssignmentStatus.DECLINED) & ~tied),
        "conflicts": _count(tied),
        "lapsed": _count(status == AssignmentStatus.LAPSED),
        "submitted": _count(at.is_not(None)),
        "under_way": _count(status.in_(OPEN)),
    }
    query = select(who, early, *(count.label(name) for name, count in counts.items()))
    rows = await session.execute(query.where(who.in_(list(person_ids))).group_by(who))
    return {row[0]: Timeliness(days_early=mean_days(row[1]), **dict(zip(counts, row[2:], strict=True))) for row in rows}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


async def evaluator(session: AsyncSession, person_id: str) -> Evaluator | None:
    """One of the pool, as a tie is looked for."""
    pair = await found(session, person_id)
    return _evaluator(*pair) if pair else None


async def evaluators_in(session: AsyncSession, person_ids: Iterable[str]) -> dict[str, Evaluator]:
    """Those of these persons who are of the pool."""
    rows = await session.execute(_pairs().where(col(EvaluatorRow.person_id).in_(list(person_ids))))
    return {row[0].person_id: _evaluator(*_pair(row[0], row[1])) for row in rows}


async def evaluators_of(session: AsyncSession, application_id: str) -> tuple[Evaluator, ...]:
    """Who was ever asked about this application."""
    asked = select(col(AssignmentRow.evaluator_id)).where(col(AssignmentRow.application_id) == application_id)
    rows = await session.execute(_pairs().where(col(EvaluatorRow.person_id).in_(asked)))
    return tuple(_evaluator(*_pair(row[0], row[1])) for row in rows)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the pool in service: what a tie is found by, what binds the person, how many files lie open."""

    evaluator: Evaluator
    profile: Profile
    contracts: tuple[ContractTerms, ...]
    open_files: int


async def members(session: AsyncSession, *, but: Select[str] | None = None) -> tuple[Member, ...]:
    """Everybody of the pool who is in service; `but`: ids of those to leave out."""
    tasks = (
        select(col(AssignmentRow.evaluator_id), func.count().label("tasks"))
        .where(col(AssignmentRow.status).in_(OPEN))
        .group_by(col(AssignmentRow.evaluator_id))
        .subquery()
    )
    query = (
        _pairs()
        .add_columns(func.coalesce(tasks.c.tasks, 0))
        .outerjoin(tasks, tasks.c.evaluator_id == col(EvaluatorRow.person_id))
        .where(col(EvaluatorRow.active))
    )
    if but is not None:
        query = query.where(col(EvaluatorRow.person_id).not_in(but))
    rows = [(_pair(row[0], row[1]), row[2]) for row in (await session.execute(query)).all()]
    terms = await contracts(session, [pair[0].person_id for pair, _ in rows])
    return tuple(Member(_evaluator(*pair), pair[0], terms.get(pair[0].person_id, ()), count) for pair, count in rows)


async def candidates(session: AsyncSession, application_id: str, now: datetime) -> tuple[Candidate, ...]:
    """Everybody of the pool who is in service: the files open with each, who was asked already, who cannot be now."""
    query = select(col(AssignmentRow.evaluator_id)).where(col(AssignmentRow.application_id) == application_id)
    asked = frozenset((await session.scalars(query)).all())
    return tuple(
        Candidate(
            evaluator=one.evaluator,
            open_tasks=one.open_files,
            limit=one.profile.load_limit,
            asked=one.evaluator.person_id in asked,
            unable=tuple(each.rule for each in unable(one.profile, one.contracts, one.open_files, now)),
        )
        for one in await members(session)
    )


def _pairs() -> Select[EvaluatorRow, EvaluatorPersonRow]:
    same = col(EvaluatorPersonRow.person_id) == col(EvaluatorRow.person_id)
    return select(EvaluatorRow, EvaluatorPersonRow).outerjoin(EvaluatorPersonRow, same)


def _pair(row: EvaluatorRow, person: EvaluatorPersonRow | None) -> _Pair:
    return _fact(row, Profile), _fact(person, Personal) if person is not None else None


def _fact(row: Row, kind: type[FactT]) -> FactT:
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})


def _evaluator(profile: Profile, person: Personal | None) -> Evaluator:
    return Evaluator(
        person_id=profile.person_id,
        name=person.name if person else "",
        employer=person.employer if person else "",
        employer_tax_number=person.employer_tax_number if person else None,
        address=person.address if person else "",
        nace=profile.nace,
        topics=profile.topics,
        languages=profile.languages,
        declared=person.declared if person else (),
        projects=tuple((one.title, one.partner) for one in person.projects) if person else (),
        active=profile.active,
    )
