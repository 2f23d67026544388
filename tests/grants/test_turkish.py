"""Turkish order and case, as a dictionary and a clerk would have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.turkish import turkish_key, turkish_lower, turkish_upper

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
WORDS = st.text(alphabet=ALPHABET, max_size=8)


@given(WORDS, WORDS)
def test_the_key_orders_two_words_as_the_alphabet_does(one: str, other: str) -> None:
    def places(word: str) -> list[int]:
        return [ALPHABET.index(letter) for letter in word]

    assert (turkish_key(one) < turkish_key(other)) == (places(one) < places(other))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_word_in_c_comes_before_every_word_in_c_with_cedilla(one: str, other: str) -> None:
    assert turkish_key("c" + one) < turkish_key("ç" + other)


@given(WORDS)
def test_case_never_moves_a_word(word: str) -> None:
    assert turkish_key(turkish_upper(word)) == turkish_key(word)
    assert turkish_lower(turkish_upper(word)) == word


def test_provinces_stand_in_dictionary_order() -> None:
    ordered = ["Adana", "Çanakkale", "Çorum", "Denizli", "Iğdır", "Isparta", "İstanbul", "İzmir"]
    ordered += ["Ordu", "Osmaniye", "Sivas", "Şanlıurfa", "Şırnak", "Tunceli", "Uşak", "Zonguldak"]
    assert sorted(set(ordered), key=turkish_key) == ordered


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("Iğdır", "ığdır", "IĞDIR"),
        ("İstanbul", "istanbul", "İSTANBUL"),
        ("OSTİM Temiz Işık", "ostim temiz ışık", "OSTİM TEMİZ IŞIK"),
        ("I\u0307zmir", "izmir", "İZMİR"),
    ],
)
def test_dotted_and_dotless_i_stay_two_letters(text: str, lower: str, upper: str) -> None:
    assert turkish_lower(text) == lower
    assert turkish_upper(text) == upper


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hakkâri", "hakkari"), ("S\u0327ile", "Şile"), ("  Kızıl \t ırmak ", "kızıl ırmak"), ("café", "CAFE")],
)
def test_accents_white_space_and_spelling_in_parts_leave_the_key_alone(one: str, other: str) -> None:
    assert turkish_key(one) == turkish_key(other)


def test_signs_and_digits_come_before_letters_and_other_alphabets_after() -> None:
    ordered = ["", "3 boyut", "a", "a b", "ab", "zum", "дом"]
    assert sorted(set(ordered), key=turkish_key) == ordered
