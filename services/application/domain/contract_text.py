"""What the support contract says: the facts of one contract laid out as the Turkish text of its sections. Pure.

The layout is `data/contract.typ`; it gets the dictionary made here and adds headings and tables only. A value
that stands in no paper of the programme is shown as a setting of the programme, never as law.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from grants.regimes import Cited, RuleSet
from grants.regimes.cited import T
from grants.regimes.words import CapBasis
from grants.workplan import WorkPackage, WorkPlan
from services.application.domain.turkish_amounts import (
    day_in_figures,
    lira_in_figures,
    lira_in_words,
    number_in_words,
    share_in_figures,
)

MINISTRY = "T.C. Sanayi ve Teknoloji Bakanlığı"
SETTING = "Program ayarı (mevzuat hükmü değildir)"
PUBLIC = "Kamuya açık tek kaynak (program ayarı)"
PAPER = "Program belgesi"


@dataclass(frozen=True, slots=True)
class Parties:
    """Who the contract is between, beside the Ministry, and whom the enterprise stands for."""

    enterprise_name: str
    enterprise_tax_number: str
    enterprise_registry_no: str
    enterprise_province: str
    enterprise_founded_on: date
    consortium_name: str
    members: int


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """All that one contract says. approved: the support in lira; plan: the agreed version."""

    number: str
    prepared_on: date
    call_name: str
    application_id: str
    parties: Parties
    rules: RuleSet
    plan_version: int
    plan: WorkPlan
    approved: Decimal
    approval_number: str
    approval_day: date


def contract_text(facts: ContractFacts) -> dict[str, Any]:
    """The texts of the contract by section, as `contract.typ` reads them: strings, lists and tables of strings."""
    return {
        "number": facts.number,
        "prepared_on": day_in_figures(facts.prepared_on),
        "programme": facts.rules.names.programme.value.tr,
        "ministry": MINISTRY,
        "parties": _parties(facts),
        "basis": _basis(facts),
        "amounts": _amounts(facts),
        "limits": _limits(facts.rules),
        "duration": _duration(facts.rules),
        "packages": [_package(package, facts.rules) for package in facts.plan.packages],
        "total": lira_in_figures(facts.plan.total),
        "grant": lira_in_figures(facts.plan.grant),
        "enterprise": facts.parties.enterprise_name,
    }


def _parties(facts: ContractFacts) -> list[str]:
    side = facts.parties
    return [
        f"Bir tarafta {MINISTRY} (“Bakanlık”),",
        (
            f"diğer tarafta {side.enterprise_province} ilinde {day_in_figures(side.enterprise_founded_on)} tarihinde "
            f"kurulan, {side.enterprise_registry_no} sicil ve {side.enterprise_tax_number} vergi numaralı "
            f"{side.enterprise_name} (“Küme Teşebbüsü”)."
        ),
        (
            f"Küme Teşebbüsü, {side.members} üyeli {side.consortium_name} kümelenme birlikteliğini "
            "hukuken ve fiilen temsil eder ve iş planını yürütür."
        ),
    ]


def _basis(facts: ContractFacts) -> list[list[str]]:
    rules = facts.rules
    return [
        ["Program", rules.names.programme.value.tr],
        ["Çağrı", facts.call_name],
        ["Başvuru", facts.application_id],
        ["Kural seti ve sürümü", f"{rules.key} · {rules.revision}"],
        ["İş planı sürümü", str(facts.plan_version)],
        ["Bakan onayı", f"{facts.approval_number} sayılı, {day_in_figures(facts.approval_day)} tarihli"],
    ]


def _amounts(facts: ContractFacts) -> list[list[str]]:
    return [
        ["İş planının toplam bütçesi", lira_in_figures(facts.plan.total), lira_in_words(facts.plan.total)],
        ["Onaylanan destek tutarı", lira_in_figures(facts.approved), lira_in_words(facts.approved)],
    ]


def _limits(rules: RuleSet) -> list[list[str]]:
    money = rules.money
    heads = {head.code: head.names.tr for head in rules.cost_heads.value}
    lines = [
        ("Destek, iş planının toplam bütçesinin en çok", money.overall_cap.value, _stands(money.overall_cap)),
        ("Destek, her destek kaleminin en çok", money.item_cap.value, _stands(money.item_cap)),
        *(
            (
                f"{heads[cap.head]} giderleri, {_AGAINST[cap.basis]} toplam bütçenin en çok",
                cap.share,
                _stands(money.head_caps),
            )
            for cap in money.head_caps.value
        ),
        *(
            (f"{limit.names.tr}, her destek kaleminin en çok", limit.share, _stands(money.limits))
            for limit in money.limits.value
        ),
    ]
    return [[text, share_in_figures(share), stands] for text, share, stands in lines if share is not None]


_AGAINST = {CapBasis.PLANNED: "planlanan", CapBasis.REALISED: "gerçekleşen"}


def _stands(leaf: Cited[T]) -> str:
    return SETTING if leaf.is_default else PUBLIC if leaf.source.startswith("[p]") else PAPER


def _duration(rules: RuleSet) -> list[str]:
    lasts = rules.duration
    years, extra, ceiling = lasts.base_years.value, lasts.extension_months_max.value, lasts.ceiling_years.value
    return [
        (
            "Destek süresi, sözleşmenin ikinci tarafça imzalandığı gün başlar ve "
            f"{years} ({number_in_words(years)}) yıl sürer; son gün, başlangıç gününe karşılık gelen günden öncekidir."
        ),
        (
            f"Süre, kural setindeki gerekçelerle toplam en çok {extra} ({number_in_words(extra)}) ay uzatılabilir; "
            f"toplam süre {ceiling} ({number_in_words(ceiling)}) yılı aşamaz."
        ),
        (
            "Tavanlar, iş planı tamamlandığında gerçekleşen tutarlar üzerinden sınanır; ara ödemeler kapanışta mahsup "
            "edilir."
        ),
    ]


def _package(package: WorkPackage, rules: RuleSet) -> dict[str, Any]:
    heads = {head.code: head.names.tr for head in rules.cost_heads.value}
    return {
        "title": f"{package.key} — {package.title}",
        "activities": [
            [activity.code, activity.title, f"{activity.first_quarter}–{activity.last_quarter}"]
            for activity in package.activities
        ],
        "items": [
            [
                item.key,
                item.title,
                heads.get(item.cost_head, item.cost_head),
                lira_in_figures(item.cost),
                lira_in_figures(item.grant),
            ]
            for item in package.items
        ],
    }
