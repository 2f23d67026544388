"""What the applicants wrote, planned and handed in, as those who judge it read it."""

from services.evaluation.domain.records import CallFile, File
from services.evaluation.usecases.views import Content, PaperView


def content_of(file: File, call: CallFile) -> Content:
    """The file, with its papers called by what the rules of its call ask for."""
    names = {one.code: one.names for one in call.rules.documents.required.value}
    return Content(
        nace=file.nace,
        form=file.form,
        plan=file.plan,
        requested=file.requested,
        submitted_at=file.submitted_at,
        papers=tuple(PaperView(**one.model_dump(), names=names.get(one.kind)) for one in file.papers),
    )
