"""The national inventory of clusters and potential clusters (EK 2 of the cluster strategy report), as data.

The paper prints a row a line (number, province, name, stage); page headings and page numbers stand
between the rows, and a long row may run over several lines. Whatever cannot be read, and every count that
does not match, is refused with the number of its line: a registry of 355 clusters would be a quiet lie.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final

from grants.breach import Breach, Refused
from services.application.domain.provinces import COUNTRY_WIDE, official_province

SOURCE: Final = "EK 2 – Küme / Potansiyel Küme Envanteri"


class Stage(StrEnum):
    """How far a cluster has come (Tablo 2 of the report)."""

    IDEA = "idea"
    START_UP = "start_up"
    GROWING = "growing"
    MATURE = "mature"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One row. `province` is the official name or "TR" for a country-wide cluster."""

    no: int
    province: str
    province_as_printed: str
    name: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Counts:
    """What an inventory must add up to."""

    by_stage: Mapping[Stage, int]
    country_wide: int

    @property
    def total(self) -> int:
        return sum(self.by_stage.values())


PRINTED_COUNTS: Final = Counts(
    MappingProxyType({Stage.IDEA: 321, Stage.START_UP: 18, Stage.GROWING: 14, Stage.MATURE: 3}), 7
)
"""356 rows, as the report itself counts them."""


class InventoryDoesNotAddUp(Refused):
    """The text is not the whole inventory. Subjects are "lines[n]", counted from 1, or a count's name."""

    rule: ClassVar[str] = "inventory.does_not_add_up"


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of one row and the line it begins on."""

    line: int
    words: tuple[str, ...]


_STAGES: Final = {
    "Fikir": Stage.IDEA,
    "Başlangıç": Stage.START_UP,
    "Gelişme": Stage.GROWING,
    "Olgunluk": Stage.MATURE,
}
_HEADING: Final = re.compile(r"\s*EK 2 – Küme / Potansiyel Küme Envanteri\s*")
_END: Final = re.compile(r"\s*Hazırlayanlar:")
_ROW: Final = re.compile(r"\s*\d+\s+\S")
_PAGE_NUMBER: Final = re.compile(r"\s*\d+\s*")
_TABLE_HEAD: Final = ("No", "İl")
_TABLE_HEAD_RUNS_ON: Final = frozenset({"Kümelenme", "Sürecinde", "İlerleme"})
_FEWEST_WORDS: Final = 4
_LONGEST_NUMBER: Final = 4
_MOST_QUOTED: Final = 120
_COLUMNS: Final = ("no", "province", "province_as_printed", "name", "stage")


def parse(text: str, counts: Counts = PRINTED_COUNTS) -> tuple[Cluster, ...]:
    """The clusters of the report's text, by number.

    Reads from the last heading of the annex (the first stands in the list of annexes) to the imprint, or
    the whole text where it has no heading. Raises `InventoryDoesNotAddUp` with everything that is wrong.
    """
    breaches: list[Breach] = []
    rows = _rows(text.split("\n"), breaches)
    return _checked(rows, [_cluster(row, breaches) for row in rows], breaches, counts)


def from_csv(text: str, counts: Counts = PRINTED_COUNTS) -> tuple[Cluster, ...]:
    """The clusters of a file written by `to_csv`; raises `InventoryDoesNotAddUp` as `parse` does."""
    breaches: list[Breach] = []
    rows = _csv_rows(text)
    if not rows or rows[0].words != _COLUMNS:
        found = ",".join(rows[0].words) if rows else ""
        raise InventoryDoesNotAddUp(_wrong("columns", 1, found, ",".join(_COLUMNS)))
    return _checked(rows[1:], [_from_fields(row, breaches) for row in rows[1:]], breaches, counts)


def to_csv(clusters: Sequence[Cluster]) -> str:
    """One line a cluster under a line of column names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((c.no, c.province, c.province_as_printed, c.name, c.stage.value) for c in clusters)
    return out.getvalue()


def _wrong(rule: str, line: int, asked: str, allowed: str = "") -> Breach:
    return Breach(f"inventory.{rule}", f"lines[{line}]", asked[:_MOST_QUOTED], allowed, SOURCE)


def _csv_rows(text: str) -> list[_Row]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        return [_Row(reader.line_num, tuple(fields)) for fields in reader if fields]
    except csv.Error as error:
        raise InventoryDoesNotAddUp(_wrong("unreadable", reader.line_num, str(error))) from error


