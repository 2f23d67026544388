"""The report on evaluators as a table for a spreadsheet. Pure."""

import csv
from collections.abc import Iterator, Sequence
from enum import StrEnum
from io import StringIO

from services.evaluation.domain.hands import FileLine, HandLine, HandsReport


class Table(StrEnum):
    """Which of the two tables: a row an evaluator, or a row an application."""

    EVALUATORS = "evaluators"
    APPLICATIONS = "applications"


def written(report: HandsReport, table: Table) -> str:
    """Comma-separated, with a heading; no cell of text is read as a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerows(_evaluators(report) if table is Table.EVALUATORS else _applications(report))
    return text.getvalue()


def _evaluators(report: HandsReport) -> Iterator[Sequence[object]]:
    names = list(HandLine.model_fields)
    yield names
    for one in report.evaluators:
        values = one.model_dump() | {"name": _harmless(one.name), "evaluator_id": _harmless(one.evaluator_id)}
        yield [values[name] for name in names]


def _applications(report: HandsReport) -> Iterator[Sequence[object]]:
    names = [name for name in FileLine.model_fields if name != "outliers"]
    yield [*names, "outliers"]
    for one in report.applications:
        values = one.model_dump() | {"consortium_name": _harmless(one.consortium_name)}
        apart = "; ".join(f"{_harmless(each.evaluator_id)} {each.distance}" for each in one.outliers)
        yield [*(values[name] for name in names), apart]


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
