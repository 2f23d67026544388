"""The keys in a dossier open what the file's own workflows carried, or the dossier does not hold."""

import base64
from collections.abc import Mapping
from dataclasses import replace

import pytest

from grants.proof.dossier.checking import Verdict, verify
from grants.proof.dossier.contents import read_dossier
from grants.proof.dossier.packing import unpack
from grants.proof.dossier.sealing import BLOCKS, STATEMENT
from grants.proof.payloads import Opening, key_of, open_with
from tests.grants.proof.dossier import made

RIGHT = base64.b64encode(made.PAYLOAD_KEY).decode()
WRONG = base64.b64encode(bytes(32)).decode()
RUN = f"run 1 of application/{made.APPLICATION}"
KEYS = "keys of what workflows carried"


def with_keys(keys: Mapping[str, str], *, redacted: bool = False) -> Verdict:
    return verify(made.written_down(replace(made.dossier(redacted=redacted), payload_keys=keys)))


def said_of(verdict: Verdict, what: str) -> str:
    return next(one.found for one in verdict.findings if one.what == what)


def test_with_its_key_every_payload_is_opened_and_without_it_stays_encrypted() -> None:
    verdict = with_keys({made.PAYLOAD_KEY_NAME: RIGHT})
    assert verdict.holds
    assert said_of(verdict, RUN) == "39 events, completed, archived and on record, 39 payloads opened"
    verdict = with_keys({})
    assert verdict.holds
    assert said_of(verdict, RUN) == "39 events, completed, archived and on record, encrypted"


def test_keys_are_read_back_as_they_were_written() -> None:
    one = replace(made.dossier(), payload_keys={made.PAYLOAD_KEY_NAME: RIGHT})
    entries = [entry for entry in unpack(made.written_down(one)) if entry.name not in {BLOCKS, STATEMENT}]
    assert read_dossier(entries) == one


@pytest.mark.parametrize(
    ("keys", "redacted", "broken"),
    [
        ({made.PAYLOAD_KEY_NAME: WRONG}, False, [RUN]),
        ({made.PAYLOAD_KEY_NAME: "not base64!"}, False, [KEYS]),
        ({made.PAYLOAD_KEY_NAME: RIGHT[:-4]}, False, [KEYS]),
        ({f"{made.CALL}/0001": RIGHT}, False, [KEYS]),
        ({made.PAYLOAD_KEY_NAME: RIGHT}, True, [KEYS]),
    ],
)
def test_a_key_that_is_none_or_another_files_or_was_to_be_left_out_is_named(
    *, keys: dict[str, str], redacted: bool, broken: list[str]
) -> None:
    assert [one.what for one in with_keys(keys, redacted=redacted).findings if not one.holds] == broken


def test_payloads_under_other_keys_are_counted_and_left() -> None:
    assert open_with(made.HISTORY, {}) == Opening(opened=0, shut=39)
    assert open_with(made.HISTORY, {made.PAYLOAD_KEY_NAME: made.PAYLOAD_KEY}) == Opening(opened=39)
    assert open_with(made.HISTORY, {made.PAYLOAD_KEY_NAME: bytes(32)}).false == made.PAYLOAD_KEY_NAME


@pytest.mark.parametrize("text", ["", "A", "not base64!", WRONG[:-4], WRONG + WRONG])
def test_a_text_that_is_no_key_is_none(text: str) -> None:
    assert key_of(text) is None
    assert key_of(WRONG) == bytes(32)
