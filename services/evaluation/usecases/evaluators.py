"""Evaluators: register one, read the pool, read and change the own profile, forget who a person is."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from grants.breach import Breach, NotFound, RulesBroken, WrongStage
from grants.calendar import istanbul_day
from grants.contracts.evaluator_events import EvaluatorChanged, EvaluatorErased, EvaluatorRegistered
from grants.policy import Action, Relation, decide
from grants.proof.sealed import hashes
from grants.values import PersonId
from runtime import people
from runtime.identifiers import new_salt
from runtime.unit import Unit
from services.evaluation.domain.board import refuse_broken
from services.evaluation.domain.pool import ContractTerms, OwnWords, Personal, Profile, Registration, Timeliness, twice
from services.evaluation.domain.pool_seals import Salted, Salts, profile_seal
from services.evaluation.store import board_people
from services.evaluation.store import evaluators as store
from services.evaluation.usecases.access import permit
from services.evaluation.usecases.assign import hold_pool
from services.evaluation.usecases.pool_views import ContractView, PoolLine, ProfileView

_SELF = frozenset({Relation.ASSIGNED})


async def register_evaluator(unit: Unit, given: Registration) -> None:
    """Register an evaluator, or bring what is known of one up to date. Raises NotAllowed, RulesBroken, WrongStage."""
    permit(unit, Action.EVALUATOR_REGISTER)
    refuse_broken(twice(given.contracts))
    await hold(unit, given.profile.person_id)
    await write(unit, [given])


async def write(unit: Unit, given: Sequence[Registration]) -> int:
    """Those registrations written and told that say something new; how many. Raises WrongStage for who was erased."""
    ids = [one.profile.person_id for one in given]
    known, terms = await store.known(unit.session, ids), await store.contracts(unit.session, ids)
    erased = [one for one, (profile, _) in known.items() if profile.erased_at is not None]
    if erased:
        raise WrongStage(*(Breach("evaluator.is_erased", "person_id", one) for one in erased))
    fresh = [_salted(one) for one in given if _says_something_new(one, known, terms)]
    await store.save(unit.session, *fresh)
    for one in fresh:
        who = PersonId(one.given.profile.person_id)
        seals = {"profile_seal": one.profile, "person_seal": one.person}
        unit.tell(EvaluatorRegistered(evaluator_id=who, **seals, contracts=one.contracts), about=who)
    return len(fresh)


def _salted(given: Registration) -> Salted:
    return Salted(given, Salts(new_salt(), new_salt()))


def _says_something_new(
    one: Registration,
    known: Mapping[str, tuple[Profile, Personal | None]],
    terms: Mapping[str, tuple[ContractTerms, ...]],
) -> bool:
    who = one.profile.person_id
    return known.get(who) != (one.profile, one.personal) or bool(set(one.contracts) - set(terms.get(who, ())))


async def hold(unit: Unit, person_id: str) -> None:
    """Whoever wants to change this person, or ask the person to evaluate, waits until this transaction ends."""
    await unit.lock(f"evaluator {person_id}")


async def list_evaluators(unit: Unit, after: str, limit: int, letters: str = "") -> tuple[PoolLine, ...]:
    """The pool by id, without what only the person and the administrator may know.

    Who is of the pool is not told what lies with the others.
    """
    permit(unit, Action.EVALUATOR_READ)
    is_one_of_them = await store.found(unit.session, unit.actor.person_id) is not None
    pairs = await store.page(unit.session, after, limit, letters)
    kept = {} if is_one_of_them else await store.timeliness(unit.session, [pair[0].person_id for pair in pairs])
    return tuple(_line(unit, pair, None if is_one_of_them else _of(kept, pair[0])) for pair in pairs)


async def read_evaluator(unit: Unit, person_id: str) -> ProfileView:
    """One of the pool, with personal data and fees for the person and the administrator.

    Raises NotFound, NotAllowed.
    """
    is_self = unit.actor.person_id == person_id
    relations = _SELF if is_self else frozenset()
    permit(unit, Action.EVALUATOR_READ, relations)
    pair = await _known(unit, person_id)
    one_of_them = not is_self and await store.found(unit.session, unit.actor.person_id) is not None
    kept = {} if one_of_them else await store.timeliness(unit.session, [person_id])
    line = _line(unit, pair, None if one_of_them else _of(kept, pair[0]))
    if decide(unit.actor.roles, Action.EVALUATOR_READ_PERSONAL, relations) is None:
        return ProfileView(**dict(line))
    terms = (await store.contracts(unit.session, [person_id])).get(person_id, ())
    return ProfileView(**dict(line), personal=pair[1], contracts=await _due(unit, person_id, terms))


async def change_own_profile(unit: Unit, person_id: str, words: OwnWords) -> None:
    """The person's own availability, languages and declared ties. Raises NotFound, NotAllowed, WrongStage."""
    permit(unit, Action.EVALUATOR_CHANGE_OWN, _SELF if unit.actor.person_id == person_id else frozenset())
    await hold(unit, person_id)
    profile, person = await _known(unit, person_id)
    if person is None:
        raise WrongStage(Breach("evaluator.is_erased", "person_id", person_id))
    said = Registration(
        profile=profile.model_copy(update={"languages": words.languages, "availability": words.availability}),
        personal=person.model_copy(update={"declared": words.declared}),
    )
    if (said.profile, said.personal) != (profile, person):
        changed = _salted(said)
        await store.save(unit.session, changed)
        seals = {"profile_seal": changed.profile, "person_seal": changed.person}
        unit.tell(EvaluatorChanged(evaluator_id=PersonId(person_id), **seals), about=person_id)


