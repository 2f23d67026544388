"""A document is known by its content: kept once under its hash, read back as it was, wherever the store is."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.documents import Documents, open_documents

CONTENT = "Destek sözleşmesi – Şükrü ığdır".encode()
ADDRESSES: tuple[Callable[[Path], str], ...] = (
    lambda _: "memory:///",
    lambda folder: (folder / "documents").as_uri(),
    lambda folder: (folder / "Destek verisi, şğıöçÜİ" / "belgeler").as_uri(),
    lambda folder: f"file://{folder}/Destek verisi, şğıöçÜİ",
    lambda folder: (folder / "100 % #1?").as_uri(),
)


@pytest.fixture(params=ADDRESSES, ids=["memory", "folder", "turkish", "unquoted", "signs"])
def documents(request: pytest.FixtureRequest, tmp_path: Path) -> Documents:
    return open_documents(request.param(tmp_path))


async def test_a_document_is_named_by_its_hash_and_read_back_as_it_was(documents: Documents) -> None:
    name = await documents.keep(CONTENT)
    assert name == hashlib.sha256(CONTENT).hexdigest()
    assert await documents.read(name) == CONTENT


async def test_keeping_the_same_document_again_changes_nothing(documents: Documents) -> None:
    first = await documents.keep(CONTENT)
    await documents.keep(b"another")
    assert await documents.keep(CONTENT) == first
    assert await documents.read(first) == CONTENT


async def test_a_document_nobody_kept_is_not_found(documents: Documents) -> None:
    with pytest.raises(FileNotFoundError):
        await documents.read("0" * 64)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_folder_is_made_just_where_it_was_asked_for_and_outlives_the_process(tmp_path: Path) -> None:
    folder = tmp_path / "Destek verisi, şğıöçÜİ"
    name = await open_documents(folder.as_uri()).keep(CONTENT)
    assert (folder / name[:2] / name).read_bytes() == CONTENT
    assert await open_documents(folder.as_uri()).read(name) == CONTENT
    assert names_in(tmp_path) == [folder.name]


@given(st.binary(max_size=300))
async def test_any_bytes_come_back(content: bytes) -> None:
    documents = open_documents("memory:///")
    assert await documents.read(await documents.keep(content)) == content
