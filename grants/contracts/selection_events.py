"""What the evaluation room says around the selection: combinations tried, feedback, objections.

Told on as `grants.contracts.evaluation_events`.
"""

from grants.contracts.event import DecidedData, WrittenData
from grants.contracts.stages import CommitteeDecision
from grants.personal import Public, Words
from grants.values import ApplicationId, CallId, Moment


class FundingCombinationComputed(DecidedData):
    """An officer has tried a cut-off on the ranking; nothing is decided by it. About: the call id.

    is_final: tried on the ranking as it stands, else on the scores so far. Explained: the whole of it.
    """

    SUBJECT = "evaluation.combination.computed"

    call_id: CallId
    number: int
    name: Words
    is_final: bool


class FeedbackIssued(WrittenData):
    """The applicants may read how their application was scored; no text of it is told here.

    object_until: exclusive end of the days in which the coordinator may object.
    """

    SUBJECT = "evaluation.feedback.issued"

    application_id: ApplicationId
    call_id: CallId
    decision: CommitteeDecision
    object_until: Moment
    prepared_at: Moment | None = None


class FeedbackBlocked(WrittenData):
    """A justification would betray who wrote it or who sits on the board: an officer has to put other words.

    texts: how many.
    """

    SUBJECT = "evaluation.feedback.blocked"

    application_id: ApplicationId
    texts: int
    decision: CommitteeDecision | None = None
    prepared_at: Moment | None = None


class FeedbackRedacted(WrittenData):
    """An officer has put other words in the place of a justification; the original is kept, neither is told."""

    SUBJECT = "evaluation.feedback.redacted"

    application_id: ApplicationId
    block: Public
    text_number: int | None = None


class ObjectionMade(WrittenData):
    """The coordinator objects to the decision. The call goes on: an objection stops nothing by itself."""

    SUBJECT = "evaluation.objection.made"

    application_id: ApplicationId
    call_id: CallId


class ObjectionDecided(WrittenData):
    """Upheld, it changes no ranking by itself: what follows is an officer's recorded act.

    is_final: whether the feedback is final by this, because the days to object were over before.
    """

    SUBJECT = "evaluation.objection.decided"

    application_id: ApplicationId
    call_id: CallId
    upheld: bool
    is_final: bool = False


class ObjectionWindowClosed(DecidedData):
    """The days to object are over; no objection is taken any more. Explained: that they are over.

    is_final: whether the feedback is final by this; not while an objection made in time waits for its decision.
    """

    SUBJECT = "evaluation.objection.window_closed"

    application_id: ApplicationId
    call_id: CallId
    is_final: bool
