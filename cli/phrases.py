"""What a command says of what it found: English by itself, and in any language of the catalogue when asked."""

from typing import Any, Self

from grants.proof.finding import Told
from runtime.messages import catalogue

ENGLISH = "en"


class Phrase(str):  # noqa: SLOT000 - it carries what it is made of
    """A text of the catalogue with its values, which may be phrases themselves. As text it is the English one.

    key: names it for programs, whatever the language.
    """

    key: str
    values: dict[str, object]

    @classmethod
    def of(cls, key: str, /, **values: object) -> Self:
        made = cls(_texts(ENGLISH, key, values))
        made.key, made.values = key, values
        return made

    def said(self, language: str) -> str:
        return _texts(language, self.key, self.values)

    def as_json(self) -> dict[str, object]:
        return {"key": self.key, "values": {name: to_json(value) for name, value in self.values.items()}}


def to_json(value: object) -> object:
    """A text or a number as it is written down, so that it can be said in any language later."""
    return value.as_json() if isinstance(value, Phrase) else value


def from_json(written: object) -> Any:
    """The same back."""
    if not isinstance(written, dict):
        return written
    values = {str(name): from_json(value) for name, value in written["values"].items()}
    return Phrase.of(str(written["key"]), **values)


def said(text: str, language: str) -> str:
    """A text in this language, as far as it is a phrase, or was told with its name in the catalogue."""
    if isinstance(text, Told):
        return _texts(language, text.key, text.values)
    return text.said(language) if isinstance(text, Phrase) else str(text)


def _texts(language: str, key: str, values: dict[str, object]) -> str:
    spoken = {name: said(value, language) if isinstance(value, str) else value for name, value in values.items()}
    return catalogue("cli").say(language, key, **spoken)
