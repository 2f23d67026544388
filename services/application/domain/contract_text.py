"""What the support contract says: the facts of one contract laid out as the Turkish text of its sections. Pure.

The layout is `data/contract.typ`; it gets the dictionary made here and adds headings and tables only. A value
that stands in no paper of the programme is shown as a setting of the programme, never as law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from grants.figures import money_in_figures
from grants.regimes import Cited, RuleSet
from grants.regimes.cited import T
from grants.regimes.lists import Limit
from grants.regimes.words import CapBasis, Currency, Per
from grants.workplan import WorkPackage, WorkPlan
from services.application.domain.turkish_amounts import (
    day_in_figures,
    money_in_words,
    number_in_words,
    share_in_figures,
)

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
    """All that one contract says. approved: the support, in the regime's currency; plan: the agreed version."""

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

    @property
    def ministry(self) -> str:
        return f"T.C. {self.rules.names.ministry.value.tr}"

    @property
    def currency(self) -> Currency:
        return self.rules.money.currency.value


def contract_text(facts: ContractFacts) -> dict[str, Any]:
    """The texts of the contract by section, as `contract.typ` reads them: strings, lists and tables of strings."""
    return {
        "number": facts.number,
        "prepared_on": day_in_figures(facts.prepared_on),
        "programme": facts.rules.names.programme.value.tr,
        "ministry": facts.ministry,
        "parties": _parties(facts),
        "basis": _basis(facts),
        "amounts": _amounts(facts),
        "limits": _limits(facts.rules),
        "duration": _duration(facts.rules),
        "packages": [_package(package, facts.rules) for package in facts.plan.packages],
        "total": money_in_figures(facts.plan.total, facts.currency),
        "grant": money_in_figures(facts.plan.grant, facts.currency),
        "enterprise": facts.parties.enterprise_name,
    }


def _parties(facts: ContractFacts) -> list[str]:
    side = facts.parties
    return [
        f"Bir tarafta {facts.ministry} (“Bakanlık”),",
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
    amounts = (("İş planının toplam bütçesi", facts.plan.total), ("Onaylanan destek tutarı", facts.approved))
    return [
        [name, money_in_figures(amount, facts.currency), money_in_words(amount, facts.currency)]
        for name, amount in amounts
    ]


def _limits(rules: RuleSet) -> list[list[str]]:
    """Each ceiling the regime has: the rule, how much, and where it stands."""
    money = rules.money
    return [
        *_cap("Destek, iş planının toplam bütçesinin en çok", money.overall_cap),
        *_cap("Destek, her destek kaleminin en çok", money.item_cap),
        *_head_caps(rules),
        *(
            [f"{limit.names.tr}, {text}", allowed, _stands(money.limits)]
            for limit in money.limits.value
            for text, allowed in _of_limit(limit, money.currency.value)
        ),
        *(
            [f"{bonus.names.tr}, kalemin tavanına eklenen puan", share_in_figures(bonus.points), _stands(money.bonuses)]
            for bonus in money.bonuses.value
        ),
    ]


def _cap(text: str, cap: Cited[Decimal | None]) -> Iterator[list[str]]:
    if cap.value is not None:
        yield [text, share_in_figures(cap.value), _stands(cap)]


def _head_caps(rules: RuleSet) -> Iterator[list[str]]:
    heads = {head.code: head.names.tr for head in rules.cost_heads.value}
    for cap in rules.money.head_caps.value:
        text = f"{heads[cap.head]} giderleri, {_AGAINST[cap.basis]} toplam bütçenin en çok"
        yield [text, share_in_figures(cap.share), _stands(rules.money.head_caps)]


def _of_limit(limit: Limit, currency: Currency) -> Iterator[tuple[str, str]]:
    if limit.share is not None:
        yield "her destek kaleminin en çok", share_in_figures(limit.share)
    if limit.amount is not None:
        yield f"{_EACH[limit.per]} en çok", money_in_figures(limit.amount, currency)
    if limit.most_activities is not None:
        yield "en çok", f"{limit.most_activities} faaliyet"
    if limit.most_years is not None:
        yield "her faaliyet en çok", f"{limit.most_years} yıl"


_EACH = {Per.PROJECT: "proje başına", Per.ACTIVITY: "faaliyet başına", Per.YEAR: "yılda"}
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
            if extra
            else "Süre uzatılamaz."
        ),
        (
            "Tavanlar, iş planı tamamlandığında gerçekleşen tutarlar üzerinden sınanır; ara ödemeler kapanışta mahsup "
            "edilir."
        ),
    ]


def _package(package: WorkPackage, rules: RuleSet) -> dict[str, Any]:
    heads, currency = {head.code: head.names.tr for head in rules.cost_heads.value}, rules.money.currency.value
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
                money_in_figures(item.cost, currency),
                money_in_figures(item.grant, currency),
            ]
            for item in package.items
        ],
    }
