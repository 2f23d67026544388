"""Message catalogues: what people read, in Turkish first and English complete, from .po files.

A catalogue is the union of all `locale/<language>/*.po` below the given packages; the msgid is the key.

A place in a text may name a family of words: `{asked:member_kind}` says the code `firm` by the text of
`member_kind.firm`, and a list "firm, university" word by word; what the family does not hold stands as it is. Of a
path it is the end that is named: "plan.items[renovation]" and "scores.capacity" by `renovation` and `capacity`.
Or it names a kind of value (`runtime.kinds`): `{asked:when}`, `{asked:money}`, `{asked:number}`, `{source:cited}`.

A package may have words that stand in its data. Its module `spoken` then has a function `words`, by language, and one
`words_about`, of something its data knows by a name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from io import BytesIO

from babel.messages.pofile import read_po

from runtime.kinds import KINDS

LANGUAGES = ("tr", "en")
_FAMILY = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_BETWEEN = ", "
_INNER = re.compile(r"\[([^\[\]]+)\]$")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by language and key. packages: those they are of."""

    texts: Mapping[str, Mapping[str, str]]
    packages: tuple[str, ...] = ()

    def with_words(self, words: Mapping[str, Mapping[str, str]]) -> "Catalogue":
        """The same with these words, by language, in place of those of the same keys."""
        merged = {language: {**texts, **words.get(language, {})} for language, texts in self.texts.items()}
        return Catalogue(merged, self.packages)

    def about(self, subject: str) -> "Catalogue":
        """The same with the words the packages have for this subject, by its name."""
        found = self
        for package in self.packages:
            if words := _words_about(package, subject):
                found = found.with_words(words)
        return found

    def knows(self, key: str, language: str = "tr") -> bool:
        return key in self.texts[language]

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in; the key itself where no text is known."""
        words = self.texts.get(language, self.texts["tr"])
        text = words.get(key)
        if text is None:
            return key
        try:
            return text.format_map(_Blank({name: _Value(value, words, language) for name, value in values.items()}))
        except (ValueError, AttributeError, TypeError):
            return text


@dataclass(frozen=True, slots=True)
class _Value:
    """A value in its place: said by its kind or, of a family of words, by its name, where the place gives either."""

    value: object
    words: Mapping[str, str]
    language: str

    def __format__(self, spec: str) -> str:
        if kind := KINDS.get(spec):
            return kind(self.language, str(self.value), self.words)
        if not _FAMILY.fullmatch(spec):
            return format(self.value, spec)
        return _BETWEEN.join(self._named(spec, one) for one in str(self.value).split(_BETWEEN))

    def _named(self, family: str, code: str) -> str:
        inner, end = _INNER.search(code), code.partition(".")[2]
        for one in (code, inner[1] if inner else "", end):
            if found := self.words.get(f"{family}.{one}"):
                return found
        return code


class _Blank(dict[str, _Value]):
    """Leaves a placeholder empty where no value was given: a text must never fail."""

    def __missing__(self, key: str) -> _Value:
        return _Value("", {}, "")


@cache
def catalogue(*packages: str) -> Catalogue:
    """Read the catalogues of these packages ("grants", "services.portal"); cached for the process."""
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for package in packages:
        for language in LANGUAGES:
            texts[language] |= _texts(package, language)
        for language, words in _words(package).items():
            texts[language] |= words
    return Catalogue(texts, packages)


@cache
def _texts(package: str, language: str) -> Mapping[str, str]:
    """What stands in the files of a package, read once: every room of a process has a catalogue of its own."""
    folder = files(package) / "locale" / language
    if not folder.is_dir():
        return {}
    read = [_read(file.read_bytes()) for file in sorted(folder.iterdir(), key=_name) if file.name.endswith(".po")]
    return {key: text for one in read for key, text in one.items()}


def _name(file: Traversable) -> str:
    return file.name


Words = Mapping[str, Mapping[str, str]]


def _words(package: str) -> Words:
    """What a package says of its data by its module `spoken`, if it has one with words."""
    words: Callable[[], Words] | None = getattr(_spoken(package), "words", None)
    return words() if words else {}


@lru_cache(maxsize=64)
def _words_about(package: str, subject: str) -> Words:
    words: Callable[[str], Words] | None = getattr(_spoken(package), "words_about", None)
    return words(subject) if words else {}


def _spoken(package: str) -> object:
    name = f"{package}.spoken"
    return import_module(name) if find_spec(name) else None


def _read(content: bytes) -> dict[str, str]:
    return {
        str(message.id): str(message.string) for message in read_po(BytesIO(content)) if message.id and message.string
    }


def language_of(header: str | None) -> str:
    """The language to answer in, from an Accept-Language header; Turkish unless English is asked for first."""
    first = (header or "").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "tr"
