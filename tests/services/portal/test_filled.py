"""What was typed becomes the request of a room, and what the room refuses finds its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.filled import Kind, body_of, of_fields, read
from services.portal.forms import Fault, Form, ident

FIELDS = {
    "place": Kind.TEXT,
    "on": Kind.DAY,
    "points.staff": Kind.CHOICE,
    "findings[].text": Kind.TEXT,
    "findings[].severity": Kind.CHOICE,
    "findings[].stops": Kind.FLAG,
    "leaves": Kind.WORDS,
}


@pytest.mark.parametrize(
    ("kind", "typed", "read_as"),
    [
        (Kind.DAY, "12.3.2026", "2026-03-12"),
        (Kind.DAY, "12/03/2026", "2026-03-12"),
        (Kind.DAY, "2026-03-12", "2026-03-12"),
        (Kind.DAY, "soon", "soon"),
        (Kind.MOMENT, "2026-03-12T10:30", "2026-03-12T10:30:00+03:00"),
        (Kind.MOMENT, "12.3.2026 10.30", "2026-03-12T10:30:00+03:00"),
        (Kind.MOMENT, "2026-03-12T10:30:00+00:00", "2026-03-12T10:30:00+00:00"),
        (Kind.MOMENT, "noon", "noon"),
        (Kind.MOMENT, "2026-13-45T99:99", "2026-13-45T99:99"),
        (Kind.MONEY, "1.250,50", "1250.50"),
        (Kind.MONEY, "1,250.50 TL", "1250.50"),
        (Kind.MONEY, "24.826.800", "24826800"),
        (Kind.MONEY, "1 250,5 ₺", "1250.5"),
        (Kind.MONEY, "0,125", "0.125"),
        (Kind.MONEY, "1250.50", "1250.50"),
        (Kind.MONEY, "1.2.3", "1.2.3"),
        (Kind.MONEY, "-5", "-5"),
        (Kind.NUMBER, "-12", -12),
        (Kind.NUMBER, "12a", "12a"),
        (Kind.WORDS, " 1112223334 \n\n4445556667", ["1112223334", "4445556667"]),
    ],
)
def test_a_value_is_read_as_people_write_it_and_left_as_it_is_where_it_cannot_be(kind, typed, read_as):
    assert read(kind, typed) == read_as


def test_a_request_has_the_shape_its_fields_name_and_nothing_of_what_is_blank():
    typed = {"place": "OSTİM", "on": "", "points.staff": "yes", "findings[1].text": "Kayıt yok", "leaves": "1112223334"}
    values = of_fields(FIELDS, {**typed, "findings[0].text": " ", "findings[0].severity": "minor", "stranger": "x"})
    assert body_of(FIELDS, values) == {
        "place": "OSTİM",
        "points": {"staff": "yes"},
        "findings": [{"text": "Kayıt yok", "stops": False}],
        "leaves": ["1112223334"],
    }


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("place", "place"),
        ("findings[1].text", "findings[1].text"),
        ("findings[1]", "findings[1].text"),
        ("findings[7].text", "findings[0].text"),
        ("points", "points.staff"),
        ("points.unknown", "points.staff"),
        ("leaves[3]", "leaves"),
        ("elsewhere.deep[0]", ""),
        ("", ""),
    ],
)
def test_what_a_room_names_is_found_on_the_form(said, place):
    form = Form("/x", "", FIELDS, {"findings[1].text": "a"})
    assert form.place(said) == place


def test_each_fault_stands_beside_its_field_and_once_in_the_summary():
    faults = (Fault("place", "Gerekli"), Fault("place", "Gerekli"), Fault("", "Kapalı"))
    form = Form("/x", "", FIELDS).with_faults(faults, 422)
    assert form.wrong("place") == ("Gerekli", "Gerekli")
    assert form.summary() == (("place", "place", "Gerekli"), ("", "", "Kapalı"))
    assert ident("findings[0].text") == "field-findings-0-text"


NAMES = st.one_of(st.sampled_from([*FIELDS, "findings[0].text", "findings[999].text", "findings[-1].text"]), st.text())


@given(st.dictionaries(NAMES, st.text(max_size=40), max_size=12))
def test_whatever_is_sent_becomes_a_request_of_declared_fields_only(values):
    body = body_of(FIELDS, of_fields(FIELDS, values))
    assert set(body) <= {"place", "on", "points", "findings", "leaves"}
    assert len(body.get("findings", [])) <= 3
