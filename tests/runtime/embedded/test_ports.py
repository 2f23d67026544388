import socket

import pytest

from runtime.embedded.ports import HOST, PortTaken, assign, free_port, is_free

NAMES = ("door", "postgres", "nats")


@pytest.fixture
def listener():
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_with_a_listener_is_not_free(listener):
    assert not is_free(listener)


def test_every_name_gets_a_port_of_its_own():
    assert len(set(assign(NAMES).values())) == len(NAMES)


def test_remembered_ports_are_given_again():
    before = assign(NAMES)
    assert assign(NAMES, before) == before


def test_a_remembered_port_now_taken_is_replaced(listener):
    after = assign(NAMES, {"door": listener})
    assert after["door"] != listener


def test_a_fixed_port_wins_over_a_remembered_one():
    fixed = free_port()
    assert assign(NAMES, assign(NAMES), {"nats": fixed})["nats"] == fixed


def test_a_remembered_port_gives_way_to_a_fixed_one_of_the_same_number():
    port = free_port()
    chosen = assign(NAMES, {"door": port}, {"nats": port})
    assert chosen["nats"] == port
    assert chosen["door"] != port


def test_a_fixed_port_in_use_is_refused_by_name(listener):
    with pytest.raises(PortTaken, match=f"port {listener}, asked for nats, is in use"):
        assign(NAMES, fixed={"nats": listener})
