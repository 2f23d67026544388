from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from grants.contracts.activities import CallStatus
from grants.regimes import load
from grants.values import CallId, PersonId
from services.application.domain import calls
from services.application.domain.calls import CallClosed, CallNotOpen
from services.application.domain.records import CallRecord

OPENS = datetime(2015, 2, 27, 6, tzinfo=UTC)
CLOSES = datetime(2015, 5, 29, 14, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def _call(status: CallStatus = CallStatus.OPEN) -> CallRecord:
    return CallRecord(
        id=CallId("call-2"),
        name="2. Çağrı",
        regime="kdp-2014",
        revision="r",
        opens_at=OPENS,
        closes_at=CLOSES,
        envelope=Decimal("60000000.00"),
        minimum_share=None,
        status=status,
        published_by=PersonId("officer"),
        published_at=OPENS - timedelta(days=10),
    )


@pytest.mark.parametrize(
    ("now", "taken"),
    [(OPENS - INSTANT, False), (OPENS, True), (CLOSES - INSTANT, True), (CLOSES, False)],
)
@pytest.mark.parametrize("status", [CallStatus.PUBLISHED, CallStatus.OPEN])
def test_the_times_decide_whether_a_call_takes_applications_not_the_timer(
    now: datetime, *, taken: bool, status: CallStatus
) -> None:
    assert calls.takes_applications(_call(status), now) is taken
    if taken:
        calls.may_submit(_call(status), now)
    else:
        with pytest.raises(CallNotOpen):
            calls.may_submit(_call(status), now)


def test_a_closed_call_takes_nothing_at_any_time() -> None:
    closed = _call(CallStatus.CLOSED)
    assert not calls.takes_applications(closed, OPENS)
    with pytest.raises(CallNotOpen):
        calls.may_draft(closed, OPENS)


def test_a_draft_may_be_begun_before_the_call_opens() -> None:
    calls.may_draft(_call(CallStatus.PUBLISHED), OPENS - INSTANT)


@pytest.mark.parametrize(
    ("opens", "closes", "broken"),
    [
        (OPENS, OPENS + INSTANT, []),
        (OPENS, OPENS, ["call.opens_before_closes", "call.closes_to_come"]),
        (OPENS + INSTANT, OPENS + INSTANT, ["call.opens_before_closes"]),
        (OPENS - INSTANT, OPENS, ["call.closes_to_come"]),
    ],
)
def test_a_call_opens_before_it_closes_and_closes_in_the_future(
    opens: datetime, closes: datetime, broken: list[str]
) -> None:
    assert [breach.rule for breach in calls.publishing(opens, closes, OPENS)] == broken


@pytest.mark.parametrize(("now", "broken"), [(CLOSES, []), (CLOSES - INSTANT, ["call.recorded_past"])])
def test_a_call_is_recorded_as_past_from_its_very_end(now: datetime, broken: list[str]) -> None:
    assert [breach.rule for breach in calls.recording(OPENS, CLOSES, now)] == broken


def test_a_closed_call_is_not_moved_and_an_open_one_may_be_shortened_to_come() -> None:
    assert list(calls.moving(_call(), CLOSES - timedelta(days=1), OPENS)) == []
    with pytest.raises(CallClosed):
        list(calls.moving(_call(CallStatus.CLOSED), CLOSES + timedelta(days=1), OPENS))


@pytest.mark.parametrize(("share", "broken"), [(None, 0), ("10", 0), ("50", 0), ("50.0001", 1)])
def test_a_call_cannot_ask_for_more_than_the_ceiling(share: str | None, broken: int) -> None:
    asked = None if share is None else Decimal(share)
    assert len(list(calls.share(asked, load("kdp-2014")))) == broken
