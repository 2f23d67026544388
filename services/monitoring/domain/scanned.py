"""What bytes that are handed in as a scan really are, by how they begin. Pure."""

KINDS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
"""What may be handed in, and how such bytes begin."""


def kind_of(content: bytes) -> str:
    """The media type of the bytes; empty where they are nothing that may be handed in."""
    return next((kind for kind, starts in KINDS.items() if content.startswith(starts)), "")
