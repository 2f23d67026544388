"""An application as whoever checks or judges it reads it: its form in order, its plan by rows, its money added up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from services.portal.drafting import QUARTERS_OF_YEAR, SECTIONS, Plan, Row, packages

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a kind of cost adds up to. years: by year from 1, as far as it is spread; unspread: the rest."""

    head: str
    cost: Decimal = ZERO
    grant: Decimal = ZERO
    in_kind: Decimal = ZERO
    unspread: Decimal = ZERO
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filed:
    """What was handed in. names: what the codes of its regime stand for, as far as they are known."""

    form: Mapping[str, str]
    plan: Plan | None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """Each section with its text, in the order of the form; what the form does not know comes last."""
        others = (name for name in self.form if name not in SECTIONS)
        return tuple((name, self.form.get(name, "")) for name in (*SECTIONS, *others))

    @property
    def packages(self) -> list[Row]:
        return packages(self.plan)

    @property
    def indicators(self) -> list[Row]:
        return list((self.plan or {}).get("indicators") or ())

    @property
    def sums(self) -> tuple[Sum, ...]:
        """By kind of cost, in the order of the plan."""
        rows = [row for package in self.packages for row in package.get("items") or ()]
        heads = dict.fromkeys(_head(row) for row in rows)
        return tuple(_sum(head, (row for row in rows if _head(row) == head)) for head in heads)

    @property
    def total(self) -> Sum:
        """Of all of them."""
        return _sum("", (row for package in self.packages for row in package.get("items") or ()))

    def name(self, code: object) -> str:
        """What a code stands for; itself where that is not known."""
        return self.names.get(str(code or ""), str(code or ""))

    @staticmethod
    def is_some(amount: object) -> bool:
        """Whether an amount is more than nothing."""
        return _amount(amount) > ZERO


def _head(row: Row) -> str:
    return str(row.get("cost_head") or "")


def _sum(head: str, rows: Iterable[Row]) -> Sum:
    found = list(rows)
    years: dict[int, Decimal] = {}
    for year, cost in sorted(_spread(found)):
        years[year] = years.get(year, ZERO) + cost
    cost = _added(found, "cost")
    unspread = cost - sum(years.values(), ZERO)
    return Sum(head, cost, _added(found, "grant"), _added(found, "in_kind"), unspread, years)


def _spread(rows: Iterable[Row]) -> Iterator[tuple[int, Decimal]]:
    for row in rows:
        for part in row.get("quarters") or ():
            yield (int(part["quarter"]) - 1) // QUARTERS_OF_YEAR + 1, _amount(part.get("cost"))


def _added(rows: Iterable[Row], name: str) -> Decimal:
    return sum((_amount(row.get(name)) for row in rows), ZERO)


def _amount(said: object) -> Decimal:
    try:
        return Decimal(str(said or 0))
    except InvalidOperation:
        return ZERO
