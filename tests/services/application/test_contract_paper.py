"""The contract as a person reads it: parties, numbers and tables, page by page."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.regimes import RuleSet, keys, load
from grants.workplan import WorkPlan
from services.application.domain.contract_text import ContractFacts, Parties
from services.application.domain.turkish_amounts import share_in_figures
from services.application.usecases.contract_paper import contract_paper

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
        "T.C. Sanayi ve Teknoloji Bakanlığı",
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
async def test_every_regime_has_a_contract_with_its_own_ceiling(key: str) -> None:
    rules = load(key)
    text = " ".join(pages_of(await contract_paper(contract(rules=rules))))
    assert rules.names.programme.value.tr in text
    assert f"bütçesinin en çok {share_in_figures(rules.money.overall_cap.value)}" in text
    assert f"{rules.duration.base_years.value} (" in text
