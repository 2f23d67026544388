"""The inspector's desk over HTTP: samples and working papers."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, StringConstraints

from grants.regimes.telling import currency_of
from grants.regimes.words import Currency
from grants.values import Prose
from runtime.http.door import Door, recorded
from runtime.signing import Signer
from services.audit.api.shapes import ID, InUnit, Limit, Shape, Subject
from services.audit.domain.desk import CaseFile
from services.audit.domain.papers import NoteKind, Paper, Severity
from services.audit.domain.sampling import Method
from services.audit.usecases import desk
from services.audit.usecases.desk import Drawn
from services.audit.usecases.drawing import Wish, draw_sample

router = APIRouter(route_class=Door, tags=["audit"])
AfterSample = Annotated[str | None, Query(max_length=100, pattern=ID)]
CallId = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9._:@-]*$")]
Seed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
MOST = 200


class Asked(Shape):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SampleIn(Asked):
    """call_id: draw from one call alone. seed: given where it is drawn in front of others; else the next root."""

    method: Method
    size: Annotated[int, Field(ge=1, le=MOST)]
    reason: Prose
    call_id: CallId = ""
    seed: Seed = ""


class NoteIn(Asked):
    """severity: of a finding, and of nothing else."""

    kind: NoteKind
    text: Prose
    severity: Severity | None = None


class ConclusionIn(Asked):
    """conclusion: what the inspector came to."""

    conclusion: Prose


class NoteOut(Shape):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: NoteKind
    text: str
    by: str
    at: datetime
    severity: Severity | None


class PaperOut(Shape):
    """The working paper of a drawn file. place: at which it was drawn. amount: granted or asked for."""

    application_id: str
    title: str
    amount: Decimal
    currency: Currency
    risk: int | None
    place: int
    notes: list[NoteOut]
    conclusion: str
    signed_by: str
    signed_at: datetime | None


class SampleOut(Shape):
    """population: SHA-256 over the candidates, with amounts and risks: by method and seed it is drawn again.

    seed_given: by whoever drew; else the seed is the signed root of this number. Both are none of a sample of old.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    method: Method
    size: int
    seed: str
    call_id: str
    reason: str
    population: str
    candidates: int
    drawn_at: datetime
    drawn_by: str
    seed_given: bool | None
    root: int | None


class DrawnOut(Shape):
    sample: SampleOut
    papers: list[PaperOut]


class SamplesOut(Shape):
    """The newest first. after: give it to read on; none at the end."""

    entries: list[SampleOut]
    after: str | None


def drawing_router(signer: Signer) -> APIRouter:
    """The route that draws; `signer` signs the root that is the seed."""
    drawing = APIRouter(route_class=Door, tags=["audit"])

    @drawing.post("/desk/samples", status_code=201)
    async def draw(asked: SampleIn, unit: InUnit) -> DrawnOut:
        """Draw files to look through; each gets a working paper."""
        wish = Wish(asked.method, asked.size, asked.reason, asked.call_id, asked.seed)
        return _drawn(await draw_sample(unit, wish, signer))

    return drawing


@router.get("/desk/samples")
async def samples(unit: InUnit, after: AfterSample = None, limit: Limit = 50) -> SamplesOut:
    found = await desk.samples(unit, after, limit)
    entries = [SampleOut.model_validate(one) for one in found]
    return SamplesOut(entries=entries, after=found[-1].id if len(found) == limit else None)


@router.get("/desk/samples/{sample_id}")
@recorded
async def sample(sample_id: Subject, unit: InUnit) -> DrawnOut:
    return _drawn(await desk.sample(unit, sample_id))


@router.post("/desk/samples/{sample_id}/papers/{application_id}/notes", status_code=201)
async def note(sample_id: Subject, application_id: Subject, asked: NoteIn, unit: InUnit) -> PaperOut:
    """Put a remark or a finding on the paper of a drawn file."""
    paper = await desk.note(unit, sample_id, application_id, asked.kind, asked.text, asked.severity)
    return _paper(paper, None)


@router.post("/desk/samples/{sample_id}/papers/{application_id}/sign")
async def sign(sample_id: Subject, application_id: Subject, asked: ConclusionIn, unit: InUnit) -> PaperOut:
    """Conclude on a drawn file; nothing is added to its paper after that."""
    return _paper(await desk.sign(unit, sample_id, application_id, asked.conclusion), None)


def _drawn(found: Drawn) -> DrawnOut:
    files, regimes = found.files, found.regimes
    papers = [_paper(one, files.get(one.about), regimes.get(one.about, "")) for one in found.papers]
    return DrawnOut(sample=SampleOut.model_validate(found.sample), papers=papers)


def _paper(paper: Paper, file: CaseFile | None, regime: str = "") -> PaperOut:
    known = file or CaseFile(paper.about)
    return PaperOut(
        application_id=paper.about,
        title=known.title,
        amount=known.amount,
        currency=currency_of(regime),
        risk=known.risk,
        place=paper.place,
        notes=[NoteOut.model_validate(one) for one in paper.notes],
        conclusion=paper.conclusion,
        signed_by=paper.signed_by,
        signed_at=paper.signed_at,
    )
