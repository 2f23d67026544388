"""What the page on keeping says of spans, tables and grounds is what the code does."""

import re

import pytest

from grants.personal import Fate
from runtime import telemetry
from runtime.keeping import plumbing
from runtime.settings import BUS_DAYS, MARGIN_DAYS, KeepingSettings
from services.application.store.personal import PERSONAL as APPLICATION
from services.monitoring.store.personal import PERSONAL as MONITORING
from tests.docs.reading import DOCS

PAGE = (DOCS / "keeping.md").read_text(encoding="utf-8")
SPANS = {name: value for name, value in KeepingSettings() if name.endswith(("_days", "_years"))}


@pytest.mark.parametrize("name", SPANS)
def test_each_span_stands_there_with_its_setting(name: str) -> None:
    (line,) = [line for line in PAGE.splitlines() if f"(`{name.upper()}`)" in line]
    assert re.search(rf"\| {SPANS[name]} (days|years|years after the erasure) \(", line), line


def test_every_ground_is_said() -> None:
    assert [fate for fate in Fate if f"`{fate.value}`" not in PAGE] == []


@pytest.mark.parametrize("table", sorted({*plumbing.tables, "known_rights"}))
def test_every_table_of_the_plumbing_has_its_line(table: str) -> None:
    places = [line.split("|")[2] for line in PAGE.splitlines() if line.startswith("| ")]
    assert [place for place in places if f"`{table}`" in place], table


@pytest.mark.parametrize("table", sorted({*APPLICATION.papers_in(), *MONITORING.papers_in(), "dossier"}))
def test_every_table_that_names_documents_of_a_file_has_its_line_and_they_go_with_the_erasure(table: str) -> None:
    (line,) = [line for line in PAGE.splitlines() if "the document store, named by" in line and f"`{table}`" in line]
    assert line.split("|")[3].strip() == "until the erasure"


def test_the_bus_and_the_margin_are_said() -> None:
    assert f"the bus's {BUS_DAYS} days and {MARGIN_DAYS} days of margin" in PAGE
    assert len(re.findall(rf"\| {BUS_DAYS} days \|", PAGE)) == 2


def test_the_metrics_are_those_there_are() -> None:
    told = {one for metric in (telemetry.PRUNED, telemetry.UNVOUCHED) for one in (metric.describe()[0].name,)}
    assert told == set(re.findall(r"`(destek_[a-z_]+)\{", PAGE))
