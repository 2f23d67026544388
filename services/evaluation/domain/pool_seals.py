"""What is on record of the pool without being told: who a person is, what may be asked of the person, and for how much.

A seal proves later that the rows still say what they said. Without the salts, which lie in the rows, it tells nothing;
with an erasure the salt of who the person is goes with it.
"""

from dataclasses import dataclass

from grants.contracts.evaluator_events import ContractSeal
from grants.proof.sealed import seal
from services.evaluation.domain.pool import ContractTerms, Expertise, Personal, Profile, Registration


@dataclass(frozen=True, slots=True)
class Salts:
    """own: of the profile and the contracts; person: of who the person is. Each made anew whenever they are written."""

    own: str
    person: str


@dataclass(frozen=True, slots=True)
class Salted:
    """What is to be written of a person, with its salts."""

    given: Registration
    salts: Salts

    @property
    def profile(self) -> str:
        return profile_seal(self.given.profile, self.salts.own)

    @property
    def person(self) -> str:
        return person_seal(self.given.personal, self.salts.person)

    @property
    def contracts(self) -> tuple[ContractSeal, ...]:
        return tuple(contract_seal(one, self.salts.own) for one in self.given.contracts)


def profile_seal(profile: Profile, salt: str) -> str:
    """Of what the room works with."""
    expertise = {name for name in Expertise.model_fields if name != "person_id"}
    return seal(salt, profile.model_dump(mode="json", include=expertise))


def person_seal(personal: Personal, salt: str) -> str:
    """Of who the person is."""
    return seal(salt, personal.model_dump(mode="json"))


def contract_seal(terms: ContractTerms, salt: str) -> ContractSeal:
    """Of one contract."""
    return ContractSeal(number=terms.number, seal=seal(salt, terms.model_dump(mode="json", exclude={"number"})))
