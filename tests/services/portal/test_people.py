"""Whoever is named in a form is offered by name, meant by id, and asked for once more where nobody knows the id."""

import re
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import services.portal
from services.portal import order_acts
from services.portal.acting import Act, Look
from services.portal.pages.changes import LEADERS
from services.portal.people import Offered
from services.portal.reading import Named, Read
from tests.services.portal import recorded, recorded_sitting
from tests.services.portal.doors import DOORS
from tests.services.portal.filling import fill, form_of, send
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_people import shown_of
from tests.services.portal.standin import Stage
from tests.services.portal.test_every_act import CALLS, FILES, GRANTS, JUDGED, STAFFED, WITHOUT_FORM
from tests.services.portal.test_pages import page, plain

OFFICER, COMMISSION, MINE, KEEPER = "izleme-bir", "uzman-bir", "koordinator-ostim", "yonetici"
VISIT = f"/grants/{BUSY}/do/visit"
PLAN = f"monitoring/grants/{BUSY}/visits"
BOARD = f"/committees/{recorded_sitting.NEW}/appointment"
LEADER = f"/grants/{OSTIM}/changes/coordinator"
TEMPLATES = Path(services.portal.__path__[0], "templates")
ACTS: tuple[Act, ...] = (*GRANTS, *order_acts.ALL, *FILES, *JUDGED, *CALLS, *STAFFED)
OFFERED = {Look.PERSON, Look.CHOICE, Look.CHECKS, Look.RADIOS}
THINGS = frozenset({"application_id", "call_id", "grant_id", "consortium_id", "point_id"})
PERSONS = frozenset({"chair", "instead_of", "present"})
"""Names in requests that are ids of things, whatever their ending; and of persons, without it."""
OF_PAGES = frozenset(LEADERS)
"""Persons asked for on a page of their own, which draws them as persons."""


def persons_in(body: type[BaseModel]) -> set[str]:
    """Every field of a request that names a person, in whatever depth, by its last name."""
    schema = body.model_json_schema()
    shapes = (schema, *schema.get("$defs", {}).values())
    names = {name for shape in shapes for name in shape.get("properties", {})}
    return {name for name in names if name in PERSONS or (name.endswith("_id") and name not in THINGS)}


ASKED = {
    name
    for door, body in DOORS.items()
    if door not in WITHOUT_FORM and body is not BaseModel
    for name in persons_in(body)
}
BY_ACT = {name.rpartition(".")[2]: field for act in ACTS for name, field in act.fields.items() if not field.hidden}


def test_every_person_a_room_asks_for_is_asked_for_by_an_act_or_on_a_page_of_its_own() -> None:
    assert ASKED - BY_ACT.keys() == OF_PAGES
    assert {"visitor_id", "person_id", "evaluator_id", "chair", *OF_PAGES} <= ASKED


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_no_act_leaves_a_person_to_be_typed_bare(act: Act) -> None:
    asked = {name: field for name, field in act.fields.items() if name.rpartition(".")[2] in ASKED}
    assert [name for name, field in asked.items() if not field.hidden and field.look not in OFFERED] == []


@pytest.mark.parametrize("name", sorted(ASKED))
def test_no_page_of_its_own_draws_a_person_as_a_bare_text(name: str) -> None:
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")]
    assert not any(f'f.text(form, "{name}"' in text or f'f.area(form, "{name}"' in text for text in texts)


async def test_a_person_is_suggested_by_name_and_the_one_who_stands_there_is_shown_by_it(stage: Stage) -> None:
    text = (await (await stage.signed_in(OFFICER)).get(VISIT)).text
    assert f'<option value="{escape(shown_of("uzman-iki"))}"></option>' in text
    assert 'list="people-visitor"' in text
    assert form_of(text, "visit_plan").values["visitor_id"] == "Nehir Gözcü (izleme-bir)"


