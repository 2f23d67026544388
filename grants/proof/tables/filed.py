"""What was filed with a report, as the records make it: its lines with their papers, sums by item, indicator values.

Of a report that was told without its lines, as rooms did before they told them, nothing of this is known.
"""

from collections import defaultdict
from decimal import Decimal

from grants.proof.tables.book import Book, Key, Told, Total

LINES, SPENDING, COUNTED, VALUES = "spending_line", "spending", "counted_paper", "indicator_value"
_UNANSWERED = {"remark": "", "disallowed": "0.00", "reason": ""}
_NO_ROW: Key = ()


def submitted(book: Book, told: Told) -> None:
    """All of it takes the place of what was filed before."""
    place, data = told.data["number"], told.data
    for table in (LINES, SPENDING, VALUES):
        book.drop(table, *_of(book, table, place) or (_NO_ROW,))
        book.forget_total(_count(table, place))
    if data.get("lines") is not None:
        _lines(book, told, place)
    if data.get("indicators") is not None:
        for code, value in data["indicators"].items():
            book.put(VALUES, (place, code), told, value=value)
        book.total(_count(VALUES, place), len(data["indicators"]), told)


def _lines(book: Book, told: Told, place: int) -> None:
    for one in told.data["lines"]:
        facts = {name: value for name, value in one.items() if name != "line"}
        book.put(LINES, (place, one["line"]), told, **facts | {"paper_kind": one["paper_kind"] or None}, **_UNANSWERED)
    book.total(_count(LINES, place), len(told.data["lines"]), told)
    summed(book, told)


def summed(book: Book, told: Told) -> None:
    """What the lines of a report come to by item, without what was disallowed of them."""
    place = told.data["number"]
    keys = _of(book, LINES, place)
    if not keys or any(book.value(LINES, key, "counted") is None for key in keys):
        return
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for key in keys:
        amounts = sums[book.value(LINES, key, "item")]
        amounts[0] += _accepted(book, key)
        amounts[1] += _accepted(book, key) if book.value(LINES, key, "in_kind") else 0
    for item, (realised, in_kind) in sums.items():
        book.put(SPENDING, (place, item), told, realised=f"{realised:.2f}", in_kind=f"{in_kind:.2f}")
    book.total(_count(SPENDING, place), len(sums), told)


def counted(book: Book, told: Told) -> None:
    """The papers that count from now on, each whole and nowhere else. Of one that is split, the first part may count in
    another grant; of one that was erased, nothing is known.
    """
    place = told.data["number"]
    keys = _of(book, LINES, place)
    if not keys or any(book.value(LINES, key, "issuer_tax_number") is None for key in keys):
        book.doubtful.add(COUNTED)
        return
    whole = [key for key in keys if _counts_whole(book, key)]
    for key in whole:
        known = {name: book.value(LINES, key, name) for name in ("paper_key", "issuer_tax_number")}
        parts = Decimal(book.value(LINES, key, "net")) + Decimal(book.value(LINES, key, "vat"))
        book.put(COUNTED, key, told, **known, total=None, parts=f"{parts:.2f}")
    book.total(Total(COUNTED, "", (("report", place), ("total", None))), len(whole), told)


def _counts_whole(book: Book, key: Key) -> bool:
    is_whole = book.value(LINES, key, "paper_kind") is not None and book.value(LINES, key, "paper_total") is None
    return is_whole and _accepted(book, key) > 0


def _accepted(book: Book, key: Key) -> Decimal:
    return Decimal(book.value(LINES, key, "counted")) - Decimal(book.value(LINES, key, "disallowed"))


def _of(book: Book, table: str, place: int) -> list[Key]:
    """The rows of a report."""
    return [key for key in book.keys(table) if key[0] == place]


def _count(table: str, place: int) -> Total:
    return Total(table, "", (("report" if table == LINES else "number", place),))
