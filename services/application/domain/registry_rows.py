"""Rows of the registry sent one by one, as the text the inventory is read from: one way in, one check."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple


class RegistryRow(NamedTuple):
    """The cells of one row, in the order of the columns."""

    no: int
    province: str
    province_as_printed: str
    name: str
    stage: str


def as_csv(rows: Iterable[RegistryRow]) -> str:
    """The rows under a line of column names, whatever they hold."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(RegistryRow._fields)
    writer.writerows(rows)
    return out.getvalue()
