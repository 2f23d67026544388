"""What the evaluation room says around the selection: combinations tried, feedback, objections, the reserve.

Told on as `grants.contracts.evaluation_events`.
"""

from grants.contracts.event import DecidedData
from grants.values import CallId


class FundingCombinationComputed(DecidedData):
    """An officer has tried a cut-off on the ranking; nothing is decided by it. About: the call id.

    is_final: tried on the ranking as it stands, else on the scores so far. Explained: the whole of it.
    """

    SUBJECT = "evaluation.combination.computed"

    call_id: CallId
    number: int
    name: str
    is_final: bool
