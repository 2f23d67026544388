"""Values in words, at the boundaries of a day in Istanbul."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from grants.calendar import ISTANBUL
from runtime.messages import catalogue
from services import portal
from services.portal.wording import Wording

TEXTS = catalogue("grants", "runtime", "services.portal")
MIDNIGHT = datetime(2018, 11, 5, 21, 0, tzinfo=UTC)  # the first instant of 6 November in Istanbul
SECOND = timedelta(seconds=1)


def wording(now: datetime, language: str = "tr") -> Wording:
    return Wording(language, TEXTS, now)


@pytest.mark.parametrize(
    ("now", "words", "is_overdue", "is_soon"),
    [
        (MIDNIGHT - timedelta(days=8) - SECOND, "8 gün kaldı", False, False),
        (MIDNIGHT - timedelta(days=8), "7 gün kaldı", False, True),
        (MIDNIGHT - timedelta(days=1) - SECOND, "yarın doluyor", False, True),
        (MIDNIGHT - timedelta(days=1), "bugün doluyor", False, True),
        (MIDNIGHT - SECOND, "bugün doluyor", False, True),
        (MIDNIGHT, "1 gün gecikti", True, False),
        (MIDNIGHT + timedelta(days=2), "3 gün gecikti", True, False),
    ],
)
def test_the_days_left_until_the_end_of_a_day(now, words, is_overdue, is_soon):
    left = wording(now).left(MIDNIGHT)
    assert (left.text, left.is_overdue, left.is_soon) == (words, is_overdue, is_soon)


def test_what_comes_with_a_day_is_of_that_day_and_missed_when_it_is_over():
    day = MIDNIGHT.astimezone(ISTANBUL).date()
    seen = [wording(MIDNIGHT + timedelta(days=days)).left_until_begun(MIDNIGHT) for days in (-1, 0, 1)]
    assert [(one.text, one.is_overdue) for one in seen if one] == [
        ("yarın doluyor", False),
        ("bugün doluyor", False),
        ("1 gün gecikti", True),
    ]
    assert wording(MIDNIGHT).begun(MIDNIGHT) == wording(MIDNIGHT).day(day)


def test_a_deadline_within_a_day_is_overdue_from_its_instant_on():
    noon = datetime(2018, 11, 5, 9, 0, tzinfo=UTC)
    assert wording(noon - SECOND).left(noon).text == "bugün doluyor"
    assert wording(noon).left(noon).text == "süresi bugün doldu"


@pytest.mark.parametrize(
    ("amount", "tr", "en"),
    [
        ("24826800.00", "24.826.800,00 TL", "24,826,800.00 TL"),
        ("0.05", "0,05 TL", "0.05 TL"),
        (None, "–", "–"),
        ("9999999999999999.99", "9.999.999.999.999.999,99 TL", "9,999,999,999,999,999.99 TL"),
    ],
)
def test_money_is_written_as_people_write_it_and_never_rounded(amount, tr, en):
    assert wording(MIDNIGHT).money(amount).replace("\xa0", " ") == tr
    assert wording(MIDNIGHT, "en").money(amount).replace("\xa0", " ") == en


@pytest.mark.parametrize(
    ("currency", "said"), [("USD", "400.000,00 USD"), ("TRY", "400.000,00 TL"), ("", "400.000,00 TL")]
)
def test_money_is_shown_in_the_currency_of_its_programme(currency, said):
    assert wording(MIDNIGHT).money("400000.00", currency).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("size", "tr", "en"),
    [
        (0, "1 kB", "1 kB"),
        (204_800, "205 kB", "205 kB"),
        (999_499, "999 kB", "999 kB"),
        (999_500, "1 MB", "1 MB"),
        (1_260_000, "1,3 MB", "1.3 MB"),
    ],
)
def test_how_large_a_file_is_stands_in_few_figures_and_is_never_nothing(size: int, tr: str, en: str) -> None:
    assert wording(MIDNIGHT).size(size).replace("\xa0", " ") == tr
    assert wording(MIDNIGHT, "en").size(size).replace("\xa0", " ") == en


def test_an_exclusive_end_is_shown_by_its_last_day():
    assert wording(MIDNIGHT).last_day(date(2022, 5, 2)) == "1 Mayıs 2022"
    assert wording(MIDNIGHT).deadline(MIDNIGHT) == "5 Kasım 2018 gün sonu"
    assert wording(MIDNIGHT).deadline(MIDNIGHT + SECOND) == "6 Kasım 2018 00.00"


def test_both_languages_have_every_text_of_the_pages():
    assert {key for key in TEXTS.texts["tr"] if key.startswith("portal.")} == {
        key for key in TEXTS.texts["en"] if key.startswith("portal.")
    }


@pytest.mark.parametrize(("language", "default"), [("tr", "kdp-2014 varsayılanı"), ("en", "default of kdp-2014")])
def test_where_a_rule_stands_is_shown_by_the_title_of_its_paper(language, default):
    shown = wording(MIDNIGHT, language).cited
    assert shown("[S] 001… Kümelenme Desteği 3. Çağrısı") == "Kümelenme Desteği 3. Çağrısı"
    assert shown("[P] R.G. 29260, 07/02/2015") == "R.G. 29260, 07/02/2015"
    assert shown("kdp-2014 default") == default


def test_no_page_shows_where_a_rule_stands_but_by_that_title():
    pages = [path.read_text("utf-8") for path in Path(portal.__path__[0]).glob("templates/**/*.html")]
    cited = [found for page in pages for found in re.findall(r"(?:w\.cited\()?\w+\.cite\(", page)]
    assert len(cited) > 2
    assert [one for one in cited if not one.startswith("w.cited(")] == []
