"""The second half of the story: the years of the grant, with a force majeure and an extension, to the closing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from cli.cases import ostim
from cli.demo.acts import days
from cli.demo.cast import Json
from cli.demo.grant_acts import InForce, deadline
from cli.demo.narrator import Narrator
from cli.demo.travel import Traveller
from grants.calendar import add_months, istanbul_day
from grants.regimes import load

Contents = Callable[[int], Json]
"""What is reported for the period of this number."""

STRUCK_IN = 8
"""The reporting period in which force majeure strikes; late enough that two years from its end pass the base term."""
REACHED_IN = MappingProxyType({1: (("KT1", True),), 4: (("KT2", True),), 10: (("KT3", False),)})
"""Milestones by the period after which they are declared, and whether an officer confirms it at once. The second was
planned for the period before, and the fourth of the plan is never reached: both are told as late.
"""
LASTED = 120
EXTENDED_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Years:
    """contents: of the reports. struck_in: the period of force majeure; 0 for none."""

    grant: InForce
    clock: Traveller
    teller: Narrator
    contents: Contents = field(default_factory=lambda: _content, kw_only=True)
    struck_in: int = field(default=STRUCK_IN, kw_only=True)

    async def closed(self) -> Json:
        """Live the years of the grant; its page at the end."""
        page = await self.grant.opened()
        lasts = load(page["regime"], page["revision"]).duration
        years, ceiling = lasts.base_years.value, lasts.ceiling_years.value
        await self._say("grant_opened", approved=Decimal(page["money"]["approved"]), years=years, ceiling=ceiling)
        number = 1
        while (ends_at := deadline(page, "period_end", number)) is not None:
            if number == self.struck_in:
                await self._struck()
                page = await self.grant.read()
                ends_at = deadline(page, "period_end", number) or ends_at
            await self.clock.to(ends_at)
            await self._period(number)
            page = await self.grant.read()
            number += 1
        return await self._closing(page)

    async def _say(self, key: str, who: str = "system", **facts: Any) -> None:
        await self.teller.say(await self.clock.now(), key, who, **facts)

    async def _period(self, number: int) -> None:
        """Report, acceptance, claim, approval, payment."""
        await self.grant.report_open(number)
        await self.clock.forward(days(10))
        content = self.contents(number)
        if number == 2:  # noqa: PLR2004 - the one report that comes back
            await self.grant.report(number, {**content, "technical": "Ekler eksik."})
            await self.grant.send_back(number, "Teknik bölüm eksik; ekler yüklenmemiş.")
            await self._say("report_returned", "monitoring_officer", number=number)
        await self.grant.report(number, content)
        await self.grant.accept(number)
        spent = sum((Decimal(line["realised"]) for line in content["spending"]), Decimal())
        await self._say("report_accepted", "monitoring_officer", number=number, spent=spent)
        await self._reached(number)
        if Decimal((await self.grant.read())["money"]["claimable"]) > 0:
            await self._paid(number)

    async def _reached(self, number: int) -> None:
        """The milestones reached by the end of this period, where the plan has them."""
        planned = {one["key"] for one in (await self.grant.read())["milestones"]}
        for key, is_confirmed in REACHED_IN.get(number, ()):
            if key not in planned:
                continue
            await self.grant.declare_milestone(key, istanbul_day(await self.clock.now()))
            await self._say("milestone_declared", "coordinator", milestone=key)
            if is_confirmed:
                await self.grant.confirm_milestone(key)
                await self._say("milestone_confirmed", "monitoring_officer", milestone=key)

    async def _paid(self, number: int) -> None:
        claim = await self.grant.claim()
        await self.grant.approve_claim(claim["id"])
        now = await self.clock.now()
        await self.grant.pay(claim["id"], istanbul_day(now), f"EFT-{number:02d}")
        await self._say("paid", "finance_officer", number=number, amount=Decimal(claim["amount"]))

    async def _struck(self) -> None:
        """Force majeure: declared, accepted, over; then more time for the same money."""
        now = await self.clock.forward(days(40))
        evidence = "Valilik afet bölgesi kararı"
        struck = await self.grant.declare_force_majeure(
            istanbul_day(now), "Deprem: ortak atölye kullanılamıyor.", evidence
        )
        await self.grant.decide_force_majeure(struck, "Karar yazısı görüldü.")
        await self._say("force_majeure", "monitoring_officer")
        now = await self.clock.forward(days(LASTED))
        await self.grant.end_force_majeure(struck, istanbul_day(now))
        await self._say("force_majeure_over", "monitoring_officer", days=LASTED)
        page = await self.grant.read()
        new_end = add_months(date.fromisoformat(page["support_ends_on"]), EXTENDED_MONTHS)
        asked = await self.grant.ask_extension(new_end, "force_majeure", "Kaybedilen süre kadar.")
        await self.grant.grant_extension(asked, "Destek tutarı değişmeden uygundur.")
        last_day = new_end - timedelta(days=1)
        ceiling = load(page["regime"], page["revision"]).duration.ceiling_years.value
        await self._say("extended", "monitoring_officer", last=last_day.strftime("%d.%m.%Y"), ceiling=ceiling)

    async def _closing(self, page: Json) -> Json:
        ends_at = deadline(page, "support_end")
        if ends_at is not None:
            await self.clock.to(ends_at)
        await self.grant.status_is("closing")
        await self._say("support_ended")
        await self.grant.submit_closing("İş planı tamamlandı; kapanış raporu ektedir.")
        await self.grant.accept_closing()
        await self.grant.settle()
        page = await self.grant.status_is("closed")
        money = {name: Decimal(page["money"][name]) for name in ("realised", "paid", "recovered")}
        money["allowed"] = Decimal(page["settlement"]["allowed"])
        await self._say("closed", "monitoring_officer", **money)
        return page


def _content(number: int) -> Json:
    """What is reported for a period; after the planned ten, only how the indicators stand."""
    periods = ostim.periods()
    if number <= len(periods):
        return periods[number - 1]
    return {**periods[-1], "spending": [], "technical": "Uzatılan dönem: izleme ve yaygınlaştırma sürdü."}
