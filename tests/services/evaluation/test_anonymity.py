"""A text that names who evaluated or sat on the board is found, however it is written; an ordinary word is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from services.evaluation.domain.anonymity import Nameable, betrays
from services.evaluation.domain.feedback import Said, block_means, said
from services.evaluation.domain.records import Sheet
from tests.services.evaluation.acts import REGIME

PEOPLE = (Nameable("a.demir", "Ayşe Işık Demir"), Nameable("d7", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Ayşe Işık Demir",
        "Sayın AYŞE IŞIK DEMİR'in görüşüne göre",
        "ayse isik demir’e katılıyorum",
        "AYSE ISIK DEMIR",
        "Demir Işık Ayşe",
        "Ayşe\nIşık   Demir,",
        "Ay\u200bşe Işık Demir",
        "Ays\u0327e Is\u0327ık Demir'e, yani Ayşe Işık Demir",
        "a.demir imzalıdır",
        "d7 ile birlikte puanladık",
        "Bana biri@ornek.org.tr adresinden yazın",
    ],
)
def test_a_name_an_id_and_any_address_is_found(text: str) -> None:
    assert betrays(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    ["", "Demir ve çelik sektörü güçlü.", "Işık kaynakları", "Ayşe Demir", "d70 makinesi", "fiyat @ 5 TL"],
)
def test_part_of_a_name_and_other_words_are_no_finding(text: str) -> None:
    assert not betrays(text, PEOPLE)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_around_it_hides_a_name(before: str, after: str) -> None:
    assert betrays(f"{before} Ayşe Işık Demir {after}", PEOPLE)


@given(st.text(max_size=200))
def test_where_nobody_has_to_be_hidden_only_an_address_is_found(text: str) -> None:
    assert betrays(text, ()) <= ("@" in text)


def test_the_order_of_justifications_says_nothing_of_who_wrote_them() -> None:
    rules = load(REGIME)
    code = rules.evaluation.blocks.value[0].code
    one, other = (Sheet(justifications={code: text}) for text in ("Yeterli.", "Eksik."))
    assert said([one, other], rules) == said([other, one], rules)
    assert said([one, other], rules) == (
        Said(block=code, number=1, text="Eksik."),
        Said(block=code, number=2, text="Yeterli."),
    )


def test_the_mean_of_a_block_is_exact_and_leaves_out_sheets_to_which_it_does_not_apply() -> None:
    rules = load(REGIME)
    block = rules.evaluation.blocks.value[0]
    part = next(iter(block.parts))
    sheets = [Sheet(scores={part: points}) for points in ("1", "2", "2")]
    assert block_means(sheets, rules)[0].mean == "5/3"
    left_out = Sheet(not_applicable={block.code: "Uygulanmaz."})
    assert block_means([*sheets, left_out], rules)[0].mean == "5/3"
    assert block_means([left_out], rules)[0].mean == ""
