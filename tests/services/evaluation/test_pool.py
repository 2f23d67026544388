"""The administrator is told of files for which too few evaluators are registered, and of no others."""

import pytest

from tests.rooms import ApiClient
from tests.services.evaluation.acts import FIRM, Case

pytestmark = pytest.mark.servers


async def waiting(person: ApiClient) -> list[dict[str, object]]:
    tasks: list[dict[str, object]] = (await person.get("/tasks")).json()["tasks"]
    return [task for task in tasks if task["kind"] == "evaluator.register"]


async def test_a_file_with_a_seat_nobody_registered_may_take_waits_for_the_administrator(case: Case) -> None:
    await case.register("d1")
    await case.register("tied", employer_tax_number=FIRM.tax_number)
    application = await case.admit(await case.publish())
    assert await waiting(case.administrator) == []
    await case.open(application)
    (task,) = await waiting(case.administrator)
    assert (task["application_id"], task["nace"], task["missing"]) == (application, "28.11", 1)
    assert await waiting(case.officer) == []
    await case.register("d2", employer_tax_number=FIRM.tax_number)
    assert len(await waiting(case.administrator)) == 1
    await case.register("d3")
    assert await waiting(case.administrator) == []


async def test_with_enough_evaluators_nothing_waits_for_the_administrator(staffed: Case) -> None:
    await staffed.open(await staffed.admit(await staffed.publish()))
    assert await waiting(staffed.administrator) == []


async def test_a_file_that_ended_needs_nobody_any_more(case: Case) -> None:
    call_id = await case.publish()
    application = await case.admit(call_id)
    await case.open(application)
    (task,) = await waiting(case.administrator)
    assert task["missing"] == 2
    await case.end(call_id, application)
    assert await waiting(case.administrator) == []


async def test_an_administrator_who_belongs_to_an_applicant_is_told_nothing_of_its_file(case: Case) -> None:
    await case.open(await case.admit(await case.publish()))
    tied = case.room.api.as_("administrator", "administrator", tax_number=FIRM.tax_number)
    assert await waiting(tied) == []
