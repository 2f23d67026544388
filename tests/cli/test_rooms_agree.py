"""Between two readings the records stood in states that are tried one after the other: each chain in its own order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cli.looks import MOST
from cli.proof import Ledger
from cli.rooms_agree import Records
from grants.contracts.application_events import CallOpened
from grants.proof.chain import GROUND, Link, seal
from grants.proof.signatures import stamp
from grants.values import CallId
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from tests.grants.proof.told import links_of

AT = datetime(2027, 3, 1, 6, tzinfo=UTC)


def chain(about: str, *minutes: int) -> tuple[Link, ...]:
    """Records of things that happened so many minutes later."""
    events = [
        CloudEvent(
            id=new_id(),
            source="/destek/application",
            type=CallOpened.type_name(),
            subject=about,
            time=AT + timedelta(minutes=one),
            actorid="x",
            actorrole="x",
            data=CallOpened(call_id=CallId(about)).model_dump(mode="json"),
        )
        for one in minutes
    ]
    sealed: list[Link] = []
    for link in links_of(events):
        before = sealed[-1].hash if sealed else GROUND
        here = seal(before, link.body, stamp(link.recorded_at))
        sealed.append(replace(link, previous_hash=before, hash=here))
    return tuple(sealed)


def lengths(before: Records, after: Records) -> list[tuple[int, int]]:
    return [(len(one.own.links), len(one.of_call.links)) for one in before.until(after)]


def test_what_came_between_two_readings_is_added_one_by_one_in_order_of_time() -> None:
    own, call = chain("a", 0, 3, 2, 9), chain("c", 0, 4, 8)
    before = Records(Ledger("a", own[:1]), Ledger("c", call[:1]))
    after = Records(Ledger("a", own), Ledger("c", call))
    states = list(before.until(after))
    assert [(len(one.own.links), len(one.of_call.links)) for one in states] == [
        *[(1, 1), (2, 1), (3, 1), (3, 2), (3, 3), (4, 3)],
        (4, 3),
    ]
    assert all(one.own.links == own[: len(one.own.links)] for one in states)


def test_of_a_call_itself_there_is_one_chain() -> None:
    call = Ledger("c", chain("c", 0, 1, 2))
    first = Ledger("c", call.links[:1])
    assert lengths(Records(first, first), Records(call, call)) == [(1, 1), (2, 2), (3, 3), (3, 3)]


def test_where_very_much_came_only_the_last_state_is_tried() -> None:
    own, call = Ledger("a", chain("a", *range(MOST + 2))), Ledger("c", chain("c", 0))
    assert lengths(Records(Ledger("a", own.links[:1]), call), Records(own, call)) == [(MOST + 2, 1)]