async def erase_evaluator(unit: Unit, person_id: str, reason: str) -> None:
    """Forget who the person is, in the pool and on boards; all that was recorded under the id stays valid.

    Again: nothing more happens. Raises NotFound, NotAllowed, RulesBroken (no reason), WrongStage (files lie open with
    the person, or a board the person belongs to has not concluded).
    """
    permit(unit, Action.EVALUATOR_ERASE)
    await hold_pool(unit)
    await hold(unit, person_id)
    pair = await store.found(unit.session, person_id)
    if pair is None and not await board_people.was_named(unit.session, person_id):
        raise NotFound
    if not reason:
        raise RulesBroken(Breach("evaluator.erasure_reason", "reason"))
    if calls := await board_people.sits(unit.session, person_id):
        raise WrongStage(*(Breach("evaluator.sits_on_board", "person_id", person_id, one) for one in calls))
    left = await _out_of_pool(unit, pair[0], reason) if pair else ""
    calls = await board_people.erase(unit.session, person_id)
    await people.forget_one(unit.session, person_id)
    told = EvaluatorErased(
        evaluator_id=PersonId(person_id), profile_seal=left, hashes=hashes("evaluator", erasure_reason=reason)
    )
    for about in (person_id, *calls) if calls or left else ():
        unit.tell(told, about=about)


async def _out_of_pool(unit: Unit, profile: Profile, reason: str) -> str:
    """The seal of what is left; "" where there was nothing to erase."""
    if profile.erased_at is not None:
        return ""
    if count := await store.open_files(unit.session, profile.person_id):
        raise WrongStage(Breach("evaluator.has_open_files", "person_id", str(count), "0"))
    salt = new_salt()
    await store.erase(unit.session, profile.person_id, reason, unit.now, salt)
    return profile_seal(profile.model_copy(update={"active": False, "availability": ()}), salt)


async def _known(unit: Unit, person_id: str) -> tuple[Profile, Personal | None]:
    pair = await store.found(unit.session, person_id)
    if pair is None:
        raise NotFound
    return pair


def _of(kept: dict[str, Timeliness], profile: Profile) -> Timeliness:
    return kept.get(profile.person_id, Timeliness())


def _line(unit: Unit, pair: tuple[Profile, Personal | None], kept: Timeliness | None) -> PoolLine:
    profile, person = pair
    day = istanbul_day(unit.now)
    spans = profile.availability
    return PoolLine(
        **profile.model_dump(exclude={"erased_at"}),
        name=person.name if person else "",
        employer=person.employer if person else "",
        erased=profile.erased_at is not None,
        available_now=profile.active and (not spans or any(span.holds(day) for span in spans)),
        timeliness=kept,
    )


async def _due(unit: Unit, person_id: str, terms: Sequence[ContractTerms]) -> tuple[ContractView, ...]:
    """Each contract with the files scored under it: the first that held on the day counts a file."""
    days = [istanbul_day(moment) for moment in await store.submissions(unit.session, person_id)]
    under = [next((one.number for one in terms if one.holds(day)), None) for day in days]
    return tuple(
        ContractView(**one.model_dump(), files=under.count(one.number), due=one.fee * Decimal(under.count(one.number)))
        for one in terms
    )
