"""A text in which nothing can be seen is empty to a person, and so to us; of a request nothing else is changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.unseen import emptied, is_unseen

UNSEEN = (
    *(" ", "\u00a0", "\u2003\u3000", "\u202f\u205f\u1680", "\U000e0020\U0001d173", "\ufe0f"),
    *(
        "\u200b",
        "\u200b \n\u2060",
        "\ufeff",
        "\u00ad",
        "\u202e\u200f",
        "\u2800",
        "\u3164",
        "\u115f\u1160",
        "\x07",
        "\x1f\x85\x7f",
        "\r\n\t\f\b",
    ),
)
SEEN = ("", "a", "\u200ba\u200b", "٣", "👍🏽", "é", "\u200b.", "\x00", "क्‍ष")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(UNSEEN + SEEN),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(UNSEEN), inner),
)


def as_read(value: object) -> object:
    """What is to come of a request: each such text empty."""
    if isinstance(value, str):
        return "" if is_unseen(value) else value
    if isinstance(value, list):
        return [as_read(one) for one in value]
    if isinstance(value, dict):
        return {name: as_read(one) for name, one in value.items()}
    return value


@pytest.mark.parametrize("text", UNSEEN)
def test_signs_that_leave_no_mark_are_no_text(text: str) -> None:
    assert is_unseen(text)


@pytest.mark.parametrize("text", SEEN)
def test_what_can_be_seen_is_text(text: str) -> None:
    assert not is_unseen(text)


@given(value=anything, as_ascii=st.booleans())
def test_of_a_request_only_what_nobody_can_see_becomes_empty(value: object, *, as_ascii: bool) -> None:
    body = json.dumps(value, ensure_ascii=as_ascii).encode("utf-8", "surrogatepass")
    read = emptied(body)
    try:
        body.decode()
    except UnicodeDecodeError:
        assert read == body
    else:
        assert json.loads(read) == as_read(value)


@pytest.mark.parametrize("body", ['"\x01"', '"\n"', r'"\B"', r'"\u200"', '" ', '" \\'])
def test_a_body_that_is_no_json_is_not_made_one(body: str) -> None:
    assert emptied(body.encode()) == body.encode()


@given(st.binary() | st.text(alphabet='"\\ \u200b:,a\x01').map(str.encode))
def test_what_is_no_json_stays_none(body: bytes) -> None:
    try:
        before = json.loads(body)
    except ValueError:
        with pytest.raises(ValueError, match=r".*"):
            json.loads(emptied(body))
    else:
        assert json.loads(emptied(body)) == as_read(before)
