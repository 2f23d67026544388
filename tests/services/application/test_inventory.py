"""The inventory of clusters: the paper, the shipped file, and every way a text can fail to add up."""

import re
from collections import Counter
from pathlib import Path

import pytest

from grants.turkish import turkish_key
from runtime.messages import catalogue
from services.application.domain import inventory
from services.application.domain.inventory import Cluster, Counts, InventoryDoesNotAddUp, Stage
from services.application.domain.provinces import PROVINCES, official_province

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "services" / "application" / "data" / "inventory.csv"
PAPER = ROOT.parent / "shared" / "seeds" / "003_db17b19755c3c12b.txt"

SMALL = """Önsöz
 EK 2 – Küme / Potansiyel Küme Envanteri
Ekler listesi burada biter.
 EK 2 – Küme / Potansiyel Küme Envanteri

No İl Kümenin / Potansiyel Kümenin Adı TR
Kümelenme
Sürecinde
İlerleme

1 TR Deneme Cam Kümesi Olgunluk

2 Afyon  Deneme\N{NO-BREAK SPACE}Mermer   Kümesi Fikir
 No İl Kümenin / Potansiyel Kümenin Adı TR
 3 Rize Deneme Çay

77

Kümelenme
Girişimi Başlangıç
4 Van Deneme Taş Kümesi Gelişme

Hazırlayanlar:

5 kişi ve 6 danışman
"""
SMALL_COUNTS = Counts({Stage.IDEA: 1, Stage.START_UP: 1, Stage.GROWING: 1, Stage.MATURE: 1}, 1)
SMALL_CLUSTERS = (
    Cluster(1, "TR", "TR", "Deneme Cam Kümesi", Stage.MATURE),
    Cluster(2, "Afyonkarahisar", "Afyon", "Deneme Mermer Kümesi", Stage.IDEA),
    Cluster(3, "Rize", "Rize", "Deneme Çay Kümelenme Girişimi", Stage.START_UP),
    Cluster(4, "Van", "Van", "Deneme Taş Kümesi", Stage.GROWING),
)


def shipped() -> tuple[Cluster, ...]:
    return inventory.from_csv(SHIPPED.read_text(encoding="utf-8"))


def refusals(text: str, counts: Counts = SMALL_COUNTS) -> list[tuple[str, str, str]]:
    with pytest.raises(InventoryDoesNotAddUp) as refused:
        inventory.parse(text, counts)
    return [(b.rule.removeprefix("inventory."), b.subject, b.asked) for b in refused.value.breaches]


def test_the_shipped_inventory_has_the_counts_the_report_states() -> None:
    clusters = shipped()
    assert [cluster.no for cluster in clusters] == list(range(1, 357))
    assert Counter(cluster.stage for cluster in clusters) == {
        Stage.IDEA: 321,
        Stage.START_UP: 18,
        Stage.GROWING: 14,
        Stage.MATURE: 3,
    }
    assert [cluster.no for cluster in clusters if cluster.province == "TR"] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("no", "province", "name", "stage"),
    [
        (
            1,
            "TR",
            "Süs Bitkileri Kümesi (Süs Bitkileri ve Mamulleri İhracatçıları Birliği)",
            Stage.START_UP,
        ),
        (7, "TR", "SASAD- Savunma ve Havacılık Sanayii İmalatçılar Derneği", Stage.MATURE),
        (20, "Adıyaman", "Adıyaman Tekstil Hazır Giyim Kümelenme Derneği", Stage.START_UP),
        (42, "Ankara", "ODTÜ Teknokent Yazılım Kümesi", Stage.MATURE),
        (57, "Ankara", "OSTİM Yenilenebilir Enerji ve Çevre Teknolojileri Kümesi", Stage.GROWING),
        (64, "Antalya", "Antalya Yat Üretimi Kümelenmesi", Stage.IDEA),
        (65, "Antalya", "Antalya Yenilenebilir Enerji Sektörü", Stage.IDEA),
        (100, "Burdur", "Burdur Silah Sanayi", Stage.IDEA),
        (152, "Gaziantep", "Un, İrmik, Makarna Sektörü", Stage.IDEA),
        (209, "İstanbul", "GaziosmanpaşaTekstil Sektörü", Stage.IDEA),
        (
            238,
            "İzmir",
            "İzmir Endüstriyel Havalandırma, İklimlendirme ve Soğutma Kümesi",
            Stage.GROWING,
        ),
        (240, "İzmir", "İzmir Organik", Stage.GROWING),
        (307, "Sakarya", "Sakarya Süs Bitkileri Sektörü", Stage.IDEA),
        (356, "Zonguldak", "Demir Çelik", Stage.IDEA),
    ],
)
def test_a_row_of_the_shipped_inventory_reads_as_the_report_prints_it(
    no: int, province: str, name: str, stage: Stage
) -> None:
    assert shipped()[no - 1] == Cluster(no, province, province, name, stage)


def test_afyon_is_kept_as_printed_beside_its_official_name() -> None:
    rows = [c for c in shipped() if c.province != c.province_as_printed]
    assert [(c.no, c.province, c.province_as_printed) for c in rows] == [
        (no, "Afyonkarahisar", "Afyon") for no in (22, 23, 24, 25)
    ]


def test_the_shipped_inventory_is_what_the_paper_says_and_what_the_writer_writes() -> None:
    clusters = shipped()
    paper = inventory.parse(PAPER.read_text(encoding="utf-8")) if PAPER.exists() else clusters
    assert paper == clusters
    assert inventory.to_csv(paper) == SHIPPED.read_text(encoding="utf-8")


