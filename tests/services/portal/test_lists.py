"""Long lists are narrowed: files and grants by their names and how they stand, tasks by what is to be done."""

import pytest

from services.monitoring.domain.orders import OrderStatus
from services.monitoring.domain.states import GrantStatus
from services.portal.pages.grants import STATUSES
from services.portal.pages.payments import ORDER_STATUSES
from tests.services.portal.recorded import GRANT_LINE, OFFICER_TASKS, OSTIM
from tests.services.portal.recorded_applying import OPEN_CALL
from tests.services.portal.recorded_payments import ORDER_LINE
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

OFFICER = "uzman-bir"


def asked(stage: Stage, path: str) -> dict[str, str]:
    """What a room was last asked at a path."""
    return next(query for _, _, at, query in reversed(stage.rooms.asked) if at == path)


async def test_files_are_looked_for_by_name_stage_and_call_and_the_next_page_goes_on_with_it(stage: Stage):
    html = await page(stage, OFFICER, f"/applications?q=güneş&stage=&call_id={OPEN_CALL}")
    assert asked(stage, "/applications") == {"limit": "25", "q": "güneş", "call_id": OPEN_CALL}
    assert 'value="güneş"' in html
    assert f"/applications?after={OSTIM}&amp;call_id={OPEN_CALL}&amp;q=g%C3%BCne%C5%9F" in html
    assert 'href="/applications"' in html, "the way back to all of them"


async def test_grants_are_looked_for_by_name_and_how_they_stand(stage: Stage):
    stage.rooms.instead["monitoring/grants"] = {"entries": [GRANT_LINE], "after": OSTIM}
    html = await page(stage, OFFICER, "/grants?q=ostim&status=paused")
    assert asked(stage, "/grants") == {"limit": "25", "status": "paused", "q": "ostim"}
    assert f"/grants?after={OSTIM}&amp;status=paused&amp;q=ostim" in html
    assert set(STATUSES) == set(GrantStatus)


async def test_calls_are_looked_for_by_name_and_how_they_stand(stage: Stage):
    html = await page(stage, OFFICER, "/calls?q=güneş&status=closed")
    assert asked(stage, "/calls") == {"limit": "25", "status": "closed", "q": "güneş"}
    assert 'value="güneş"' in html
    assert '<option value="closed" selected>' in html
    assert 'href="/calls"' in html, "the way back to all of them"
    stage.rooms.instead["application/calls"] = {"entries": [], "after": None}
    assert "uyan bir kayıt yok" in plain(await page(stage, OFFICER, "/calls?q=yok"))
    assert "uyan bir kayıt yok" not in plain(await page(stage, OFFICER, "/calls"))


async def test_payment_orders_are_narrowed_to_how_they_stand_and_the_next_page_goes_on_with_it(stage: Stage):
    stage.rooms.instead["monitoring/payment-orders"] = {"entries": [ORDER_LINE], "after": "o-1"}
    html = await page(stage, "mali-uzman", "/payments?status=made")
    assert asked(stage, "/payment-orders") == {"limit": "50", "status": "made"}
    assert "/payments?after=o-1&amp;status=made" in html
    assert set(ORDER_STATUSES) == set(OrderStatus)


async def test_evaluators_are_looked_for_by_name(stage: Stage):
    html = await page(stage, "yonetici", "/evaluators?q=aylin")
    assert asked(stage, "/evaluators")["q"] == "aylin"
    assert 'value="aylin"' in html


async def test_a_list_in_which_nothing_fits_says_so(stage: Stage):
    stage.rooms.instead["monitoring/grants"] = {"entries": [], "after": None}
    assert "uyan bir kayıt yok" in plain(await page(stage, OFFICER, "/grants?q=yok"))
    assert "uyan bir kayıt yok" not in plain(await page(stage, OFFICER, "/grants"))


@pytest.mark.parametrize(
    "path", ["/applications?stage=&q=&call_id=", "/grants?status=&q=", "/calls?status=&q=", "/?kind="]
)
async def test_a_form_sent_with_nothing_chosen_shows_everything(stage: Stage, path: str):
    browser = await stage.signed_in(OFFICER)
    assert (await browser.get(path)).status_code == 200


async def test_many_tasks_are_shown_by_kind_and_few_are_not_asked_for(stage: Stage):
    assert 'name="kind"' not in await page(stage, OFFICER, "/")
    entries = OFFICER_TASKS["entries"]
    stage.rooms.instead["application/tasks"] = {"entries": [*entries[:1] * 20, *entries[1:]]}
    whole, some = await page(stage, OFFICER, "/"), await page(stage, OFFICER, "/?kind=negotiate")
    assert (whole.count('class="destek-task"'), some.count('class="destek-task"')) == (22, 1)
    assert 'value="check"' in some
    assert (await page(stage, OFFICER, "/?kind=unknown")).count('class="destek-task"') == 22
