"""What bytes that are handed in as a scan really are, by how they begin; and scans that are named as evidence. Pure."""

from collections.abc import Collection, Iterator, Sequence

from grants.breach import Breach

KINDS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
"""What may be handed in, and how such bytes begin."""


def kind_of(content: bytes) -> str:
    """The media type of the bytes; empty where they are nothing that may be handed in."""
    return next((kind for kind, starts in KINDS.items() if content.startswith(starts)), "")


def unknown(documents: Sequence[str], known: Collection[str]) -> Iterator[Breach]:
    """Hashes named as evidence of which no scan was handed in for the grant. known: those that were."""
    for place, document in enumerate(documents):
        if document not in known:
            yield Breach("scan.unknown", f"documents[{place}]", document, "", "Destek")
