"""What a change asked for, by its hashes, and what was listed behind a number: whatever is changed in it is named."""

from datetime import UTC, datetime
from typing import Any

import pytest

from grants.contracts.event import EventData
from grants.contracts.indicator_events import EvidenceEntry, EvidenceListed
from grants.contracts.plan_events import ChangeAsked
from grants.proof.sealed import digest
from grants.proof.tables import grant, reports
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import TABLES
from grants.proof.veil import VEILED
from grants.values import ApplicationId, GrantId

AT = datetime(2027, 6, 1, tzinfo=UTC)
OWN = {"grant_id": GrantId("g"), "application_id": ApplicationId("g")}
PROPOSAL: dict[str, Any] = {
    "wish": {"kind": "minor", "reason": "Torna yerine freze", "moves": [{"amount": "10.00", "to": "Ş1"}]},
    "differences": [{"what": "item", "key": "I1", "before": "100.00", "after": "90.00", "kind": "changed"}],
    "effect": {"grant": "75.00", "days": 0, "keeps": True},
}
ENTRIES = (
    EvidenceEntry(place=1, code="G2", kind="university", name="ODTÜ", name_key="odtu", note="Protokol"),
    EvidenceEntry(place=2, code="G3", kind="firm", name="Ege A.Ş.", name_key="ege", tax_number="1112223334", own=True),
)


def told(event: EventData, **instead: Any) -> Told:
    data = event.model_dump(mode="json") | instead
    return Told(
        "g#1", event.type_name(), "g", AT, "ayse", "coordinator", "", {k: v for k, v in data.items() if v != ...}
    )


def asked(**instead: Any) -> Book:
    facts = {"change_id": "c", "number": 1, "kind": "minor", "decided_by": "officer", "reason": "Daha ucuz"}
    hashes = {f"{name}_hash": digest(value) for name, value in PROPOSAL.items()}
    made = Book(TABLES)
    grant.change_asked(made, told(ChangeAsked(**OWN, **facts, **hashes), **instead))
    return made


def listed(*entries: EvidenceEntry, **instead: Any) -> Told:
    counts = {one.code: 1 for one in entries}
    return told(EvidenceListed(**OWN, number=1, listed=counts, entries=entries), **instead)


def differing(made: Book, table: str, *rows: dict[str, Any]) -> set[tuple[Differs, str]]:
    return {(one.kind, one.field) for one in made.differences({table: rows}) if one.table == table}


@pytest.mark.parametrize("name", list(PROPOSAL))
def test_what_was_asked_for_agrees_and_each_part_that_is_changed_is_named(name: str) -> None:
    row = {"change_id": "c", **PROPOSAL}
    assert differing(asked(), "change_proposal", row) == set()
    changed = [*row[name], "x"] if isinstance(row[name], list) else {**row[name], "x": 1}
    assert differing(asked(), "change_proposal", row | {name: changed}) == {(Differs.VALUE, name)}


def test_of_a_change_asked_for_before_or_erased_since_it_is_only_known_that_there_was_one() -> None:
    other = {"change_id": "c", "wish": {}, "differences": [], "effect": PROPOSAL["effect"]}
    old = {f"{name}_hash": ... for name in PROPOSAL}
    assert differing(asked(**old), "change_proposal", other | {"effect": {}}) == set()
    hidden = {"wish_hash": {VEILED: "x"}, "differences_hash": {VEILED: "y"}}
    assert differing(asked(**hidden), "change_proposal", other) == set()
    assert differing(asked(**hidden), "change_proposal", other | {"effect": {}}) == {(Differs.VALUE, "effect")}
    assert differing(asked(**old), "change_proposal") == {(Differs.MISSING, "")}


def rows() -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") | {"number": 1} for one in ENTRIES]


@pytest.mark.parametrize("name", [name for name in rows()[1] if name not in {"number", "place"}])
def test_what_was_listed_agrees_and_each_field_that_is_changed_is_named(name: str) -> None:
    made = Book(TABLES)
    reports.evidence_listed(made, listed(*ENTRIES))
    first, second = rows()
    assert differing(made, "indicator_evidence", first, second) == set()
    second[name] = f"{second[name]}1" if isinstance(second[name], str) else not second[name]
    assert (Differs.VALUE, name) in differing(made, "indicator_evidence", first, second)


def test_a_later_list_takes_the_place_of_the_one_before() -> None:
    made = Book(TABLES)
    for one in (listed(*ENTRIES), listed(ENTRIES[0])):
        reports.evidence_listed(made, one)
    first, second = rows()
    assert {kind for kind, _ in differing(made, "indicator_evidence", second)} == {Differs.MISSING, Differs.COUNT}
    before = Book(TABLES)
    reports.evidence_listed(before, listed(ENTRIES[0], entries=...))
    assert differing(before, "indicator_evidence", first | {"name": "İTÜ"}) == set()
    assert differing(before, "indicator_evidence") == {(Differs.COUNT, "")}
