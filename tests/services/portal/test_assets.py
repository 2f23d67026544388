"""The style sheet: only the pinned package, and nothing in it that is not free to use."""

import base64
import hashlib
import io
import tarfile

import pytest

from services.portal.assets import AssetsUnavailable, Pin, pin, style_of, without_brand

STYLE = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}.b{background:url(/assets/images/govuk-crest.svg)}"
)


def package(name: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(STYLE)
        archive.addfile(entry, io.BytesIO(STYLE.encode()))
    return file.getvalue()


def pinned(content: bytes) -> Pin:
    return Pin("1.0.0", f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}")


def test_the_package_is_pinned_by_version_and_hash():
    assert pin().version.count(".") == 2
    assert pin().integrity.startswith("sha512-")


def test_the_style_sheet_names_no_font_and_no_crest_of_others():
    style = without_brand(STYLE)
    assert "GDS" not in style
    assert "/assets/" not in style
    assert "system-ui" in style


def test_the_pinned_package_gives_its_style_sheet():
    content = package("package/dist/govuk/govuk-frontend.min.css")
    assert "system-ui" in style_of(content, pinned(content))


def test_a_package_of_another_hash_is_refused_before_it_is_unpacked():
    content = package("package/dist/govuk/govuk-frontend.min.css")
    with pytest.raises(AssetsUnavailable, match="not the package that was pinned"):
        style_of(content, pinned(content + b" "))


def test_a_package_without_the_style_sheet_is_refused():
    content = package("package/else.css")
    with pytest.raises(AssetsUnavailable, match="not in the package"):
        style_of(content, pinned(content))
