"""What a room made of another room's telling comes after it, whenever the ledger heard of either."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grants.proof.tables.heard import as_heard
from runtime.cloudevents import CloudEvent
from tests.grants.proof.told import links_of

NOON = datetime(2027, 3, 1, 9, tzinfo=UTC)


def event(kind: str, minute: int) -> CloudEvent:
    at = NOON + timedelta(minutes=minute)
    return CloudEvent(
        id=f"{kind}-{minute}",
        source="/destek/x",
        type=f"{kind}.v1",
        subject="a",
        time=at,
        actorid="",
        actorrole="",
        data={},
    )


def ordered(*events: CloudEvent, room: str = "monitoring") -> list[str]:
    return [link.event_id for link in as_heard(links_of(events), room)]


def test_a_contract_the_ledger_heard_of_after_the_grant_it_led_to_stands_before_it() -> None:
    contract, grant = event("application.contract.concluded", 0), event("monitoring.grant.opened", 1)
    assert ordered(grant, contract) == [contract.id, grant.id]


def test_at_the_same_moment_what_another_room_told_comes_first() -> None:
    contract, grant = event("application.contract.concluded", 0), event("monitoring.grant.opened", 0)
    assert ordered(grant, contract) == [contract.id, grant.id]


def test_what_others_told_last_of_all_is_not_left_out() -> None:
    grant, erased = event("monitoring.grant.opened", 0), event("audit.personal_data.erased", 1)
    assert ordered(erased, grant) == [grant.id, erased.id]


@given(
    st.lists(st.tuples(st.sampled_from(["monitoring.a", "application.b", "audit.c"]), st.integers(0, 9)), unique=True)
)
def test_nothing_is_lost_and_what_the_room_told_keeps_its_order(told: list[tuple[str, int]]) -> None:
    events = [event(*one) for one in told]
    found = ordered(*events)
    assert sorted(found) == sorted(one.id for one in events)
    own = [one.id for one in events if one.type.startswith("monitoring.")]
    assert [one for one in found if one in own] == own
