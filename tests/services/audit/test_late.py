"""A file is shown as it was on record on a day, and what came to be on record long after it happened says so."""

from datetime import UTC, datetime, timedelta

import pytest

from runtime.messages import catalogue
from services.audit.app import PLAN
from services.audit.domain.views import Scene, late
from services.audit.usecases.sentences import sentence
from tests.conftest import OpenRoom
from tests.services.audit.telling import NOON, File, hear

AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "told"), [(timedelta(), False), (timedelta(days=1), False), (timedelta(days=1, seconds=1), True)]
)
def test_only_what_came_more_than_a_day_later_is_worth_a_word(
    after: timedelta,
    told: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert (late(AT, AT + after) == AT + after) is told
    assert (late(AT, AT + after) is None) is not told


@pytest.mark.parametrize(
    ("language", "word"), [("tr", "22 Kasım 2026 12:00 tarihinde"), ("en", "on record since 22 November 2026 12:00")]
)
def test_since_when_it_is_on_record_stands_behind_what_happened(language: str, word: str) -> None:
    kind, texts = "application.call.opened.v1", catalogue("grants")
    scene = Scene("e", AT, kind, "", "", "", "", {})
    dated_back = Scene("e", AT, kind, "", "", "", "", {}, late=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    plain = sentence(texts, language, scene)
    assert sentence(texts, language, dated_back).startswith(f"{plain} (")
    assert word in sentence(texts, language, dated_back)


@pytest.mark.servers
async def test_as_of_a_day_shows_nothing_that_was_not_on_record_then(room_of: OpenRoom) -> None:
    audit, file = await room_of(PLAN), File()
    await hear(audit, *file.until_assessed())
    recorded_on = audit.clock.at.date()
    backdated = file.excluded().model_copy(update={"time": NOON - timedelta(hours=1)})
    audit.clock.forward(days=30)
    await hear(audit, backdated)
    inspector = audit.api.as_("mufettis-1", "inspector")
    story = f"/applications/{file.id}/story"
    before = (await inspector.get(story, as_of=recorded_on.isoformat())).json()["entries"]
    now = (await inspector.get(story)).json()["entries"]
    late_ones = {one["what"] for one in now} - {one["what"] for one in before}
    assert backdated.type in late_ones
    (shown,) = [one for one in now if one["what"] == backdated.type]
    assert "kayda geçti" in shown["text"]
