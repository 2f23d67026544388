"""Of every text of an event it is said where it is declared whether it is personal; what was veiled stays veiled."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel

from grants.contracts.kinds import KINDS
from grants.personal import Contact, Declared, Identity, Personal, Public, Words
from grants.proof.declared import FORMS, LISTS, MODELS, NAMES, SHAPES, Shape, fields_of, shape_of, texts_of
from grants.proof.veil import personal_places, pointer
from grants.values import ApplicationId, PersonId
from tests.contracts.published import EVENTS

VEILED: dict[str, list[str]] = json.loads((Path(__file__).parent / "veiled_places.json").read_text("utf-8"))
"""Where each kind of event was veiled before its fields were declared: dossiers were sealed so."""


def places(shape: Shape, way: str = "/data") -> Iterator[str]:
    """Where a kind of event is veiled."""
    yield from (f"{way}/{name}" for name in shape.personal)
    for name, inner in shape.within.items():
        yield from places(inner, f"{way}/{name}/*")


def kind_of(name: str) -> str:
    """One room's name of what every room may say."""
    return name.replace("{room}", "application")


@pytest.mark.parametrize("model", sorted(MODELS, key=lambda one: one.__qualname__), ids=lambda one: one.__qualname__)
def test_of_every_text_it_is_said_whether_it_is_personal(model: type[BaseModel]) -> None:
    silent = [name for name, annotation in fields_of(model).items() if None in set(texts_of(annotation))]
    assert silent == [], "declare each as Identity, Words, Contact or Public (grants.personal)"


def test_every_kind_that_is_published_is_judged() -> None:
    published = {kind for kinds in EVENTS.values() for kind in kinds}
    assert published <= set(KINDS.values()) <= MODELS


@pytest.mark.parametrize("name", sorted(VEILED))
def test_what_was_veiled_in_an_event_is_veiled_still(name: str) -> None:
    assert set(VEILED[name]) <= set(places(SHAPES[kind_of(name)]))


def test_an_id_of_a_person_is_personal_by_its_type() -> None:
    of_persons = [(model, name) for model in MODELS for name in fields_of(model) if _is_person(fields_of(model)[name])]
    assert len(of_persons) > 20
    assert {shape_of(model).personal.get(name) for model, name in of_persons} == {Personal.IDENTITY}


def _is_person(annotation: object) -> bool:
    return annotation in {PersonId, tuple[PersonId, ...]}


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (str, [None]),
        (Public, [Declared(None)]),
        (tuple[Identity, ...], [Declared(Personal.IDENTITY)]),
        (Words | None, [Declared(Personal.PROSE)]),
        (dict[str, Contact], [Declared(Personal.CONTACT)]),
        (tuple[ApplicationId, ...], [Declared(None)]),
        (Annotated[Personal, Declared(Personal.PROSE)], [Declared(Personal.PROSE)]),
        (Personal, []),
        (dict[str, Any], []),
        (int, []),
    ],
)
def test_a_declaration_is_read_wherever_it_stands(annotation: object, said: list[Declared | None]) -> None:
    assert list(texts_of(annotation)) == said


def test_the_same_name_is_judged_by_the_field_it_is_in_and_by_its_name_where_no_field_is_known() -> None:
    assert NAMES["reason"] is Personal.PROSE
    change = {"grant_id": "g", "members": ["a firm"], "reason": "çünkü", "plan": {"items": [{"title": "Torna"}]}}
    found = {pointer(one) for one in personal_places({"type": "monitoring.plan.changed.v1", "data": change})}
    assert found == {"/data/plan/items/0/title", "/data/reason"}
    unknown = {pointer(one) for one in personal_places({"type": "monitoring.plan.changed.v9", "data": change})}
    assert unknown == found | {"/data/members"}


def test_lists_and_forms_are_known_so_that_erased_ones_keep_their_shape() -> None:
    assert {"full", "members", "persons", "present", "substitutes", "conditions"} <= LISTS
    assert {"form", "hashes"} <= FORMS
