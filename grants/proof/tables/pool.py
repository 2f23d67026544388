"""What the evaluation room has of no file: the pool of evaluators, each told by the own id, under seals."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import evaluator_events as said
from grants.contracts.keeping_events import PersonalDataEmptied
from grants.contracts.queues import EVALUATION
from grants.personal import Fate
from grants.proof.sealed import Sealed
from grants.proof.tables.book import Book, Handler, Table, Told, by_type
from grants.proof.tables.by_hash import hashed

EVALUATOR, PERSON, CONTRACT = "evaluator", "evaluator_person", "evaluator_contract"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        EVALUATOR: Table(key=("person_id",), whole=True),
        PERSON: Table(key=("person_id",), whole=True),
        CONTRACT: Table(key=("number",), whole=True),
    }
)
_PROFILE = ("nace", "topics", "languages", "availability", "load_limit", "active")
_PERSON = (
    *("name", "email", "address", "employer", "employer_tax_number"),
    *("degrees", "declared", "projects"),
)
_TERMS = ("since", "until", "fee")


def registered(book: Book, told: Told) -> None:
    """Contracts are added, or written anew by their numbers; of old it was not said which."""
    key = (told.about,)
    book.put(EVALUATOR, key, told, erased_at=None, erasure_reason="")
    _sealed(book, told)
    for one in told.data.get("contracts") or ():
        book.put(CONTRACT, (one["number"],), told, since=Sealed(one["seal"], _TERMS))
    if not told.data.get("profile_seal"):
        book.doubtful.add(CONTRACT)


def changed(book: Book, told: Told) -> None:
    """What the evaluator said of availability, languages and ties."""
    book.put(EVALUATOR, (told.about,), told)
    _sealed(book, told)


def _sealed(book: Book, told: Told) -> None:
    """Of old nothing was sealed; what a seal covered before is not known then."""
    key = (told.about,)
    book.put(PERSON, key, told)
    book.forget(EVALUATOR, key, _PROFILE[0])
    book.forget(PERSON, key, _PERSON[0])
    if told.data.get("profile_seal"):
        book.put(EVALUATOR, key, told, nace=Sealed(told.data["profile_seal"], _PROFILE))
        book.put(PERSON, key, told, name=Sealed(told.data["person_seal"], _PERSON))


def erased(book: Book, told: Told) -> None:
    """Who it was is gone, the profile out of service, the contracts stay. Whoever was of no pool has nothing there."""
    key = (told.about,)
    book.drop(PERSON, key)
    if not book.keys(EVALUATOR):
        return
    if told.data.get("profile_seal"):
        gone = Sealed(told.data["profile_seal"], _PROFILE)
        book.put(EVALUATOR, key, told, nace=gone, erased_at=told.at)
        hashed(book, told, EVALUATOR, key, "erasure_reason")
    elif "profile_seal" not in told.data:
        book.forget(EVALUATOR, key, _PROFILE[0], "erased_at", "erasure_reason")


def emptied(book: Book, told: Told) -> None:
    """Some years after the erasure it is no longer said why; some more, and nothing is left of who was erased."""
    if told.data["ground"] == Fate.LOG:
        book.forget(EVALUATOR, (told.about,), "erasure_reason")
    if told.data["ground"] == Fate.DUTY:
        book.drop(EVALUATOR)
        book.drop(CONTRACT)


EMPTIED = PersonalDataEmptied.type_name().replace("{room}", EVALUATION)
HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        EMPTIED: emptied,
        **by_type({said.EvaluatorRegistered: registered, said.EvaluatorChanged: changed, said.EvaluatorErased: erased}),
    }
)
