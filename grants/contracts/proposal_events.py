"""What the evaluation room says of proposals. Never for applicants' eyes. About: the call, or the application."""

from grants.contracts.event import EventData, WrittenData
from grants.personal import Public, Words
from grants.values import ApplicationId, CallId, PersonId


class ProposalComputed(WrittenData):
    """Whom to ask was proposed for the files of a call that lack evaluators; nobody is asked by it.

    files: how many lack evaluators; seats: how many people they lack; filled: for how many of these somebody is named.
    best: proven that no choice is better; otherwise the best that was found in the time given.
    """

    SUBJECT = "evaluation.proposal.computed"

    call_id: CallId
    proposal_id: Public
    files: int
    seats: int
    filled: int
    best: bool
    fit: int | None = None


class ProposalChanged(EventData):
    """An officer has put somebody else in the place of one who was proposed for this application, and why."""

    SUBJECT = "evaluation.proposal.changed"

    call_id: CallId
    proposal_id: Public
    application_id: ApplicationId
    instead_of: PersonId
    evaluator_id: PersonId
    reason: Words


class ProposalAccepted(WrittenData):
    """An officer has accepted a proposal; each invitation and each change is told of its own application.

    files: for how many somebody is invited; invited: how many invitations went out; changed: how many of these are
    the officer's own choice.
    """

    SUBJECT = "evaluation.proposal.accepted"

    call_id: CallId
    proposal_id: Public
    files: int
    invited: int
    changed: int = 0


class StaffingModeChanged(EventData):
    """An officer has said how the evaluators of a call are found from now on; who is invited stays invited.

    by_proposal: only by proposals an officer accepts; otherwise the room invites by itself.
    """

    SUBJECT = "evaluation.staffing.mode_changed"

    call_id: CallId
    by_proposal: bool
    reason: Words
