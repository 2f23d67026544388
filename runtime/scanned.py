"""What bytes that are handed in as a paper really are, by how they begin; whatever they are said to be."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.breach import Breach, RulesBroken

KINDS: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {
        "application/pdf": (b"%PDF-",),
        "image/jpeg": (b"\xff\xd8\xff",),
        "image/png": (b"\x89PNG\r\n\x1a\n",),
    }
)
"""What may be handed in, and how such bytes begin."""


def kind_of(content: bytes) -> str:
    """The media type of the bytes; empty where they are nothing that may be handed in."""
    return next((kind for kind, starts in KINDS.items() if content.startswith(starts)), "")


def must_be(media_type: str, content: bytes) -> None:
    """Raises `RulesBroken` where the bytes are not what they are said to be."""
    if (found := kind_of(content)) != media_type:
        raise RulesBroken(Breach("scan.kind", "content", media_type, found, "Destek"))
