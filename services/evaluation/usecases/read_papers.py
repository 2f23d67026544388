"""The papers of an application in the hands of those who judge it: of whoever reads the application there."""

from collections.abc import Sequence

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action
from runtime.filed import DocumentErased, Filed
from runtime.unit import Unit
from services.evaluation.store import files
from services.evaluation.usecases.read_assignments import read_assignment
from services.evaluation.usecases.read_committee import read_item
from services.evaluation.usecases.views import PaperView


async def read_of_assignment(unit: Unit, assignment_id: str, document: str, filed: Filed) -> tuple[PaperView, bytes]:
    """A paper and its bytes. Raises NotFound, NotAllowed (also before the invitation is accepted), DocumentErased."""
    shown = await read_assignment(unit, assignment_id)
    if shown.content is None:
        raise NotAllowed(Breach("not_allowed", asked=Action.ASSIGNMENT_READ))
    return await _read(unit, shown.application_id, shown.content.papers, document, filed)


async def read_of_item(
    unit: Unit, call_id: str, application_id: str, document: str, filed: Filed
) -> tuple[PaperView, bytes]:
    """The same of an application before the committee. Raises NotFound, NotAllowed, DocumentErased."""
    shown = await read_item(unit, call_id, application_id)
    unit.about = application_id
    return await _read(unit, application_id, shown.content.papers, document, filed)


async def _read(
    unit: Unit, application_id: str, papers: Sequence[PaperView], document: str, filed: Filed
) -> tuple[PaperView, bytes]:
    """What this room has heard is erased it hands out no more, whether the room that keeps it is done or not."""
    paper = next((one for one in papers if one.document == document), None)
    if paper is None:
        raise NotFound
    if await files.is_erased(unit.session, application_id):
        raise DocumentErased(Breach(DocumentErased.rule, "document", document))
    return paper, await filed.read(unit.session, application_id, document)
