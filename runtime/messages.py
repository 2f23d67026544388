"""Message catalogues: what people read, in Turkish first and English complete, from .po files.

A catalogue is the union of all `locale/<language>/*.po` below the given packages; the msgid is the key.

A place in a text may name a family of words: `{asked:member_kind}` says the code `firm` by the text of
`member_kind.firm`, and a list "firm, university" word by word; what the family does not hold stands as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

LANGUAGES = ("tr", "en")
_FAMILY = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by language and key."""

    texts: Mapping[str, Mapping[str, str]]

    def knows(self, key: str, language: str = "tr") -> bool:
        return key in self.texts[language]

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in; the key itself where no text is known."""
        words = self.texts.get(language, self.texts["tr"])
        text = words.get(key)
        if text is None:
            return key
        try:
            return text.format_map(_Blank({name: _Value(value, words) for name, value in values.items()}))
        except (ValueError, AttributeError, TypeError):
            return text


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in its place; said by its name where the place gives a family of words."""

    value: object
    words: Mapping[str, str]

    def __format__(self, spec: str) -> str:
        if not _FAMILY.fullmatch(spec):
            return format(self.value, spec)
        return _BETWEEN.join(self.words.get(f"{spec}.{one}", one) for one in str(self.value).split(_BETWEEN))


class _Blank(dict[str, _Value]):
    """Leaves a placeholder empty where no value was given: a text must never fail."""

    def __missing__(self, key: str) -> _Value:
        return _Value("", {})


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
