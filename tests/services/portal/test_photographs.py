"""What a phone sends as a photograph: read for its place and time, made to fit, or refused with a reason."""

import struct
import zlib
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from runtime.http.papers import MOST_BYTES as MOST_OF_THE_ROOM
from services.portal.photographs import FITS, NoPicture, picture_of
from tests.services.portal.pictures import photograph


@pytest.mark.parametrize(
    ("offset", "at"),
    [("", datetime(2018, 11, 1, 9, 30, tzinfo=UTC)), ("-02:30", datetime(2018, 11, 1, 15, 0, tzinfo=UTC))],
)
async def test_place_and_time_are_those_the_device_wrote(offset, at):
    picture = await picture_of(photograph(offset=offset))
    assert (picture.taken_at, picture.latitude, picture.longitude) == (at, Decimal("39.968312"), Decimal("32.743210"))
    assert picture.media_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_picture_that_fits_is_handed_on_byte_for_byte_and_tells_nothing_it_does_not_know(kind):
    content = photograph(told=False, kind=kind)
    picture = await picture_of(content)
    assert picture.content == content
    assert (picture.taken_at, picture.latitude, picture.longitude) == (None, None, None)


async def test_a_large_picture_is_made_to_fit_the_room_and_still_tells_its_place_and_time():
    content = photograph((2400, 1800), noise=True)
    assert len(content) > FITS
    picture = await picture_of(content)
    assert len(picture.content) <= FITS <= MOST_OF_THE_ROOM
    smaller = await picture_of(picture.content)
    assert (smaller.taken_at, smaller.latitude) == (picture.taken_at, Decimal("39.968312"))


def _bomb() -> bytes:
    """A PNG of a few bytes that says to be 30,000 by 30,000."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _gif() -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 4)).save(written, "GIF")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "unreadable"),
        (b"<html>", "unreadable"),
        (_gif(), "unreadable"),
        (photograph()[:200], "unreadable"),
        (_bomb(), "too_large"),
        (b"\xff\xd8\xff" + b"\0" * 20_000_000, "too_large"),
    ],
    ids=["nothing", "page", "gif", "torn", "bomb", "huge"],
)
async def test_what_is_no_photograph_is_refused_with_its_reason(content, why):
    with pytest.raises(NoPicture) as refused:
        await picture_of(content)
    assert refused.value.why == why


_TRUE = photograph()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_TRUE) - 1), st.integers(0, 255)), min_size=1, max_size=20))
async def test_however_it_is_spoilt_a_picture_is_read_or_refused(changes):
    spoilt = bytearray(_TRUE)
    for place, byte in changes:
        spoilt[place] = byte
    try:
        picture = await picture_of(bytes(spoilt))
    except NoPicture:
        return
    assert picture.media_type in {"image/jpeg", "image/png"}
