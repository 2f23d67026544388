"""Photographs as a phone takes them: what they tell of time and place, and small enough for the room.

A picture that fits is handed on as it is, byte for byte. A larger one is scaled down, and keeps what the device wrote
into it. Nothing but JPEG and PNG is opened at all.
"""

from asyncio import Semaphore, to_thread
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType

from PIL import ExifTags, Image

from grants.calendar import ISTANBUL

MOST_BYTES = 20_000_000
"""Of one picture as the phone sends it."""
MOST_PIXELS = 60_000_000
MOST_PIXELS_OF_PNG = 25_000_000
FITS = 1_300_000
"""What the room takes of one picture."""
_EDGES = ((2560, 85), (2048, 75), (1280, 70), (800, 60))
_TYPES: Mapping[str, str] = MappingProxyType({"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png"})
_MILLIONTH = Decimal("0.000001")
_AT_ONCE = Semaphore(2)
"""Pictures opened at the same time: each takes memory."""


class NoPicture(Exception):  # noqa: N818 - says what is the matter
    """It is none that is taken. why: `portal.photograph.<why>`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Picture:
    """taken_at, latitude, longitude: as the device wrote them into the picture; none where it did not."""

    content: bytes
    media_type: str
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None

    @property
    def written(self) -> str:
        """The bytes in base 64."""
        return b64encode(self.content).decode()


async def picture_of(content: bytes) -> Picture:
    """What was sent, as the room takes it. Raises NoPicture."""
    if len(content) > MOST_BYTES:
        raise NoPicture("too_large")
    async with _AT_ONCE:
        return await to_thread(_opened, content)


def _opened(content: bytes) -> Picture:
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            return _read(image, content)
    except NoPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture("too_large") from error
    except Exception as error:  # whatever a hostile file does to its reader, it is no picture
        raise NoPicture("unreadable") from error


def _read(image: Image.Image, content: bytes) -> Picture:
    width, height = image.size
    kind = _TYPES[image.format or ""]
    if width * height > (MOST_PIXELS_OF_PNG if kind == "image/png" else MOST_PIXELS):
        raise NoPicture("too_large")
    taken_at, latitude, longitude = _told(image)
    if len(content) <= FITS:
        image.load()
        return Picture(content, kind, taken_at, latitude, longitude)
    return Picture(_smaller(image), "image/jpeg", taken_at, latitude, longitude)


def _smaller(image: Image.Image) -> bytes:
    told = image.info.get("exif", b"")
    image.draft("RGB", (_EDGES[0][0], _EDGES[0][0]))
    whole = image.convert("RGB")
    for edge, quality in _EDGES:
        whole.thumbnail((edge, edge))
        written = BytesIO()
        whole.save(written, "JPEG", quality=quality, exif=told)
        if written.tell() <= FITS:
            return written.getvalue()
    raise NoPicture("too_large")


def _told(image: Image.Image) -> tuple[datetime | None, Decimal | None, Decimal | None]:
    """What stands in the picture; a device that writes nonsense has written nothing."""
    try:
        exif = image.getexif()
        return _moment(exif.get_ifd(ExifTags.IFD.Exif)), *_place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # noqa: BLE001 - the picture counts without it
        return None, None, None


def _moment(said: Mapping[int, object]) -> datetime | None:
    text = said.get(ExifTags.Base.DateTimeOriginal)
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.strptime(text.strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone stands apart
    except ValueError:
        return None
    return moment.replace(tzinfo=_zone(said.get(ExifTags.Base.OffsetTimeOriginal)))


def _zone(offset: object) -> tzinfo:
    try:
        sign, hours, minutes = str(offset)[0], int(str(offset)[1:3]), int(str(offset)[4:6])
    except (ValueError, IndexError):
        return ISTANBUL
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if sign == "-" else span)


def _place(said: Mapping[int, object]) -> tuple[Decimal | None, Decimal | None]:
    latitude = _degrees(said.get(ExifTags.GPS.GPSLatitude), said.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(said.get(ExifTags.GPS.GPSLongitude), said.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    return (None, None) if latitude is None or longitude is None else (latitude, longitude)


def _degrees(parts: object, side: object, below: str, most: int) -> Decimal | None:
    """Degrees, minutes and seconds as degrees of WGS 84 to a millionth."""
    if not isinstance(parts, tuple) or len(parts) != 3:  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    whole, minutes, seconds = (Decimal(str(float(part))) for part in parts)
    degrees = (whole + minutes / 60 + seconds / 3600).quantize(_MILLIONTH)
    if not 0 <= degrees <= most:
        return None
    return -degrees if str(side).startswith(below) else degrees
