"""A work plan that is written at a glance, and its planned measures: of a draft, to complete one, or in the talks."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from services.portal.drafting import Part, packages
from services.portal.filled import Fields, Kind
from services.portal.forms import Fault, Form
from services.portal.lacking import lacks_of, most_of
from services.portal.measuring import field_of, measure_fields, measures_of, with_measures
from services.portal.overtaken import MARK, mark_of, overtaken
from services.portal.pages.applications import Key
from services.portal.pages.drafts import writing_of
from services.portal.posting import Posted, finish
from services.portal.reading_applying import Catalogue
from services.portal.rooms import Refusal, Room
from services.portal.visit import Visit, Visitor, read
from services.portal.writing import Place, Where, Writing, elsewhere, keep

router, _plan = APIRouter(), APIRouter()


@_plan.get("/plan")
async def whole(visit: Visitor, application_id: Key, where: Where) -> Response:
    """The plan as it stands, with what the rules say of it beside each row."""
    writing, catalogue = await plan_read(visit, application_id, where)
    if not writing.is_open:
        return elsewhere(writing)
    plan, explanation = writing.plan, writing.explanation
    return visit.page(
        "draft_plan.html",
        writing=writing,
        draft=writing.draft,
        packages=packages(plan),
        parts=tuple(Part),
        measures=catalogue.measures,
        planned={one["code"]: one for one in _planned(writing)},
        lacks=tuple(one for one in lacks_of(writing, visit.wording) if one.about),
        gone=tuple(one for one in writing.changed_rows if not one.path),
        explanation=explanation,
        names=catalogue.names(visit.wording.language),
        most=most_of(plan, explanation, visit.wording),
    )


@_plan.get("/plan/indicators")
async def measures(visit: Visitor, application_id: Key, where: Where) -> Response:
    """Where each measure stands today, and what is aimed at in each year."""
    writing, catalogue = await plan_read(visit, application_id, where)
    if not writing.is_open:
        return elsewhere(writing)
    values = {**measures_of(writing.plan, _codes(catalogue)), MARK: _mark(writing)}
    form = visit.form(f"{writing.plan_at}/indicators", _of_measures(catalogue), values)
    return _measures_shown(visit, writing, catalogue, _with_lacks(visit, writing, catalogue, form))


@_plan.post("/plan/indicators")
async def save_measures(visit: Visitor, sent: Posted, application_id: Key, where: Where) -> Response:
    """All of them are saved at once."""
    writing, catalogue = await plan_read(visit, application_id, where)
    form = sent.form(visit, _of_measures(catalogue))
    plan, places = with_measures(writing.plan, _codes(catalogue), catalogue.years, form.values)
    if form.value(MARK) != _mark(writing) and plan["indicators"] != _planned(writing):
        return _measures_shown(visit, writing, catalogue, overtaken(visit, form, _mark(writing)))
    answer = await keep(visit, writing, {"plan": plan}, sent)
    if isinstance(answer, Refusal):
        faults = tuple(replace(one, name=field_of(one.name, places)) for one in answer.faults)
        answer = replace(answer, faults=faults)

    async def again(tried: Form) -> Response:
        return _measures_shown(visit, writing, catalogue, tried)

    return await finish(visit, sent, form, answer, to=writing.plan_at, said=writing.saved, again=again)


async def plan_read(visit: Visit, application_id: str, place: Place) -> tuple[Writing, Catalogue]:
    """An application that is written, and the lists of its regime that a plan is made of."""
    writing = await writing_of(visit, application_id, place)
    path, revision = f"/regimes/{writing.draft.regime}", {"revision": writing.draft.revision}
    return writing, read(await visit.caller().get(Room.APPLICATION, path, revision), Catalogue)


def _with_lacks(visit: Visit, writing: Writing, catalogue: Catalogue, form: Form) -> Form:
    """The form with what the rules say of it, beside its fields."""
    _, places = with_measures(writing.plan, _codes(catalogue), catalogue.years, form.values)
    said = [one for one in lacks_of(writing, visit.wording) if one.about.startswith("plan.indicators")]
    return form.with_faults((Fault(field_of(one.about, places), one.text) for one in said), form.status)


def _codes(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(one.code for one in catalogue.measures)


def _of_measures(catalogue: Catalogue) -> Fields:
    return {**measure_fields(len(catalogue.measures), catalogue.years), MARK: Kind.TEXT}


def _planned(writing: Writing) -> list[Any]:
    return list((writing.plan or {}).get("indicators") or ())


def _mark(writing: Writing) -> str:
    return mark_of(_planned(writing))


def _measures_shown(visit: Visit, writing: Writing, catalogue: Catalogue, form: Form) -> Response:
    years = range(1, catalogue.years + 1)
    measures = catalogue.measures
    return visit.page(
        "draft_indicators.html",
        form.status,
        writing=writing,
        draft=writing.draft,
        form=form,
        measures=measures,
        years=years,
    )


for _place in Place:
    router.include_router(_plan, prefix=f"/applications/{{application_id}}/{_place}")