def _rows(lines: Sequence[str], breaches: list[Breach]) -> list[_Row]:
    rows: list[_Row] = []
    for number, line in _table_lines(lines):
        words = tuple(line.split())
        if _ROW.match(line):
            rows.append(_Row(number, words))
        elif rows and rows[-1].words[-1] not in _STAGES:
            rows[-1] = _Row(rows[-1].line, rows[-1].words + words)
        else:
            breaches.append(_wrong("stray_line", number, " ".join(words)))
    return rows


def _table_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The annex's lines with their numbers, without blank ones, table heads and page numbers."""
    begin = max((index + 1 for index, line in enumerate(lines) if _HEADING.fullmatch(line)), default=0)
    in_head = False
    for number, line in enumerate(lines[begin:], begin + 1):
        if _END.match(line):
            return
        words = tuple(line.split())
        if not words or _PAGE_NUMBER.fullmatch(line):
            continue
        in_head = words[:2] == _TABLE_HEAD or (in_head and " ".join(words) in _TABLE_HEAD_RUNS_ON)
        if not in_head:
            yield number, line


def _cluster(row: _Row, breaches: list[Breach]) -> Cluster | None:
    if len(row.words) < _FEWEST_WORDS:
        breaches.append(_wrong("unreadable", row.line, " ".join(row.words)))
        return None
    no, printed, *name, last = row.words
    stage = _STAGES.get(last)
    if stage is None:
        breaches.append(_wrong("unknown_stage", row.line, last, ", ".join(_STAGES)))
    return _made(row.line, (no, printed, " ".join(name)), stage, breaches)


def _from_fields(row: _Row, breaches: list[Breach]) -> Cluster | None:
    if len(row.words) != len(_COLUMNS) or not row.words[3].strip():
        breaches.append(_wrong("unreadable", row.line, ",".join(row.words)))
        return None
    no, province, printed, name, last = row.words
    stage = next((stage for stage in Stage if stage.value == last), None)
    if stage is None:
        breaches.append(_wrong("unknown_stage", row.line, last, ", ".join(Stage)))
    cluster = _made(row.line, (no, printed, name), stage, breaches)
    if cluster and cluster.province != province:
        breaches.append(_wrong("unknown_province", row.line, province, cluster.province))
    return cluster


def _made(line: int, cells: tuple[str, str, str], stage: Stage | None, breaches: list[Breach]) -> Cluster | None:
    no, printed, name = cells
    province = COUNTRY_WIDE if printed == COUNTRY_WIDE else official_province(printed)
    if province is None:
        breaches.append(_wrong("unknown_province", line, printed))
    if province is None or stage is None:
        return None
    return Cluster(_number(no), province, printed, name, stage)


def _checked(
    rows: Sequence[_Row],
    read: Sequence[Cluster | None],
    breaches: list[Breach],
    counts: Counts,
) -> tuple[Cluster, ...]:
    """The clusters in order of number, once numbers and counts hold too.

    Counts are compared only when every line could be read: otherwise they would repeat the same defect.
    """
    breaches += _number_breaches(rows, counts.total)
    clusters = sorted((cluster for cluster in read if cluster), key=lambda cluster: cluster.no)
    breaches += () if breaches else _count_breaches(clusters, counts)
    if breaches:
        raise InventoryDoesNotAddUp(*breaches)
    return tuple(clusters)


def _number(text: str) -> int:
    """The number written, or 0 for anything that cannot be the number of a row."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def _number_breaches(rows: Sequence[_Row], total: int) -> Iterator[Breach]:
    """Each number from 1 to `total` stands once; a missing one is missed where the next higher stands."""
    first_line: dict[int, int] = {}
    for row in rows:
        no = _number(row.words[0])
        if not 1 <= no <= total:
            yield _wrong("number_out_of_range", row.line, row.words[0], f"1-{total}")
        elif no in first_line:
            yield _wrong("number_twice", row.line, str(no), f"lines[{first_line[no]}]")
        else:
            first_line[no] = row.line
    for missing in sorted(set(range(1, total + 1)) - first_line.keys()):
        after = [line for no, line in first_line.items() if no > missing]
        yield _wrong("number_missing", min(after, default=rows[-1].line if rows else 1), str(missing))


def _count_breaches(clusters: Sequence[Cluster], counts: Counts) -> Iterator[Breach]:
    found = Counter(cluster.stage for cluster in clusters)
    for stage, expected in counts.by_stage.items():
        if found[stage] != expected:
            yield Breach("inventory.count", stage.value, str(found[stage]), str(expected), SOURCE)
    country_wide = sum(cluster.province == COUNTRY_WIDE for cluster in clusters)
    if country_wide != counts.country_wide:
        yield Breach("inventory.count", "country_wide", str(country_wide), str(counts.country_wide), SOURCE)
