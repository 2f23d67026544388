"""By which name an id is known is told to those of the Ministry who meet it in a file, and to no applicant."""

import pytest

from services.application.app import PLAN
from tests.conftest import OpenRoom

pytestmark = pytest.mark.servers


async def test_an_officer_is_told_by_which_names_ids_are_known_and_an_applicant_is_not(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    applicant = room.api.as_("basvuran-kisi", "coordinator")
    assert (await applicant.get("/people", person_id=["memur"])).status_code == 403
    told = await room.api.as_("memur", "ministry_officer").get("/people", person_id=["basvuran-kisi", "gelmeyen"])
    assert (told.status_code, told.json()) == (200, {"names": {"basvuran-kisi": "Basvuran-Kisi"}})
