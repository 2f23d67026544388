"""What the evaluation room says of approval packs: the chosen funding combination with the word of the board on it.

Told on as `grants.contracts.evaluation_events`; never for applicants' eyes. About: the call id.
"""

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import EventData
from grants.personal import Public, Words
from grants.values import ApplicationId, CallId, Money, PersonId


class FundedData(BaseModel):
    """An application that a pack funds, and with how much at most."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    application_id: ApplicationId
    amount: Money


class ApprovalPackOpened(EventData):
    """An officer has chosen a combination; the members of the board have their say on it.

    number: of the pack, from 1 on; the one before, if it was open, is replaced. reason: why there is another one.
    members: who has a say, and is written to.
    """

    SUBJECT = "evaluation.approval_pack.opened"

    call_id: CallId
    number: int
    combination: int
    reason: Words = ""
    members: tuple[PersonId, ...] = ()


class ApprovalPackAnswered(EventData):
    """A member of the board agrees or disagrees. reason: always there where the member disagrees."""

    SUBJECT = "evaluation.approval_pack.answered"

    call_id: CallId
    number: int
    member_id: PersonId
    agrees: bool
    reason: Words = ""


class ApprovalPackClosed(EventData):
    """The pack is frozen and goes to approval. document: SHA-256 of the PDF.

    funded: what may be approved by it. agreed, disagreed: how many members; members who had no say are in neither.
    """

    SUBJECT = "evaluation.approval_pack.closed"

    call_id: CallId
    number: int
    document: Public
    funded: tuple[FundedData, ...]
    agreed: int
    disagreed: int
