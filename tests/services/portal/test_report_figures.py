"""What a report tells in numbers stands on the page on which it is decided, beside the plan and the report before."""

from decimal import Decimal
from typing import Any

import pytest

from services.monitoring.api.page import GrantPage
from services.portal.reading_grants import Grant
from services.portal.report_figures import Figures, figures_of
from tests.services.portal.recorded import GRANT as FACTS
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_reports import LINES
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

AT = f"/grants/{OSTIM}/reports/2"
NAMES = {"tr": "Küme firması", "en": "Firms of the cluster"}


def grant_of(**second: Any) -> dict[str, Any]:
    """The recorded grant with two reports that were filed; the second as given."""
    first, other, *rest = FACTS["reports"]
    spent = {"item": "I1", "realised": "300.00"}
    reports = [
        {**first, "indicators": {"G3": 25, "G9": 4}, "spending": [spent]},
        {
            **other,
            "status": "submitted",
            "submitted_at": "2018-05-20T08:00:00Z",
            "indicators": {"G3": 22},
            "spending": [{**spent, "realised": "450.50"}],
            **second,
        },
        *rest,
    ]
    named = [{"code": "G3", "names": NAMES, "target": 100, "values": {"1": 25, "2": 22}}]
    return {**FACTS, "reports": reports, "indicators": named, "can": ["report.decide"]}


def figures(number: int, **second: Any) -> Figures:
    grant = Grant.model_validate(grant_of(**second))
    return figures_of(grant, next(one for one in grant.reports if one.number == number))


async def test_a_report_is_decided_beside_its_measures_their_targets_and_what_changed(stage: Stage) -> None:
    grant = grant_of()
    assert GrantPage.model_validate(grant)
    stage.rooms.instead[f"monitoring/grants/{OSTIM}"] = grant
    stage.rooms.instead[f"monitoring{AT}/lines"] = {**LINES, "number": 2}
    html = (await (await stage.signed_in("izleme-bir")).get(AT)).text
    text = plain(html)
    assert html.index("Küme firması") < html.index('class="destek-form"')
    for words in ("Değerler 1. raporla karşılaştırılır", "1. yılın sonu", "Hedefin altında", "−3", "27"):
        assert words in text, words
    for words in ("I1 Tezgâh", "300,00 TL", "450,50 TL", "750,50 TL", "1.200,00 TL"):
        assert words in text, words


def test_a_measure_is_held_against_the_plan_and_the_report_before() -> None:
    found = figures(2)
    (firms, other) = found.measures
    assert (found.before, firms.baseline, firms.before, firms.now, firms.change) == (1, 24, 25, 22, "-3")
    assert (firms.target, firms.year, firms.is_over, firms.is_short) == (27, 1, True, True)
    assert (other.code, other.before, other.now, other.change, other.target) == ("G9", 4, None, "", None)


@pytest.mark.parametrize(("ends_on", "year", "is_over"), [("2018-05-01", 1, False), ("2018-05-03", 2, False)])
def test_below_the_target_of_a_year_that_still_runs_is_not_short_of_it(ends_on: str, year: int, is_over: bool) -> None:  # noqa: FBT001 - a column of the table
    firms = figures(2, period_ends_on=ends_on).measures[0]
    assert (firms.year, firms.is_over, firms.is_short) == (year, is_over, False)


def test_after_its_last_year_the_plan_stands_by_what_it_set_for_that_one() -> None:
    firms = figures(2, period_ends_on="2021-05-02", indicators={"G3": 34}).measures[0]
    assert (firms.year, firms.target, firms.is_short) == (4, 34, False)


def test_the_first_report_has_nothing_to_be_compared_with() -> None:
    found = figures(1)
    assert (found.before, found.measures[0].change) == (0, "")
    (item,) = found.items
    assert (item.before, item.now, item.so_far) == (0, Decimal("300.00"), Decimal("300.00"))


def test_spending_adds_up_over_the_reports_that_were_filed() -> None:
    (item,) = figures(2).items
    assert (item.before, item.now, item.so_far) == (Decimal("300.00"), Decimal("450.50"), Decimal("750.50"))
    assert item.planned == Decimal("1200.00")
