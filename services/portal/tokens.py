"""The hidden token of a form: that it is ours, whose it is, where it goes, and the key its act is known under."""

from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.identifiers import new_id
from services.portal.session import Seal, Session


class Minted(BaseModel):
    """What a token holds. key: of the act, minted when the form is shown. session: digest of whose session it is of."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str = Field(min_length=20, max_length=64)
    address: str
    person: str
    session: str

    def is_of(self, session: Session) -> bool:
        """Whether the form was shown in this very session."""
        return self.person == session.person_id and self.session == _digest(session)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Mints and reads tokens."""

    seal: Seal

    def mint(self, session: Session, address: str, key: str = "") -> str:
        """A token for a form sent to `address`, with a new key or the one it had."""
        minted = Minted(key=key or new_id(), address=address, person=session.person_id, session=_digest(session))
        return self.seal.close(minted.model_dump())

    def open(self, token: str, address: str) -> Minted | None:
        """What a token of ours says; none for any other, and for one of another form."""
        try:
            minted = Minted.model_validate(self.seal.open(token))
        except ValidationError:
            return None
        return minted if minted.address == address else None


def _digest(session: Session) -> str:
    return sha256(session.token.encode()).hexdigest()
