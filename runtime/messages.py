"""Message catalogues: what people read, in Turkish first and English complete, from .po files.

A catalogue is the union of all `locale/<language>/*.po` below the given packages; the msgid is the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

LANGUAGES = ("tr", "en")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by language and key."""

    texts: Mapping[str, Mapping[str, str]]

    def knows(self, key: str, language: str = "tr") -> bool:
        return key in self.texts[language]

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in; the key itself where no text is known."""
        text = self.texts.get(language, self.texts["tr"]).get(key)
        if text is None:
            return key
        try:
            return text.format_map(_Blank(values))
        except (ValueError, AttributeError, TypeError):
            return text


class _Blank(dict[str, object]):
    """Leaves a placeholder empty where no value was given: a text must never fail."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def catalogue(*packages: str) -> Catalogue:
    """Read the catalogues of these packages ("grants", "services.portal"); cached for the process."""
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for package in packages:
        for language in LANGUAGES:
            folder = files(package) / "locale" / language
            if not folder.is_dir():
                continue
            for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".po"):
                    texts[language] |= _read(file.read_bytes())
    return Catalogue(texts)


def _read(content: bytes) -> dict[str, str]:
    return {
        str(message.id): str(message.string) for message in read_po(BytesIO(content)) if message.id and message.string
    }


def language_of(header: str | None) -> str:
    """The language to answer in, from an Accept-Language header; Turkish unless English is asked for first."""
    first = (header or "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "tr"
