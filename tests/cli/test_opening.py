"""What was erased is told as erased by what is on record of it: an order for a file, its last file for a call."""

import json
from datetime import UTC, datetime

import pytest

from cli.opening import erasure_of
from cli.phrases import Phrase, said
from cli.proof import Ledger
from grants.contracts.event import EventData
from grants.contracts.privacy_events import CallPayloadsErased, PersonalDataErased
from grants.proof.chain import Link

AT = datetime(2037, 3, 2, 9, 0, tzinfo=UTC)
ORDER = PersonalDataErased(application_id="a-1", reason="Süre doldu.", destroyed=1)
FOLLOWED = CallPayloadsErased(call_id="c-1", applications=3, destroyed=1)


def ledger(*told: EventData) -> Ledger:
    def link(data: EventData) -> Link:
        body = json.dumps({"actorid": "yonetici-1", "data": data.model_dump(mode="json")})
        return Link("x", 1, "e", data.type_name(), AT, "", "", "", "", body, "", "", AT)

    return Ledger("x", tuple(map(link, told)))


@pytest.mark.parametrize(
    ("told", "holds", "found"),
    [
        ((ORDER,), True, "whole; payloads erased on 2037-03-02 by yonetici-1: Süre doldu."),
        ((FOLLOWED,), True, "whole; payloads erased on 2037-03-02, after all 3 applications of the call had been"),
        ((), False, ""),
    ],
    ids=["a file", "a call", "nothing"],
)
def test_a_run_that_is_erased_says_why_or_is_a_breach(told: tuple[EventData, ...], *, holds: bool, found: str) -> None:
    proof = erasure_of("run 1", ledger(*told))
    assert proof.holds is holds
    assert isinstance(proof.found, Phrase)
    assert said(proof.found, "en").startswith(found)
