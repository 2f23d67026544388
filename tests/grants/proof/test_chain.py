"""A chain of records shows every change, gap and move, and where it is."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.proof.chain import GROUND, Fault, FaultKind, Link, Position, arrive, seal, walk
from grants.proof.signatures import stamp
from runtime.cloudevents import CloudEvent


def chain(count: int, about: str = "a", before: int = 0) -> list[Link]:
    """before: so many are sealed as they were when no moment was."""
    links: list[Link] = []
    head = GROUND
    for index in range(1, count + 1):
        event = CloudEvent(
            id=f"e{index}",
            source="/destek/application",
            type="application.x.y.v1",
            subject=about,
            time=datetime(2027, 3, 1, tzinfo=UTC),
            actorid="p",
            actorrole="coordinator",
            data={"n": index, "ad": "İş"},
        )
        body = event.canonical().decode()
        link = Link(
            about,
            index,
            event.id,
            event.type,
            event.time,
            "p",
            "coordinator",
            "",
            "",
            body,
            seal(head, body, "" if index <= before else stamp(event.time)),
            head,
            event.time,
        )
        links.append(link)
        head = link.hash
    return links


def test_a_whole_chain_ends_at_its_last_hash() -> None:
    links = chain(3)
    assert walk(Position(), links) == Position(3, links[-1].hash)


def test_an_event_without_a_role_or_a_regime_is_a_record_like_any_other() -> None:
    event = CloudEvent(
        id="e1",
        source="/destek/application",
        type="application.act.refused.v1",
        subject="a",
        time=datetime(2027, 3, 1, tzinfo=UTC),
        actorid="p",
        data={},
    )
    body = event.canonical().decode()
    link = Link("a", 1, "e1", event.type, event.time, "p", "", "", "", body, seal(GROUND, body), GROUND, event.time)
    assert walk(Position(), [link]) == Position(1, link.hash)


def test_a_chain_may_be_followed_in_parts() -> None:
    links = chain(5)
    first = walk(Position(), links[:2])
    assert isinstance(first, Position)
    assert walk(first, links[2:]) == walk(Position(), links)


@given(st.integers(2, 8), st.data())
def test_whatever_single_record_is_dropped_it_shows_at_its_place(count: int, data: st.DataObject) -> None:
    links = chain(count)
    gone = data.draw(st.integers(0, count - 2))
    assert walk(Position(), links[:gone] + links[gone + 1 :]) == Fault(
        FaultKind.OUT_OF_ORDER, gone + 1, links[gone + 1].event_id
    )


@given(st.integers(2, 8), st.data())
def test_two_records_that_changed_places_show_even_if_renumbered(count: int, data: st.DataObject) -> None:
    links = chain(count)
    one, other = sorted(data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True)))
    links[one], links[other] = (
        replace(links[other], chain_index=one + 1),
        replace(links[one], chain_index=other + 1),
    )
    found = walk(Position(), links)
    assert isinstance(found, Fault)
    assert (found.kind, found.chain_index) == (FaultKind.TORN, one + 1)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"body": '{"n":9}'}, FaultKind.CHANGED),
        ({"hash": "f" * 64}, FaultKind.CHANGED),
        ({"previous_hash": "f" * 64}, FaultKind.TORN),
        ({"chain_index": 7}, FaultKind.OUT_OF_ORDER),
        ({"actor_id": "someone-else"}, FaultKind.COPY_DIFFERS),
        ({"actor_role": "inspector"}, FaultKind.COPY_DIFFERS),
        ({"on_behalf_of": "someone"}, FaultKind.COPY_DIFFERS),
        ({"regime": "kdp-2022@1"}, FaultKind.COPY_DIFFERS),
        ({"type": "application.x.z.v1"}, FaultKind.COPY_DIFFERS),
        ({"event_id": "e9"}, FaultKind.COPY_DIFFERS),
        ({"about": "b"}, FaultKind.COPY_DIFFERS),
        ({"time": datetime(2027, 3, 2, tzinfo=UTC)}, FaultKind.COPY_DIFFERS),
    ],
)
def test_any_field_that_was_changed_shows(change: dict[str, object], kind: FaultKind) -> None:
    links = chain(3)
    links[1] = replace(links[1], **change)  # type: ignore[arg-type]
    found = walk(Position(), links)
    assert isinstance(found, Fault)
    assert (found.kind, found.chain_index) == (kind, 2)


def test_a_chain_cut_at_its_end_is_not_where_it_was_noted_to_end() -> None:
    links = chain(3)
    noted = Position(3, links[-1].hash)
    short = walk(Position(), links[:2])
    assert isinstance(short, Position)
    assert arrive(short, noted) == Fault(FaultKind.END_DIFFERS, 2)
    assert arrive(noted, noted) == noted


def test_the_hash_is_sha256_over_the_hash_before_and_the_canonical_bytes() -> None:
    moment = "2027-03-01T09:00:00.000000Z"
    timed = hashlib.sha256(bytes(32) + f'{moment}{{"ad":"İş"}}'.encode()).hexdigest()
    assert seal(GROUND, '{"ad":"İş"}', moment) == timed
    assert seal(GROUND, '{"ad":"İş"}') == hashlib.sha256(bytes(32) + '{"ad":"İş"}'.encode()).hexdigest()


def test_records_of_before_moments_were_sealed_hold_with_those_that_follow() -> None:
    links = chain(4, before=2)
    assert walk(Position(), links) == Position(4, links[-1].hash)


@given(at=st.integers(0, 3), seconds=st.integers(-(10**6), 10**6).filter(bool))
def test_a_record_that_is_said_to_have_come_at_another_moment_is_found(at: int, seconds: int) -> None:
    links = chain(4)
    links[at] = replace(links[at], recorded_at=links[at].recorded_at + timedelta(microseconds=seconds))
    assert walk(Position(), links) == Fault(FaultKind.CHANGED, at + 1, links[at].event_id)


def test_a_moment_cannot_be_passed_off_as_part_of_what_was_said() -> None:
    """The same bytes, split elsewhere: what then stands for the event is none."""
    link = chain(1)[0]
    moved = replace(link, body=stamp(link.recorded_at) + link.body)
    assert walk(Position(), [moved]) == Fault(FaultKind.FALSELY_OPENED, 1, link.event_id)
