"""What the evaluation room says of the pool of evaluators. Told on as `grants.contracts.evaluation_events`."""

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import EventData, WrittenData
from grants.personal import Public
from grants.values import PersonId

POOL = "evaluator-pool"
"""What reading the whole pool is about: of one evaluator, the evaluator's own id."""


class ContractSeal(BaseModel):
    """A contract of an evaluator: its number, and a seal of its days and its fee."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: Public
    seal: Public


class EvaluatorRegistered(EventData):
    """profile_seal, person_seal: of what may be asked of the evaluator and of who that is (`grants.proof.sealed`).

    contracts: those that were written. Nothing of it was sealed in events of old.
    """

    SUBJECT = "evaluation.evaluator.registered"

    evaluator_id: PersonId
    profile_seal: Public = ""
    person_seal: Public = ""
    contracts: tuple[ContractSeal, ...] = ()


class EvaluatorChanged(EventData):
    """An evaluator has changed what may be changed of the own profile: availability, languages, declared ties."""

    SUBJECT = "evaluation.evaluator.changed"

    evaluator_id: PersonId
    profile_seal: Public = ""
    person_seal: Public = ""


class EvaluatorErased(WrittenData):
    """Who this evaluator is was erased; what was recorded under the id stays valid. About: the id, and each call whose
    board named the person.

    profile_seal: of what is left of the profile; "" for who was of no pool. Hashed: why.
    """

    SUBJECT = "evaluation.evaluator.erased"

    evaluator_id: PersonId
    profile_seal: Public = ""
