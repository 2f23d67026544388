"""What bytes that are handed in as a paper really are, by how they begin; whatever they are said to be."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.breach import Breach, RulesBroken

PDF = "application/pdf"
KINDS: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {
        PDF: (b"%PDF-",),
        "image/jpeg": (b"\xff\xd8\xff",),
        "image/png": (b"\x89PNG\r\n\x1a\n",),
    }
)
"""What may be handed in, and how such bytes begin."""
_ENDS = (b"%%EOF", b"startxref")
_SEARCHED = 16_384
"""Bytes from the end in which a PDF's own end is looked for: some senders put something behind it."""
_PADDING = b"\x00\x1a\t\r\n "


def kind_of(content: bytes) -> str:
    """The media type of the bytes; empty where they are nothing that may be handed in."""
    return next((kind for kind, starts in KINDS.items() if content.startswith(starts)), "")


def must_be(media_type: str, content: bytes) -> None:
    """Raises `RulesBroken` where the bytes are not what they are said to be, or only the beginning of it."""
    if (found := kind_of(content)) != media_type:
        raise RulesBroken(Breach("scan.kind", "content", media_type, found, "Destek"))
    if media_type == PDF and not is_whole_pdf(content):
        raise RulesBroken(Breach("scan.cut_off", "content", "", "", "Destek"))


def is_whole_pdf(content: bytes) -> bool:
    """Whether its end is there: no more is asked, as readers find their way through much else that is amiss."""
    tail = content.rstrip(_PADDING)[-_SEARCHED:]
    return any(end in tail for end in _ENDS)
