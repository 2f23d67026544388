"""Papers over HTTP: as they are handed in, in base 64, and as they are handed out, always as a file to be saved."""

from typing import Annotated, Literal

from fastapi import Path, Response
from pydantic import Base64Bytes, Field

MOST_BYTES = 1_400_000
"""What fits a request once it is written as text; a phone is asked for a smaller picture."""
Content = Annotated[Base64Bytes, Field(min_length=1, max_length=MOST_BYTES)]
MediaType = Literal["application/pdf", "image/jpeg", "image/png"]
"""What the bytes are said to be; `runtime.scanned` looks at them."""
Document = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
"""The hash of a paper's bytes, in an address."""


def saved(document: str, media_type: str, content: bytes) -> Response:
    """The bytes under a name of ours: nothing that was handed in is ever shown as a page of ours."""
    ending = media_type.rpartition("/")[2]
    headers = {
        "Content-Disposition": f'attachment; filename="{document[:16]}.{ending}"',
        "Cache-Control": "private",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
