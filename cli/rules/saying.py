"""What the command says: sentences from the catalogues in one language, and nothing a terminal would obey."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from pydantic import ValidationError

from grants.breach import Breach
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.spoken import words_of
from runtime.messages import Catalogue, catalogue, language_of
from runtime.spoken import money

_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co"})
_LONGEST = 200
MOST_ERRORS = 200


@dataclass(frozen=True, slots=True)
class Voice:
    """One language, and the sentences of it."""

    language: str
    texts: Catalogue

    @classmethod
    def of(cls, language: str) -> "Voice":
        """Turkish unless it is English that is asked for."""
        return cls(language_of(language), catalogue("grants", "runtime", "cli"))

    def of_rules(self, rules: RuleSet) -> "Voice":
        """The same, with what these rules call their codes: also those of a draft."""
        return replace(self, texts=self.texts.with_words(words_of(rules)))

    def say(self, key: str, /, **values: object) -> str:
        return clean(self.texts.say(self.language, key, **values))

    def knows(self, key: str) -> bool:
        return self.texts.knows(key)

    def breach(self, breach: Breach) -> dict[str, str]:
        """A breach as the doors answer it: field, rule, message, asked, allowed, source."""
        values = {**breach.as_dict(), "subject": breach.subject or "-"}
        told = {"field": breach.subject, "rule": breach.rule, "message": self.say(breach.rule, **values)}
        told |= {"asked": breach.asked, "allowed": breach.allowed, "source": breach.source}
        return {name: clean(text) for name, text in told.items()}

    def line(self, line: Line) -> dict[str, str]:
        """A step of an explanation, likewise."""
        return self.breach(Breach(line.rule, line.subject, line.asked, line.allowed, line.source))

    def breaches(self, breaches: Iterable[Breach]) -> list[dict[str, str]]:
        return [self.breach(one) for one in breaches]

    def misshapen(self, error: ValidationError) -> list[dict[str, str]]:
        """Every field of an input that is missing or wrong, in the words the doors use."""
        entries = error.errors(include_url=False)[:MOST_ERRORS]
        return [self._misshapen(str(one["type"]), one["loc"], one.get("ctx") or {}, one["input"]) for one in entries]

    def _misshapen(
        self, kind: str, place: tuple[int | str, ...], context: Mapping[str, Any], given: object
    ) -> dict[str, str]:
        values = {name: str(value)[:_LONGEST] for name, value in context.items()}
        key = f"invalid.{kind}"
        message = self.say(key if self.knows(key) else "invalid.other", kind=kind, **values)
        asked = "" if isinstance(given, dict | list) else str(given)[:100]
        allowed = "; ".join(f"{name}: {value}" for name, value in values.items())
        told = {"field": shown(place), "rule": key, "message": message, "asked": asked, "allowed": allowed}
        return {name: clean(text) for name, text in {**told, "source": ""}.items()}

    def amount(self, value: Decimal, currency: str = "TRY") -> str:
        """An amount as people of this language write it, in the programme's currency."""
        if currency == "TRY":
            return money(self.language, value)
        return money(self.language, value).replace("TRY", currency).replace("TL", currency)

    def day(self, value: date | None) -> str:
        return "" if value is None else str(format_date(value, "dd.MM.y" if self.language == "tr" else "y-MM-dd"))


def shown(place: Iterable[int | str]) -> str:
    """("packages", 0, "key") → "packages[0].key"."""
    path = ""
    for part in place:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path[:_LONGEST]


def clean(text: str) -> str:
    """Text that only shows: what would move a cursor, turn the reading or cannot be written stands as "�"."""
    return "".join(sign if sign in "\n\t" or unicodedata.category(sign) not in _CONTROL else "�" for sign in text)


def as_json(told: object) -> str:
    """One JSON value, letters as they are; half a sign stands as its escape."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode()