def test_there_are_81_provinces_each_known_by_its_own_name_in_any_case() -> None:
    assert len(set(PROVINCES)) == 81
    assert all(official_province(name) == name for name in PROVINCES)
    assert official_province(" ığdır ") == "Iğdır"
    assert official_province("İçel") == "Mersin"
    assert official_province("Atlantis") is None


def test_table_heads_page_numbers_and_wrapped_rows_are_read_through() -> None:
    assert inventory.parse(SMALL, SMALL_COUNTS) == SMALL_CLUSTERS


def test_a_text_without_the_heading_is_read_from_its_first_line() -> None:
    only_rows = SMALL.rpartition("Envanteri\n")[2]
    assert inventory.parse(only_rows, SMALL_COUNTS) == SMALL_CLUSTERS


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2 Afyon", "3 Afyon", [("number_twice", "lines[15]", "3"), ("number_missing", "lines[13]", "2")]),
        ("4 Van Deneme Taş Kümesi Gelişme\n", "", [("number_missing", "lines[15]", "4")]),
        ("4 Van", "5 Van", [("number_out_of_range", "lines[21]", "5"), ("number_missing", "lines[21]", "4")]),
        ("4 Van", "9" * 5000 + " Van", [("number_out_of_range", "lines[21]", "9" * 120)]),
        ("4 Van", "4 Atlantis", [("unknown_province", "lines[21]", "Atlantis")]),
        ("Kümesi Olgunluk", "Kümesi Olgun", [("unknown_stage", "lines[11]", "Olgun")]),
        ("Taş Kümesi Gelişme", "Taş", [("unknown_stage", "lines[21]", "Taş")]),
        ("4 Van Deneme Taş Kümesi Gelişme", "4 Van Gelişme", [("unreadable", "lines[21]", "4 Van Gelişme")]),
        ("Olgunluk\n", "Olgunluk\nyolda\n", [("stray_line", "lines[12]", "yolda")]),
        ("Kümesi Fikir", "Kümesi Olgunluk", [("count", "idea", "0"), ("count", "mature", "2")]),
        ("2 Afyon", "2 TR", [("count", "country_wide", "2")]),
    ],
)
def test_each_defect_is_refused_by_name_and_line(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    found = refusals(SMALL.replace(old, new, 1))
    assert set(expected) <= set(found)
    assert {rule for rule, _, _ in found} <= {rule for rule, _, _ in expected} | {"number_missing"}


def test_everything_wrong_is_said_at_once_and_counts_are_left_until_lines_are_read() -> None:
    broken = SMALL.replace("2 Afyon", "2 Atlantis").replace("Kümesi Gelişme", "Kümesi Gelecek")
    assert refusals(broken) == [
        ("unknown_province", "lines[13]", "Atlantis"),
        ("unknown_stage", "lines[21]", "Gelecek"),
    ]


def test_an_empty_text_is_refused_with_every_number_missing() -> None:
    assert refusals("") == [("number_missing", "lines[1]", str(no)) for no in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("old", "new", "rule", "subject"),
    [
        ("no,province", "nr,province", "columns", "lines[1]"),
        ("2,Afyonkarahisar", "2,Adana", "unknown_province", "lines[3]"),
        (",idea", ",dream", "unknown_stage", "lines[3]"),
        ("Deneme Taş Kümesi", "", "unreadable", "lines[5]"),
        ("Deneme Taş", "Deneme\rTaş", "unreadable", "lines[5]"),
        ("4,Van", "dört,Van", "number_out_of_range", "lines[5]"),
    ],
)
def test_a_spoilt_file_is_refused_by_name_and_line(old: str, new: str, rule: str, subject: str) -> None:
    text = inventory.to_csv(SMALL_CLUSTERS)
    assert inventory.from_csv("\ufeff" + text.replace("\n", "\r\n"), SMALL_COUNTS) == SMALL_CLUSTERS
    with pytest.raises(InventoryDoesNotAddUp) as refused:
        inventory.from_csv(text.replace(old, new), SMALL_COUNTS)
    breach = refused.value.breaches[0]
    assert (breach.rule, breach.subject) == (f"inventory.{rule}", subject)


def test_an_empty_file_is_refused_for_its_columns() -> None:
    with pytest.raises(InventoryDoesNotAddUp):
        inventory.from_csv("")


def test_the_provinces_stand_in_turkish_order() -> None:
    assert sorted(set(PROVINCES), key=turkish_key) == list(PROVINCES)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_a_clerk_reads_each_defect_with_its_line_in_both_languages(language: str) -> None:
    texts = catalogue("grants")
    broken = SMALL.replace("2 Afyon", "3 Atlantis").replace("Kümesi Gelişme", "Kümesi Gelecek\nyolda")
    with pytest.raises(InventoryDoesNotAddUp) as refused:
        inventory.parse(broken, SMALL_COUNTS)
    for breach in refused.value.breaches:
        said = texts.say(language, breach.rule, **breach.as_dict())
        assert breach.subject in said
        assert breach.asked in said
    assert texts.knows(InventoryDoesNotAddUp.rule, language)


def test_every_refusal_the_inventory_can_give_has_a_text_in_both_languages() -> None:
    source = (ROOT / "services" / "application" / "domain" / "inventory.py").read_text(encoding="utf-8")
    rules = {f"inventory.{rule}" for rule in re.findall(r'_wrong\(\s*"(\w+)"', source)} | {"inventory.count"}
    assert len(rules) == 9
    assert all(catalogue("grants").knows(rule, language) for rule in rules for language in ("tr", "en"))
