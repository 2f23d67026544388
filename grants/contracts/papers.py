"""Papers, as events tell of them: by their hash, never by what is in them."""

from pydantic import BaseModel, ConfigDict

from grants.personal import Public, Words
from grants.values import Moment, PersonId


class JudgedPaper(BaseModel):
    """A paper with an application, as those who judge it need it: what it is, and not who handed it in, or when."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document: Public
    kind: Public
    title: Words
    media_type: Public
    size: int


class PaperData(JudgedPaper):
    """A paper as it was handed in. document: SHA-256 of its bytes. title: what it is called. kept_at: when it came."""

    kept_by: PersonId
    kept_at: Moment
