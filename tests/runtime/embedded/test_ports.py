import socket

import pytest

from runtime.embedded.ports import HIGHEST, HOST, LOWEST, PortTaken, assign, free_port, highest, is_free

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


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("32768\t60999\n", HIGHEST),
        ("16000\t65535\n", 15999),
        (f"{LOWEST + 501}\t65535\n", LOWEST + 500),
        (f"{LOWEST + 500}\t65535\n", HIGHEST),
        ("1024\t65535\n", HIGHEST),
        ("", HIGHEST),
        ("many", HIGHEST),
    ],
)
def test_ports_that_outgoing_connections_get_are_left_to_them_where_there_are_others(tmp_path, said, last):
    outgoing = tmp_path / "range"
    outgoing.write_text(said, encoding="ascii")
    assert highest(outgoing) == last


def test_a_kernel_that_does_not_say_which_ports_go_out_changes_nothing(tmp_path):
    assert highest(tmp_path / "none") == HIGHEST
