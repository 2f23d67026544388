"""The pool read from a table: in both languages, whole or not at all, every fault by line and column."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import RulesBroken
from services.evaluation.domain.pool_file import COLUMNS, MOST_FAULTS, MOST_PERSONS, read
from tests.services.evaluation.acts import Case

ENGLISH = ",".join(COLUMNS)
TURKISH = ";".join(COLUMNS.values())
CELLS = (
    "d1",
    "Ayşe Demir",
    "a@b.example",
    "Ostim, Ankara",
    "Örnek A.Ş.",
    "1234567890",
    "28.11|27",
    "döküm|ısıl işlem",
    "tr|en",
    "Makine müh.",
    "2027-01-01..2027-06-30|01.09.2027..31.12.2027",
    "4",
    "1000000001|10000000022",
    "Ortak atölye::Ankara Döküm A.Ş.",
    "S-1",
    "01.01.2027",
    "2027-12-31",
    "1500,00",
    "evet",
)


def faults(text: str) -> list[tuple[str, str]]:
    """Rule and place of everything that is wrong with a table."""
    with pytest.raises(RulesBroken) as refused:
        read(text)
    return [(breach.rule, breach.subject) for breach in refused.value.breaches]


def row(**changes: str) -> str:
    """A line of a comma table with these cells changed."""
    cells = dict(zip(COLUMNS, CELLS, strict=True)) | changes
    return ",".join(f'"{cell}"' for cell in cells.values())


def test_every_column_is_read_under_its_english_or_turkish_name_whatever_the_order_and_the_comma() -> None:
    english = read(f"{ENGLISH}\n{row()}\n")
    turkish = read(f"\ufeff{TURKISH.upper().replace('I', 'İ')}\r\n{';'.join(CELLS)}\r\n")
    names, cells = list(COLUMNS.values())[::-1], CELLS[::-1]
    assert english == turkish == read(f"{';'.join(names)}\n{';'.join(cells)}\n")
    (one,) = english
    assert (one.profile.nace, one.profile.languages, one.profile.load_limit) == (("28.11", "27"), ("tr", "en"), 4)
    assert [(str(span.since), str(span.until)) for span in one.profile.availability] == [
        ("2027-01-01", "2027-06-30"),
        ("2027-09-01", "2027-12-31"),
    ]
    assert one.personal.projects[0].partner == "Ankara Döküm A.Ş."
    assert (one.contracts[0].number, str(one.contracts[0].fee)) == ("S-1", "1500.00")


def test_only_id_and_name_are_needed() -> None:
    (one,) = read("Kişi No;Ad Soyad\nd1;Ayşe\n\n;;\n".replace(";;\n", ""))
    assert (one.profile.person_id, one.personal.name, one.profile.active, one.contracts) == ("d1", "Ayşe", True, ())


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"person_id": ""}, ["person_id"]),
        ({"person_id": "d 1"}, ["person_id"]),
        ({"name": " "}, ["name"]),
        ({"name": "a" * 301}, ["name"]),
        ({"email": "a@b@c"}, ["email"]),
        ({"address": "a" * 501}, ["address"]),
        ({"employer_tax_number": "١٢٣٤٥٦٧٨٩٠"}, ["employer_tax_number"]),
        ({"nace": "28.11|DROP TABLE"}, ["nace"]),
        ({"languages": "Türkçe"}, ["languages"]),
        ({"availability": "2027-06-30..2027-01-01"}, ["availability"]),
        ({"availability": "2027-02-30..2027-03-01"}, ["availability"]),
        ({"availability": "always"}, ["availability"]),
        ({"load_limit": "-1"}, ["load_limit"]),
        ({"load_limit": "1001"}, ["load_limit"]),
        ({"load_limit": "²"}, ["load_limit"]),
        ({"load_limit": "9" * 5000}, ["load_limit"]),
        ({"declared": "123"}, ["declared"]),
        ({"projects": "a project without partner"}, ["projects"]),
        ({"contract_number": ""}, ["contract_number"]),
        ({"contract_fee": "1.500,00"}, ["contract_fee"]),
        ({"contract_fee": "NaN"}, ["contract_fee"]),
        ({"contract_fee": "-1"}, ["contract_fee"]),
        ({"contract_until": "2026-12-31"}, ["contract_until"]),
        ({"active": "perhaps"}, ["active"]),
        ({"nace": "x", "active": "x", "name": ""}, ["nace", "active", "name"]),
    ],
)
def test_a_cell_that_cannot_be_is_named_by_line_and_column(changes: dict[str, str], columns: list[str]) -> None:
    found = faults(f"{ENGLISH}\n{row(person_id='first')}\n{row(**changes)}\n")
    assert sorted(found) == sorted((f"pool.cell.{one}", f"3:{one}") for one in columns)


def test_all_faults_of_all_lines_are_told_at_once() -> None:
    text = f"{ENGLISH}\n{row(nace='x')}\n{row()}\nd3,too few\n{row()}\n{row(person_id='d4', active='x')}\n"
    assert faults(text) == [
        ("pool.cell.nace", "2:nace"),
        ("pool.cells", "4:"),
        ("pool.person_twice", "5:person_id"),
        ("pool.cell.active", "6:active"),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("person_id", [("pool.column_missing", "1:name")]),
        (
            "name;ad soyad;Zodiac",
            [
                ("pool.column_unknown", "1:Zodiac"),
                ("pool.column_twice", "1:name"),
                ("pool.column_missing", "1:person_id"),
            ],
        ),
        ("", [("pool.column_missing", "1:person_id"), ("pool.column_missing", "1:name")]),
        ("person_id,name,", [("pool.column_unknown", "1:3")]),
        ("person_id,name", [("pool.empty", "csv")]),
    ],
)
def test_a_header_is_refused_by_its_columns(header: str, found: list[tuple[str, str]]) -> None:
    assert faults(header) == found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('person_id,name\nd1,"open', "pool.unreadable"),
        ('person_id,name\nd1,"a"b\n', "pool.unreadable"),
        (f"person_id,name\nd1,{'a' * 200_000}\n", "pool.unreadable"),
        ("person_id,name\n" + "".join(f"p{n},A\n" for n in range(MOST_PERSONS + 1)), "pool.too_many"),
    ],
)
def test_a_hostile_table_is_refused_and_never_breaks_the_reader(text: str, rule: str) -> None:
    assert [found for found, _ in faults(text)] == [rule]


def test_a_flood_of_faults_is_cut_and_says_how_many_more_there_are() -> None:
    found = faults("person_id,name\n" + "x y,A\n" * (MOST_FAULTS + 7))
    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == ("pool.more_faults", "csv")


@given(st.text(max_size=300), st.sampled_from(["", "person_id,name\n", f"{TURKISH}\n"]))
def test_any_text_is_read_or_refused(text: str, header: str) -> None:
    with suppress(RulesBroken):
        assert read(header + text)


def test_what_tells_of_the_person_is_not_repeated_in_a_refusal() -> None:
    with pytest.raises(RulesBroken) as refused:
        read(f"{ENGLISH}\n{row(employer_tax_number='555x', email='a@@b', contract_fee='17,7,7', nace='28.x')}\n")
    assert {breach.rule: breach.asked for breach in refused.value.breaches} == {
        "pool.cell.employer_tax_number": "",
        "pool.cell.email": "",
        "pool.cell.contract_fee": "",
        "pool.cell.nace": "28.x",
    }


@pytest.mark.servers
async def test_a_table_is_loaded_whole_or_not_at_all_and_again_changes_nothing(case: Case) -> None:
    text = f"{ENGLISH}\n{row()}\n{row(person_id='d2')}\n"
    for client in (case.officer, case.evaluator("d1"), case.inspector):
        assert (await client.post("/evaluators/import", {"csv": text})).status_code == 403
    broken = await case.administrator.post("/evaluators/import", {"csv": f"{text}d3,broken\n"})
    assert broken.status_code == 422
    assert (await case.officer.get("/evaluators")).json() == []
    first = await case.administrator.post("/evaluators/import", {"csv": text})
    assert first.json() == {"persons": 2, "written": 2}
    again = await case.administrator.post("/evaluators/import", {"csv": text})
    assert again.json() == {"persons": 2, "written": 0}
    changed = await case.administrator.post("/evaluators/import", {"csv": text.replace('"4"', '"5"', 1)})
    assert changed.json() == {"persons": 2, "written": 1}
    assert (await case.room.told_types("d2")) == ["evaluation.evaluator.registered.v1"]
    assert [one["load_limit"] for one in (await case.officer.get("/evaluators")).json()] == [5, 4]


@pytest.mark.servers
async def test_the_largest_table_is_loaded_in_one_go(case: Case) -> None:
    lines = "".join(f"p{number},Kişi {number},S-{number},2027-01-01,2027-12-31,1\n" for number in range(MOST_PERSONS))
    header = "person_id,name,contract_number,contract_since,contract_until,contract_fee\n"
    for written in (MOST_PERSONS, 0):
        answer = await case.administrator.post("/evaluators/import", {"csv": header + lines})
        assert answer.json() == {"persons": MOST_PERSONS, "written": written}, answer.text
