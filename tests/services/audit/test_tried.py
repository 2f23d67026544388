"""What was tried and refused is told in words, not by the address of a door."""

from datetime import UTC, datetime

import pytest

from grants.contracts.selection_events import ObjectionDecided
from runtime.messages import catalogue
from services.audit.domain.views import Scene
from services.audit.usecases.sentences import sentence

NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)
TEXTS = catalogue("grants", "runtime")


def told(language: str, what: str, **data: object) -> str:
    return sentence(TEXTS, language, Scene("e", NOON, what, "p", "inspector", "", "", data))


@pytest.mark.parametrize(
    ("act", "turkish", "english"),
    [
        ("POST /applications/{application_id}/submit", "başvurunun sunulması", "submitting the application"),
        ("POST /grants/{grant_id}/force-majeure", "mücbir sebep bildirilmesi", "declaring force majeure"),
        ("GET /applications/{application_id}/pre-evaluation", "bir kaydın okunması", "reading a record"),
        ("POST /{id}", "bir işlem", "an act"),
    ],
)
def test_what_was_refused_is_named_as_people_name_it(act: str, turkish: str, english: str) -> None:
    for language, words in (("tr", turkish), ("en", english)):
        said = told(language, "application.act.refused.v1", act=act, rule="wrong_stage")
        assert words in said
        assert "{" not in said
        assert "POST" not in said


@pytest.mark.parametrize(("upheld", "words"), [(True, "İtiraz kabul edildi."), (False, "İtiraz reddedildi.")])
def test_what_became_of_an_objection_is_a_sentence(*, upheld: bool, words: str) -> None:
    kind = f"{ObjectionDecided.SUBJECT}.v1"
    data = {"application_id": "a", "call_id": "c", "upheld": upheld, "reason": "Uygun."}
    assert told("tr", kind, **data) == words
