"""The contract as a person reads it: parties, numbers and tables, page by page."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.figures import money_in_figures
from grants.regimes import RuleSet, keys, load
from grants.workplan import WorkPlan
from services.application.domain.contract_text import ContractFacts, Parties, contract_text
from services.application.usecases.contract_paper import contract_paper
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")


def work_plan(packages: int = 2) -> WorkPlan:
    return WorkPlan.model_validate(
        {
            "packages": [
                {
                    "key": f"WP{number}",
                    "title": f"Ortak ölçüm {number}",
                    "activities": [{"code": "K1.01", "title": "Çalıştay", "first_quarter": 1, "last_quarter": 4}],
                    "items": [
                        {
                            "key": f"S{number}",
                            "activity": "K1.01",
                            "title": "Ölçüm düzeneği",
                            "cost_head": "machinery",
                            "cost": "1234567.80",
                            "grant": "617283.90",
                        }
                    ],
                }
                for number in range(1, packages + 1)
            ]
        }
    )


def contract(plan: WorkPlan | None = None, rules: RuleSet = RULES) -> ContractFacts:
    plan = plan or work_plan()
    return ContractFacts(
        number="KDP-2017-0001",
        prepared_on=date(2017, 5, 2),
        call_name="2. Çağrı",
        application_id="0198-uygulama",
        parties=Parties(
            enterprise_name="Yenilenebilir Teşebbüsü A.Ş.",
            enterprise_tax_number="1234567890",
            enterprise_registry_no="İST-98765",
            enterprise_province="Ankara",
            enterprise_founded_on=date(2017, 3, 1),
            consortium_name="Çağdaş Işıklı Öğüt",
            members=23,
        ),
        rules=rules,
        plan_version=3,
        plan=plan,
        approved=plan.grant,
        approval_number="2017/44",
        approval_day=date(2017, 1, 31),
    )


def pages_of(paper: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages]


async def test_the_paper_names_both_parties_and_what_they_agree_on() -> None:
    text = " ".join(pages_of(await contract_paper(contract())))
    for said in (
        "KDP-2017-0001",
        "T.C. Bilim, Sanayi ve Teknoloji Bakanlığı",
        "Yenilenebilir Teşebbüsü A.Ş.",
        "1234567890",
        "İST-98765",
        "Çağdaş Işıklı Öğüt",
        "23 üyeli",
        "2. Çağrı",
        f"kdp-2014 · {RULES.revision}",
        "İş planı sürümü 3",
        "2017/44 sayılı, 31.01.2017 tarihli",
    ):
        assert said in text


async def test_the_paper_says_the_amounts_in_figures_and_in_words() -> None:
    text = " ".join(pages_of(await contract_paper(contract())))
    assert "2.469.135,60 TL" in text
    assert "ikimilyondörtyüzaltmışdokuzbinyüzotuzbeş Türk lirası altmış kuruş" in text
    assert "1.234.567,80 TL" in text
    assert "birmilyonikiyüzotuzdörtbinbeşyüzaltmışyedi Türk lirası seksen kuruş" in text
    assert "S1 Ölçüm düzeneği Makine" in text
    assert "617.283,90 TL" in text


async def test_a_ceiling_that_stands_in_no_paper_is_not_shown_as_law() -> None:
    cap = RULES.money.item_cap.model_copy(update={"value": Decimal("62.5"), "source": "default"})
    rules = RULES.model_copy(update={"money": RULES.money.model_copy(update={"item_cap": cap})})
    text = " ".join(pages_of(await contract_paper(contract(rules=rules))))
    assert "toplam bütçesinin en çok %50 Program belgesi" in text
    assert "her destek kaleminin en çok %62,5 Program ayarı (mevzuat hükmü değildir)" in text


async def test_every_page_bears_its_number_and_the_contracts() -> None:
    pages = pages_of(await contract_paper(contract(work_plan(packages=30))))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Sayfa {number} / {len(pages)}" in page
        assert "Sözleşme no: KDP-2017-0001" in page


async def test_the_same_facts_give_the_same_bytes_and_others_do_not() -> None:
    first = await contract_paper(contract())
    assert first == await contract_paper(contract())
    assert first != await contract_paper(replace(contract(), number="KDP-2017-0002"))


async def test_what_people_wrote_is_text_and_never_markup() -> None:
    plan = work_plan(1)
    written = '#read("/etc/hostname") $x$ *b* \\ "q" <tag>'
    package = plan.packages[0].model_copy(update={"title": written})
    text = " ".join(pages_of(await contract_paper(contract(WorkPlan(packages=(package,))))))
    assert re.sub(r"\s", "", written) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("key", keys())
async def test_every_regime_has_a_contract_of_its_own(key: str) -> None:
    rules = load(key)
    text = " ".join(pages_of(await contract_paper(contract(rules=rules))))
    assert rules.names.programme.value.tr in text
    assert f"T.C. {rules.names.ministry.value.tr}" in text
    assert f"{rules.duration.base_years.value} (" in text
    assert money_in_figures(work_plan().grant, rules.money.currency.value) in text


SECOND = changed(
    RULES,
    {
        "money.currency": "USD",
        "money.overall_cap": None,
        "money.item_cap": None,
        "money.interim": "approved_rate",
        "money.head_caps": [],
        "money.limits": [
            {"code": "training", "names": {"tr": "Eğitim", "en": "Training"}, "activities": ["K1"], "share": 75}
            | {"amount": "400000.00", "per": "project"},
            {"code": "visits", "names": {"tr": "Alım heyeti", "en": "Buyer mission"}, "activities": ["K2.01"]}
            | {"amount": "100000.00", "per": "activity", "most_activities": 10, "most_years": 3},
            {"code": "advice", "names": {"tr": "Danışmanlık", "en": "Advice"}, "activities": ["K2.02"]}
            | {"amount": "50000.00", "per": "year"},
        ],
        "money.bonuses": [
            {"code": "domestic", "names": {"tr": "Yerli malı makine", "en": "Domestic machinery"}}
            | {"heads": ["machinery"], "certificate": "domestic_goods", "points": 15, "lifts_overall": False},
        ],
        "duration.base_years": 3,
        "duration.ceiling_years": 3,
        "duration.extension_months_max": 0,
    },
)
"""A programme that caps neither plan nor item as such, but some activities, in dollars."""


async def test_a_paper_says_the_limits_its_regime_has_and_no_others() -> None:
    limits = {(text, allowed) for text, allowed, _ in contract_text(contract(rules=SECOND))["limits"]}
    assert limits == {
        ("Eğitim, her destek kaleminin en çok", "%75"),
        ("Eğitim, proje başına en çok", "400.000,00 USD"),
        ("Alım heyeti, faaliyet başına en çok", "100.000,00 USD"),
        ("Alım heyeti, en çok", "10 faaliyet"),
        ("Alım heyeti, her faaliyet en çok", "3 yıl"),
        ("Danışmanlık, yılda en çok", "50.000,00 USD"),
        ("Yerli malı makine, kalemin tavanına eklenen puan", "%15"),
    }


async def test_a_paper_in_dollars_says_no_lira_and_no_more_time_where_none_can_be_given() -> None:
    text = " ".join(pages_of(await contract_paper(contract(rules=SECOND))))
    assert "2.469.135,60 USD" in text
    assert "binyüzotuzbeş ABD doları altmış sent" in text
    assert " TL" not in text
    assert "lira" not in text
    assert "3 (üç) yıl sürer" in text
    assert "Süre uzatılamaz." in text
