"""What does not have the shape of a number or code is told how it is written, not by a pattern of signs."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from grants.values import TaxNumber
from grants.workplan import ActionCode, Key
from runtime.messages import LANGUAGES, catalogue
from services.application.api.consortia import Nace

TEXTS = catalogue("grants", "runtime")
TOLD: tuple[Any, ...] = (TaxNumber, Nace, ActionCode, Key)


def key_of(kind: Any) -> str:
    return f"pattern.{TypeAdapter(kind).json_schema()['pattern']}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TOLD)
def test_a_shape_that_people_write_is_told_in_words(kind: Any, language: str) -> None:
    assert TEXTS.knows(key_of(kind), language)


def test_no_words_are_kept_for_a_shape_that_is_gone() -> None:
    assert {key for key in TEXTS.texts["tr"] if key.startswith("pattern.")} == {key_of(kind) for kind in TOLD}
