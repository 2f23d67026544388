"""What the archive keeps of a build is what was recorded, or nothing of it is laid out."""

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest

from grants.proof.builds import Kept, Wrong, pack, tree_of, unpack

FILES = {"workflows/worker.py": b"WORKFLOWS = ()\n", "grants/__init__.py": b"", "grants/regimes/x.yaml": b"a: 1\n"}


def kept(files: dict[str, bytes], document: bytes) -> Kept:
    size = sum(map(len, files.values()))
    return Kept("build-7", tree_of(files), hashlib.sha256(document).hexdigest(), len(files), size)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return packed.getvalue()


def test_sources_come_out_as_they_went_in_and_are_packed_the_same_each_time() -> None:
    document = pack(FILES)
    assert unpack(kept(FILES, document), document) == FILES
    assert pack(dict(reversed(FILES.items()))) == document


def test_the_tree_is_another_for_another_byte_name_or_file() -> None:
    others = (
        {**FILES, "grants/__init__.py": b"\n"},
        {**FILES, "grants/y.py": b""},
        {name.replace("x.yaml", "z.yaml"): content for name, content in FILES.items()},
    )
    assert len({tree_of(one) for one in (FILES, *others)}) == 4


def test_one_changed_byte_of_what_is_kept_is_found_before_it_is_opened() -> None:
    document = bytearray(pack(FILES))
    document[len(document) // 2] ^= 1
    assert unpack(kept(FILES, pack(FILES)), bytes(document)) is Wrong.DOCUMENT_CHANGED


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (b"no zip at all", Wrong.UNREADABLE),
        (zipped(*FILES.items())[:-30], Wrong.UNREADABLE),
        (zipped(("workflows/worker.py", b"import os\n")), Wrong.CONTENT_CHANGED),
        (zipped(*FILES.items(), ("sitecustomize.py", b"import os\n")), Wrong.CONTENT_CHANGED),
        (zipped(*FILES.items(), ("../sitecustomize.py", b"x")), Wrong.CONTENT_CHANGED),
        (zipped(*FILES.items(), ("/etc/x", b"x")), Wrong.CONTENT_CHANGED),
        (zipped(*FILES.items(), ("grants/.x", b"x")), Wrong.CONTENT_CHANGED),
        (zipped(*FILES.items(), ("big", b"0" * 10_000_000)), Wrong.CONTENT_CHANGED),
    ],
)
def test_a_document_that_is_recorded_and_holds_something_else_is_not_laid_out(document: bytes, wrong: Wrong) -> None:
    told = replace(kept(FILES, document), document=hashlib.sha256(document).hexdigest())
    assert unpack(told, document) is wrong


def test_names_that_lead_out_of_the_folder_are_refused_even_where_they_were_recorded() -> None:
    for name in ("../x.py", "/x.py", "a//x.py", "a/../x.py", "a\\x.py", ".x", ""):
        files = {name: b"x"} if name else {"a": b"x", "b/": b""}
        document = zipped(*files.items())
        assert unpack(kept(files, document), document) is Wrong.CONTENT_CHANGED, name
