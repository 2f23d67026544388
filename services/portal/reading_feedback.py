"""What the portal reads of the feedback after a decision. Whoever scored is named in none of it."""

from services.portal.reading import Moment, Read, Text
from services.portal.reading_evaluation import Names


class Said(Read):
    """A justification. betrays: it would tell who wrote it, and waits for an officer's words."""

    number: int = 0
    text: Text = ""
    betrays: bool = False


class BlockSaid(Read):
    """What was given for one block; mean: none where it does not apply."""

    code: Text = ""
    names: Names = Names()
    mean: Text = ""
    maximum: Text = ""
    texts: tuple[Said, ...] = ()


class Objection(Read):
    """What the applicants have said against it, and what was decided."""

    status: Text = ""
    reasons: Text = ""
    made_at: Moment = None
    decided_at: Moment = None
    decision_reason: Text = ""


class Redaction(Read):
    """Words an officer has changed; for officers only."""

    block: Text = ""
    text_number: int = 0
    original: Text = ""
    text: Text = ""
    reason: Text = ""
    redacted_at: Moment = None


class Feedback(Read):
    """object_until: the exclusive end of the days to object."""

    status: Text = ""
    decision: Text = ""
    mean: Text = ""
    blocks: tuple[BlockSaid, ...] = ()
    issued_at: Moment = None
    object_until: Moment = None
    may_object: bool = False
    objection: Objection | None = None
    redactions: tuple[Redaction, ...] = ()
