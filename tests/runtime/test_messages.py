"""A text never fails: whatever is missing, unknown or strange, the reader gets words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from runtime.messages import LANGUAGES, Catalogue, catalogue, language_of

TEXTS = Catalogue(
    {
        "tr": {
            "cap": "En çok {allowed}; istenen {asked}.",
            "only": "Yalnız Türkçe",
            "broken": "Açık { ayraç",
            "kinds": "“{asked:kind}” değil; {allowed:kind} ({asked:other.kind}, {count:>3}).",
            "kind.firm": "Firma",
            "kind.university": "Üniversite",
            "other.kind.firm": "Başka",
        },
        "en": {"cap": "At most {allowed}; asked {asked}.", "odd": "{asked.real} {0} {asked!x} {asked[1]}"},
    }
)


def test_the_values_stand_in_the_text_of_the_language_asked_for() -> None:
    assert TEXTS.say("tr", "cap", allowed="50", asked="51") == "En çok 50; istenen 51."
    assert TEXTS.say("en", "cap", allowed="50", asked="51") == "At most 50; asked 51."


def test_a_value_that_is_not_given_leaves_its_place_empty() -> None:
    assert TEXTS.say("tr", "cap", asked="51") == "En çok ; istenen 51."


def test_a_code_is_said_by_its_name_where_the_text_names_the_family_and_lists_word_by_word() -> None:
    said = TEXTS.say("tr", "kinds", asked="firm", allowed="firm, university, unknown", count=7)
    assert said == "“Firma” değil; Firma, Üniversite, unknown (Başka,   7)."


def test_a_code_that_is_not_given_leaves_its_place_empty_too() -> None:
    assert TEXTS.say("tr", "kinds", count=1) == "“” değil;  (,   1)."


@given(st.text(), st.text())
def test_what_is_no_code_of_the_family_stands_as_it_is(asked: str, allowed: str) -> None:
    said = TEXTS.say("tr", "kinds", asked=f"!{asked}", allowed=f"!{allowed}", count=1)
    assert said == f"“!{asked}” değil; !{allowed} (!{asked},   1)."


def test_a_key_without_a_text_is_said_as_it_is() -> None:
    assert TEXTS.say("tr", "no.such.key", asked="1") == "no.such.key"
    assert TEXTS.say("en", "only") == "only"
    assert not TEXTS.knows("only", "en")
    assert TEXTS.knows("only")


def test_a_language_nobody_speaks_here_is_answered_in_turkish() -> None:
    assert TEXTS.say("de", "only") == "Yalnız Türkçe"


@pytest.mark.parametrize("key", ["broken", "odd"])
def test_a_text_that_cannot_be_filled_is_said_unfilled(key: str) -> None:
    language = "tr" if key == "broken" else "en"
    assert TEXTS.say(language, key, asked="1") == TEXTS.texts[language][key]


@given(st.text(), st.text())
def test_what_people_wrote_stands_in_a_text_as_they_wrote_it(asked: str, allowed: str) -> None:
    assert TEXTS.say("en", "cap", asked=asked, allowed=allowed) == f"At most {allowed}; asked {asked}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_programme_fails_for_want_of_values_and_none_shows_a_brace(language: str) -> None:
    texts = catalogue("grants", "runtime", "services.portal")
    assert len(texts.texts[language]) > 500
    assert [key for key in texts.texts[language] if "{" in texts.say(language, key)] == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "tr"),
        ("", "tr"),
        ("tr", "tr"),
        ("en", "en"),
        ("EN-gb,tr;q=0.9", "en"),
        (" en;q=0.5", "en"),
        ("tr,en", "tr"),
        ("de,en", "tr"),
        ("*", "tr"),
        (",,;q", "tr"),
    ],
)
def test_english_is_spoken_only_where_it_is_asked_for_first(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_a_package_without_texts_adds_none() -> None:
    assert catalogue("workflows").texts == {"tr": {}, "en": {}}


@pytest.mark.parametrize(
    ("value", "said"),
    [("firm", "Firma"), ("plan.items[firm]", "Firma"), ("scores.firm", "Firma"), ("plan.items[3]", "plan.items[3]")],
)
def test_a_code_is_said_by_its_name_also_at_the_end_of_a_path(value: str, said: str) -> None:
    texts = Catalogue({"tr": {"rule": "{subject:kind}", "kind.firm": "Firma"}, "en": {}})
    assert texts.say("tr", "rule", subject=value) == said


def test_words_a_package_has_of_a_subject_stand_in_place_of_those_it_has_in_general() -> None:
    texts = catalogue("grants")
    travel = texts.texts["en"]["cost_head.travel"]
    assert " / " in travel
    assert texts.about(load("kdp-2014").pinned).texts["en"]["cost_head.travel"] == "Travel"
    assert texts.about("nothing@known").texts["en"]["cost_head.travel"] == travel
