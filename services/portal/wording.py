"""How values are shown to people: money, moments and days in Turkish or English, always in Istanbul time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from grants.calendar import ISTANBUL, istanbul_day, start_of
from grants.explanation import Explanation, Line
from runtime.explained import Said, SaidStep, said, steps_said
from runtime.kinds import cited
from runtime.messages import Catalogue
from runtime.spoken import LIRA, sign

_INSTANT = timedelta(microseconds=1)
_SOON_DAYS = 7
_LARGE = 999_500
"""From how many bytes on a file is counted in megabytes."""
_LEAST = Decimal(1)


@dataclass(frozen=True, slots=True)
class Left:
    """How long is left until a deadline. is_overdue, is_soon: for the shape of the words, which say it themselves."""

    text: str
    is_overdue: bool
    is_soon: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one page: its language, its texts, and the time it is."""

    language: str
    texts: Catalogue
    now: datetime

    def say(self, key: str, /, **values: object) -> str:
        """The text of a key."""
        return self.texts.say(self.language, key, **values)

    def explained(self, explanation: Explanation) -> Said:
        """How a decision came about, step by step."""
        return said(self.texts, self.language, explanation)

    def steps(self, steps: Iterable[Line]) -> tuple[SaidStep, ...]:
        """How a date came about, step by step."""
        return steps_said(self.texts, self.language, steps)

    def name_of(self, family: str, value: object, **values: object) -> str:
        """The name of one of a family's values, as `stage.draft`; the bare value where it has none."""
        key = f"{family}.{value}"
        return self.say(key, **values) if self.texts.knows(key, self.language) else str(value).replace("_", " ")

    def money(self, amount: Decimal | str | None, currency: str = LIRA) -> str:
        """24826800.00 → 24.826.800,00 TL, or with the code of another currency; a dash for what is not known."""
        if amount is None or amount == "":
            return "–"
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            return str(amount)
        return f"{format_decimal(exact, '#,##0.00', locale=self.language)}\u00a0{sign(currency or LIRA)}"

    def amount(self, amount: str) -> str:
        """As it stands in a field, without its currency: 24826800.00 → 24.826.800,00."""
        return self.money(amount).partition("\u00a0")[0]

    def sign(self, currency: str) -> str:
        """How amounts in a currency are marked: TRY → TL."""
        return sign(currency or LIRA)

    def cited(self, source: str) -> str:
        """Where a rule stands, without our marks: "[S] 001… Kümelenme Desteği 3. Çağrısı" → its title."""
        return cited(self.language, source, self.texts.texts[self.language])

    def number(self, value: Decimal | float | str | None) -> str:
        """Points and counts, without padding: 82.5 → 82,5."""
        if value is None or value == "":
            return "–"
        try:
            return str(format_decimal(Decimal(str(value)), "#,##0.####", locale=self.language))
        except InvalidOperation:
            return str(value)

    def size(self, count: int) -> str:
        """How large a file is: 204800 → 205 kB, 1234567 → 1,2 MB."""
        unit, more = (1_000_000, "MB") if count >= _LARGE else (1_000, "kB")
        pattern = "#,##0.#" if more == "MB" else "#,##0"
        return f"{format_decimal(max(Decimal(count) / unit, _LEAST), pattern, locale=self.language)}\u00a0{more}"

    def signed(self, value: str | None) -> str:
        """A difference with its sign: "+3.25" → +3,25, "-0.50" → −0,5."""
        sign = {"+": "+", "-": "−"}.get((value or "")[:1], "")
        return sign + self.number((value or "").lstrip("+-"))

    def day(self, day: date | None) -> str:
        """11 Ağustos 2017."""
        return "–" if day is None else str(format_date(day, "d MMMM y", locale=self.language))

    def last_day(self, end: date | None) -> str:
        """The last day before an exclusive end."""
        return "–" if end is None else self.day(end - timedelta(days=1))

    def moment(self, moment: datetime | None) -> str:
        """11 Ağustos 2017 17.00, in Istanbul."""
        if moment is None:
            return "–"
        there = moment.astimezone(ISTANBUL)
        clock = "HH.mm" if self.language == "tr" else "HH:mm"
        return str(format_datetime(there, f"d MMMM y {clock}", locale=self.language))

    def deadline(self, moment: datetime | None) -> str:
        """A deadline: a moment, or the end of a day where the moment is the first instant of the next."""
        if moment is None:
            return "–"
        if moment.astimezone(ISTANBUL).time() != time.min:
            return self.moment(moment)
        return self.say("portal.end_of_day", day=self.day(istanbul_day(moment - _INSTANT)))

    def begun(self, moment: datetime) -> str:
        """The day on which something comes, that ends no span of days: a reminder, an opening."""
        return self.day(istanbul_day(moment))

    def left_until_begun(self, moment: datetime) -> Left | None:
        """How many days are left until that day; it is missed when it is over."""
        return self.left(start_of(istanbul_day(moment) + timedelta(days=1)))

    def left(self, due: datetime | None) -> Left | None:
        """How many days are left until a deadline, or by how many it was missed."""
        if due is None:
            return None
        days = (istanbul_day(due - _INSTANT) - istanbul_day(self.now)).days
        if due <= self.now:
            return Left(self._overdue(-days), is_overdue=True, is_soon=False)
        return Left(self._ahead(days), is_overdue=False, is_soon=days <= _SOON_DAYS)

    def _overdue(self, days: int) -> str:
        if days <= 0:
            return self.say("portal.left.overdue_today")
        return self.say("portal.left.overdue_one" if days == 1 else "portal.left.overdue", days=days)

    def _ahead(self, days: int) -> str:
        match days:
            case 0:
                return self.say("portal.left.today")
            case 1:
                return self.say("portal.left.tomorrow")
            case _:
                return self.say("portal.left.days", days=days)
