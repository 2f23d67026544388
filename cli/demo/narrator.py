"""Tells the story while it happens: one line an act, with its day, who, what, by which rule, and the money."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from grants.calendar import istanbul_day
from runtime.messages import Catalogue, catalogue

Print = Callable[[str], None]
Heard = Callable[[str], Awaitable[None]]


async def _nobody(_: str) -> None: ...


@dataclass
class Narrator:
    """language: "tr" or "en". heard: awaited after each line, with its key. stages: when each was reached, in order."""

    language: str
    show: Print
    heard: Heard = _nobody
    stages: dict[str, str] = field(default_factory=dict)

    @property
    def _texts(self) -> Catalogue:
        return catalogue("grants", "runtime", "cli")

    async def say(self, now: datetime, key: str, who: str = "system", **facts: object) -> None:
        """Tell one act. Decimals among the facts are money."""
        shown = {name: self._shown(value) for name, value in facts.items()}
        day = format_date(istanbul_day(now), format="dd.MM.yyyy", locale=self.language)
        role = self._texts.say(self.language, f"role.{who}")
        text = self._texts.say(self.language, f"demo.{key}", **shown)
        self.show(f"{day}  {role:<28} {text}")
        await self.heard(key)

    def reached(self, stage: str, now: datetime) -> None:
        self.stages.setdefault(stage, now.isoformat())

    def _shown(self, value: object) -> object:
        if isinstance(value, Decimal):
            return format_currency(value, "TRY", format="#,##0.00 ¤¤", locale=self.language).replace("TRY", "TL")
        if isinstance(value, datetime):
            return format_date(istanbul_day(value), format="dd.MM.yyyy", locale=self.language)
        return value
