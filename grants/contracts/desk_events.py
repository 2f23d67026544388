"""What the audit room says of the inspector's desk: samples and leads by their own ids, papers by their files."""

from grants.contracts.event import EventData
from grants.personal import Identity, Public, Words
from grants.values import ApplicationId


class SampleAsked(EventData):
    """A sample is to be drawn by chance: of what, and how many. Its seed is the next root that is signed over this.

    population: SHA-256 over the candidates with their amounts and risks; candidates: how many there were.
    """

    SUBJECT = "audit.sample.asked"

    sample_id: Public
    method: Public
    size: int
    call_id: Public
    population: Public
    candidates: int
    reason: Words


class SampleDrawn(EventData):
    """Files were drawn to be looked through. By method, seed and population anybody draws the same again.

    population, candidates: as it was asked. seed_given: by whoever drew; else the seed is the hash of the signed root
    of this number, the first over the asking; both are none in events of old.
    """

    SUBJECT = "audit.sample.drawn"

    sample_id: Public
    method: Public
    size: int
    seed: Words
    call_id: Public
    population: Public
    candidates: int
    drawn: tuple[Public, ...]
    reason: Words
    seed_given: bool | None = None
    root: int | None = None


class WorkingPaperNoted(EventData):
    """An inspector put a remark or a finding on the paper of a drawn file. severity: of a finding."""

    SUBJECT = "audit.working_paper.noted"

    application_id: ApplicationId
    sample_id: Public
    kind: Public
    severity: Public = ""
    text: Words


class WorkingPaperSigned(EventData):
    """An inspector concluded on a drawn file. findings: how many the paper holds."""

    SUBJECT = "audit.working_paper.signed"

    application_id: ApplicationId
    sample_id: Public
    findings: int
    text: Words


class LeadAnswered(EventData):
    """An inspector kept a lead to follow it up, or dismissed it. persons: whom it concerns; evidence: ids of events."""

    SUBJECT = "audit.lead.answered"

    lead_id: Public
    kind: Public
    persons: tuple[Identity, ...]
    verdict: Public
    evidence: tuple[Public, ...]
    reason: Words


EVENTS: tuple[type[EventData], ...] = (SampleAsked, SampleDrawn, WorkingPaperNoted, WorkingPaperSigned, LeadAnswered)
