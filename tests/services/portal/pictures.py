"""Photographs as phones take them."""

from io import BytesIO

from PIL import ExifTags, Image

WHEN = "2018:11:01 12:30:00"


def photograph(
    size: tuple[int, int] = (64, 48), *, told: bool = True, kind: str = "JPEG", noise: bool = False, offset: str = ""
) -> bytes:
    """A picture; told: with time and place in it; noise: one that does not grow small."""
    image = Image.effect_noise(size, 80).convert("RGB") if noise else Image.new("RGB", size, "navy")
    exif = Image.Exif()
    if told:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = WHEN
        if offset:
            exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (39.0, 58.0, 5.9232)
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (32.0, 44.0, 35.556)
    written = BytesIO()
    image.save(written, kind, exif=exif, **({"quality": 98} if kind == "JPEG" else {}))
    return written.getvalue()
