"""What is read is written as people write it, and what is no value of its kind stands as it is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calendar import ISTANBUL
from grants.rules.exact import percent_of, said
from runtime.kinds import KINDS
from runtime.messages import LANGUAGES, Catalogue

DEFAULTS = {"tr": {"source.default": "{key} varsayılanı"}, "en": {"source.default": "default of {key}"}}
TEXTS = Catalogue(
    {language: {**words, **{kind: f"{{asked:{kind}}}" for kind in KINDS}} for language, words in DEFAULTS.items()}
)


def told(kind: str, value: object) -> tuple[str, str]:
    """A value as it is read in Turkish and in English."""
    return TEXTS.say("tr", kind, asked=value), TEXTS.say("en", kind, asked=value)


@pytest.mark.parametrize(
    ("kind", "value", "turkish", "english"),
    [
        ("when", "2027-03-01T06:00:00+00:00", "01.03.2027 09:00", "1 March 2027 09:00"),
        ("when", "2027-02-28T21:30:00.123456+00:00", "01.03.2027 00:30", "1 March 2027 00:30"),
        ("when", "2027-03-01T06:00:00Z", "01.03.2027 09:00", "1 March 2027 09:00"),
        ("when", datetime(2027, 3, 1, 6, tzinfo=UTC), "01.03.2027 09:00", "1 March 2027 09:00"),
        ("when", date(2027, 3, 1), "01.03.2027", "1 March 2027"),
        ("when", "> 2027-03-01, ≤ 2028-02-29", "> 01.03.2027, ≤ 29.02.2028", "> 1 March 2027, ≤ 29 February 2028"),
        ("when", "2027-02-30", "2027-02-30", "2027-02-30"),
        ("when", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("money", "99000000.00 TL", "99.000.000,00 TL", "99,000,000.00 TL"),
        ("money", "400000.00 USD (T1)", "400.000,00 USD (T1)", "400,000.00 USD (T1)"),
        ("money", "99000000.00", "99.000.000,00", "99,000,000.00"),
        (
            "money",
            percent_of(Decimal("52.5"), Decimal(2000), Decimal(1050)),
            "1.050,00 TL (52,5 % × 2.000,00 TL)",
            "1,050.00 TL (52.5 % × 2,000.00 TL)",
        ),
        ("number", "0-12.5", "0-12,5", "0-12.5"),
        ("number", "226/3", "226/3", "226/3"),
        ("cited", "[S] 001… Kümelenme Desteği 3. Çağrısı", "Kümelenme Desteği 3. Çağrısı", None),
        ("cited", "[S] 001… Üçüncü çağrı; 002… Bakanlık sunumu", "Üçüncü çağrı; Bakanlık sunumu", None),
        ("cited", "[P] R.G. 29260, 07/02/2015", "R.G. 29260, 07/02/2015", None),
        ("cited", "kdp-2014 default", "kdp-2014 varsayılanı", "default of kdp-2014"),
        ("cited", "Destek", "Destek", None),
        ("row", "assets[0].item", "1", None),
        ("row", "amount", "amount", None),
        ("numbered", "reports[2]", "2", None),
    ],
)
def test_a_value_is_said_by_its_kind(kind: str, value: object, turkish: str, english: str | None) -> None:
    assert told(kind, value) == (turkish, turkish if english is None else english)


@given(at=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_every_moment_is_said_in_istanbul(at: datetime) -> None:
    local = at.astimezone(ISTANBUL)
    assert told("when", at.isoformat()) == (f"{local:%d.%m.%Y %H:%M}", f"{local.day} {local:%B %Y %H:%M}")


@given(amount=st.decimals(0, Decimal(10) ** 16, places=2))
def test_no_digit_of_an_amount_is_lost_and_what_is_said_is_not_said_anew(amount: Decimal) -> None:
    for text, language in zip(told("money", said(amount)), LANGUAGES, strict=True):
        assert text.replace(",", "").replace(".", "") == f"{amount:.2f} TL".replace(".", "")
        assert TEXTS.say(language, "money", asked=text) == text


@given(kind=st.sampled_from(sorted(KINDS)), text=st.text())
def test_no_text_is_too_strange_for_a_kind(kind: str, text: str) -> None:
    assert all(isinstance(one, str) for one in told(kind, text))
