"""What the fields of events are declared to be (`grants.personal`): by type of event, and by name for what is in none.

What an event carries without a declaration (a plan, a field of a version to come) is judged by the names that are
personal where they are declared.
"""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel

from grants.contracts.kinds import KINDS
from grants.explanation import Explanation
from grants.personal import Declared, Personal
from grants.values import ApplicationId, CallId, ConsortiumId, EventId, GrantId, PersonId

_BY_TYPE: Mapping[object, Declared] = {
    PersonId: Declared(Personal.IDENTITY),
    **dict.fromkeys((ApplicationId, CallId, ConsortiumId, EventId, GrantId), Declared(None)),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a model. personal: whole; within: those that hold models. declared: all of them, by name."""

    personal: Mapping[str, Personal] = field(default_factory=dict)
    within: Mapping[str, "Shape"] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()


UNKNOWN = Shape()


def texts_of(annotation: object) -> Iterator[Declared | None]:
    """What each text of a field is declared to be, models left out; None for one of which nothing is said."""
    if annotation in _BY_TYPE:
        yield _BY_TYPE[annotation]
        return
    if annotation is str:
        yield None
        return
    if typing.get_origin(annotation) is typing.Annotated:
        yield from _annotated(annotation)
        return
    arguments = typing.get_args(annotation)
    keyed = typing.get_origin(annotation) is dict
    for one in arguments[1:] if keyed else arguments:
        yield from texts_of(one)


def _annotated(annotation: object) -> Iterator[Declared | None]:
    """A declaration holds for all it stands around: an enum too."""
    inner, *metadata = typing.get_args(annotation)
    said = next((one for one in metadata if isinstance(one, Declared)), None)
    found = list(texts_of(inner))
    if said is not None and (found or _is_enum(inner)):
        yield said
    else:
        yield from found


def _is_enum(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The models a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in typing.get_args(annotation):
        yield from models_in(one)


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The fields of a model as they are declared; those of an explanation are judged by its decision."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields if Explanation not in set(models_in(hints[name]))}


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """What is personal in a model."""
    personal, within = {}, {}
    for name, annotation in fields_of(model).items():
        why = next((one.personal for one in texts_of(annotation) if one and one.personal), None)
        inner = next(models_in(annotation), None)
        if why is not None:
            personal[name] = why
        elif inner is not None:
            within[name] = shape_of(inner)
    return Shape(personal, within, frozenset(fields_of(model)))


def _all_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for annotation in fields_of(model).values():
        for inner in models_in(annotation):
            yield from _all_models(inner)


MODELS: frozenset[type[BaseModel]] = frozenset(one for kind in KINDS.values() for one in _all_models(kind))
"""Every event, and every model within one."""

SHAPES: Mapping[str, Shape] = {name: shape_of(kind) for name, kind in KINDS.items()}
"""By type of event."""


def _said() -> Iterator[tuple[str, Declared]]:
    for model in MODELS:
        for name, annotation in fields_of(model).items():
            yield from ((name, one) for one in texts_of(annotation) if one is not None)


_PUBLIC = frozenset(name for name, one in _said() if one.personal is None)
NAMES: Mapping[str, Personal] = {
    name: one.personal for name, one in _said() if one.personal is not None and name not in _PUBLIC
}
"""Names that are personal wherever they are declared: what they are where nothing is declared."""


def _origins(origin: type) -> frozenset[str]:
    found = ((name, one) for model in MODELS for name, one in fields_of(model).items())
    return frozenset(
        name
        for name, one in found
        if typing.get_origin(one) is origin and any(it and it.personal for it in texts_of(one))
    )


LISTS, FORMS = _origins(tuple), _origins(dict)
"""Personal fields that hold several texts."""
