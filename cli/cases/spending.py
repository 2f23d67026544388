"""What was spent of a plan, period by period."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cli.cases.shapes import Json
from grants.values import portion

QUARTERS_A_PERIOD: Final = 2
_WHOLE: Final = "100"
_ALL: Final = Decimal(100)


def items(work: Json) -> list[Json]:
    """The support items of a plan, in order."""
    return [item for package in work["packages"] for item in package["items"]]


def spending(work: Json, realised: Mapping[str, str], period: int) -> list[Json]:
    """What is reported as spent of each item in a half year. realised: per cent of its cost in the end, 100 if none.

    An item's spending is spread evenly over the quarters of its activity in the item's own package, hundredth by
    hundredth; the last quarter takes what rounding leaves, so the periods add up to exactly what was realised.
    """
    last, lines = period * QUARTERS_A_PERIOD, []
    for package in work["packages"]:
        quarters = {one["code"]: (one["first_quarter"], one["last_quarter"]) for one in package["activities"]}
        for item in package["items"]:
            whole = portion(Decimal(item["cost"]), Decimal(realised.get(item["key"], _WHOLE)))
            before, after = (
                _spent(whole, quarters[item["activity"]], quarter) for quarter in (last - QUARTERS_A_PERIOD, last)
            )
            if after > before:
                lines.append({"item": item["key"], "realised": format(after - before, ".2f")})
    return lines


def _spent(whole: Decimal, quarters: tuple[int, int], quarter: int) -> Decimal:
    """What is spent of `whole` by the end of `quarter`."""
    first, last = quarters
    done = min(max(quarter - first + 1, 0), last - first + 1)
    return portion(whole * done / (last - first + 1), _ALL)