async def test_who_is_chosen_by_name_is_sent_by_id(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    said = {"visitor_id": shown_of("uzman-iki"), "reason": "Gecikme", "do": "visit_plan"}
    assert (await fill(browser, VISIT, **said)).status_code == 303
    (done,) = stage.rooms.done.values()
    assert done.body["visitor_id"] == "uzman-iki"


async def test_an_id_nobody_came_with_is_said_beside_the_field_and_sent_once_the_box_is_ticked(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    said = {"visitor_id": "uzamn-iki", "reason": "Gecikme", "do": "visit_plan"}
    answer = await fill(browser, VISIT, **said)
    assert answer.status_code == 422
    assert "“uzamn-iki” kimliğiyle bu görevi üstlenebilecek kimse" in plain(answer.text)
    assert "Yine de bu kişi: uzamn-iki" in plain(answer.text)
    assert not stage.rooms.done
    again = form_of(answer.text, "visit_plan")
    assert (await send(browser, again, {"named_anyway": "1", "do": "visit_plan"})).status_code == 303
    (done,) = stage.rooms.done.values()
    assert done.body == {"visitor_id": "uzamn-iki", "reason": "Gecikme"}


async def test_a_box_ticked_for_one_is_none_for_another(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    first = await fill(browser, VISIT, visitor_id="bir", reason="x", do="visit_plan")
    other = {"visitor_id": "iki", "named_anyway": "1", "do": "visit_plan"}
    answer = await send(browser, form_of(first.text, "visit_plan"), other)
    assert (answer.status_code, bool(stage.rooms.done)) == (422, False)
    assert "Yine de bu kişi: iki" in plain(answer.text)


@pytest.mark.parametrize("status", [403, 404, 503])
async def test_where_the_room_does_not_say_who_is_there_an_id_is_typed_and_the_room_decides(
    stage: Stage, status: int
) -> None:
    stage.rooms.refused["monitoring/people/for/visitor"] = status
    browser = await stage.signed_in(OFFICER)
    assert (await fill(browser, VISIT, visitor_id="bir", reason="x", do="visit_plan")).status_code == 303
    assert [one.body["visitor_id"] for one in stage.rooms.done.values()] == ["bir"]


async def test_whoever_sits_on_a_committee_already_is_not_asked_for_again_and_a_name_comes_with_its_person(
    stage: Stage,
) -> None:
    browser = await stage.signed_in(COMMISSION)
    form = form_of((await browser.get(BOARD)).text, "committee_appoint")
    blank = next(at for at in range(20) if not form.values[f"members[{at}].person_id"])
    chosen = {f"members[{blank}].person_id": "Filiz Yeni, Ege Üniversitesi (kurul-uye-9)", "do": "committee_appoint"}
    assert (await send(browser, form, chosen)).status_code == 303
    (done,) = stage.rooms.done.values()
    named = done.body["members"][-1]
    assert (named["person_id"], named["name"]) == ("kurul-uye-9", "Filiz Yeni")
    assert done.body["chair"] == recorded_sitting.CHAIR


async def test_who_registers_an_evaluator_is_offered_those_who_came_as_one(stage: Stage) -> None:
    text = await page(stage, KEEPER, "/evaluators/new/entry")
    assert '<option value="Ozan Yeni (yeni-1)"></option>' in text


async def test_another_coordinator_is_chosen_among_the_people_of_the_members(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    text = (await browser.get(LEADER)).text
    assert '<option value="Yasemin Işıldar, Firma (uye-bir)"></option>' in text
    said = {"coordinator_id": "Yasemin Işıldar, Firma (uye-bir)", "reason": "x", "do": "preview"}
    await fill(browser, LEADER, **said)
    (tried,) = stage.rooms.done.values()
    assert tried.body["coordinator_id"] == "uye-bir"


async def test_who_reads_a_story_meets_people_by_name_with_the_id_beside_it(stage: Stage) -> None:
    text = plain(await page(stage, "mufettis", f"/applications/{OSTIM}/story"))
    assert "Vedat Bakan (mufettis-7)" in text
    asked = [query for _, _, path, query in stage.rooms.asked if path == "/people"]
    assert asked, "the rooms were asked by which names these are known"


async def test_people_in_a_sentence_of_a_story_are_met_by_name_too_and_no_part_of_a_word_is_taken_for_one(
    stage: Stage,
) -> None:
    said = {"people": ["mufettis-7", "kurul"], "text": "mufettis-7: kurul mufettis-70 ve kurulda a-mufettis-7"}
    entry = {**recorded.STORY["entries"][0], "actor_id": "", **said}
    stage.rooms.instead[f"audit/applications/{OSTIM}/story"] = {"entries": [entry], "after": None}
    text = plain(await page(stage, "mufettis", f"/applications/{OSTIM}/story"))
    assert "Vedat Bakan (mufettis-7): kurul mufettis-70 ve kurulda a-mufettis-7" in text


async def test_a_room_that_is_away_takes_a_name_from_a_page_and_nothing_else(stage: Stage) -> None:
    for room in ("application", "evaluation", "monitoring"):
        stage.rooms.refused[f"{room}/people"] = 503
    text = plain(await page(stage, "mufettis", f"/applications/{OSTIM}/story"))
    assert "mufettis-7" in text
    assert "Vedat Bakan" not in text


@pytest.mark.parametrize(("person", "there"), [(OFFICER, f"/grants/{OSTIM}"), (COMMISSION, f"/applications/{OSTIM}")])
async def test_who_leads_a_file_is_shown_by_name_to_the_ministry(stage: Stage, person: str, there: str) -> None:
    assert "Deniz Akarsu (koordinator-ostim)" in plain(await page(stage, person, there))


async def test_no_name_is_asked_for_who_may_not_learn_it(stage: Stage) -> None:
    text = await page(stage, MINE, f"/applications/{OSTIM}")
    assert "koordinator-ostim" not in text
    assert not [path for _, _, path, _ in stage.rooms.asked if path == "/people"]


def readers() -> Iterator[tuple[type[Read], str, FieldInfo]]:
    """Every field of every shape in which the portal reads a room."""
    for found in iter_modules(services.portal.__path__, "services.portal."):
        if found.name.rpartition(".")[2].startswith("reading"):
            shapes = vars(import_module(found.name)).values()
            for shape in (one for one in shapes if isinstance(one, type) and issubclass(one, Read)):
                yield from ((shape, name, field) for name, field in shape.model_fields.items())


OF_PEOPLE = re.compile(
    r"(person|evaluator|visitor|auditor|actor|coordinator|representative)_id|persons|instead_of|on_behalf_of|by|\w+_by"
)
NO_PERSON = frozenset({"cut_by", "correct_by", "evaluate_by", "given_by"})
"""Days, grounds and kinds that only sound like persons."""
WITH_NAMES = frozenset({"name", "evaluator_name"})
"""A shape that has one of these comes with the name of whose id it holds."""


def is_bare(shape: type[Read], name: str, field: FieldInfo) -> bool:
    is_person = bool(OF_PEOPLE.fullmatch(name)) and name not in NO_PERSON and WITH_NAMES.isdisjoint(shape.model_fields)
    return is_person and not any(isinstance(one, Named) for one in field.metadata)


def test_every_id_of_a_person_that_the_portal_reads_is_marked_so_that_pages_show_the_name() -> None:
    assert {f"{shape.__name__}.{name}" for shape, name, field in readers() if is_bare(shape, name, field)} == set()


MARKED = sorted({name for _, name, field in readers() if any(isinstance(one, Named) for one in field.metadata)})


@pytest.mark.parametrize("name", MARKED)
def test_no_page_shows_a_marked_id_without_asking_whose_it_is(name: str) -> None:
    shown = re.compile(rf"{{{{ [a-z.]+\.{name} }}}}")
    found = {path.name for path in TEMPLATES.rglob("*.html") if shown.search(path.read_text("utf-8"))}
    assert found <= ({"evaluators.html", "evaluator.html"} if name == "person_id" else set())


def test_who_is_chosen_is_meant_and_what_is_none_of_them_stays_as_it_was_typed() -> None:
    there = Offered({"a-1": "Ayşe (a-1)", "a-2": "Ayşe (a-2)"}, {"a-1": "Ayşe", "a-2": "Ayşe"})
    assert [there.meant(there.typed(one)) for one in ("a-1", "a-2", "a-3", "")] == ["a-1", "a-2", "a-3", ""]
    assert (there.meant(" Ayşe (a-2) "), there.meant("Ayşe")) == ("a-2", "Ayşe")


def test_nobody_is_called_unknown_while_not_all_are_shown() -> None:
    known = {"a": "A (a)"}
    said = {typed: Offered(known).is_stranger(typed) for typed in ("a", "b", " ")}
    assert said == {"a": False, "b": True, " ": False}
    assert not Offered(known, all=False).is_stranger("b")
