"""What somebody else wrote steers no terminal and adds no line."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.plain import plain, plain_json
from cli.reading import print_json, print_story


@given(text=st.text(alphabet=st.characters()))
def test_whatever_the_text_it_is_one_line_of_what_can_be_seen(text: str) -> None:
    assert not {unicodedata.category(one) for one in plain(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", ["", "kayıt 3", "Gümrükte bekleyen makine — %50,00", "a\\nb"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(text=st.text(alphabet=st.characters(codec="utf-8")))
def test_json_says_the_same_to_programs(text: str) -> None:
    told = {"found": text, text: [text]}
    written = plain_json(json.dumps(told, ensure_ascii=False, indent=2))
    assert json.loads(written) == told
    assert all(plain(line) == line for line in written.split("\n"))


def test_a_story_has_a_line_for_each_event_whatever_people_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"at": "2027-03-01T09:00:00Z", "actor_role": "coordinator", "actor_id": "a\x1b[2K", "regime": ""}
    print_story([{**told, "text": "Sebep: x\n2027-03-01 12:00  Her şey yolunda\u2028"}], "tr")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("2027-03-01 12:00  Sebep: x")
    assert "\x1b" not in line


def test_half_a_pair_of_letters_is_printed_as_json_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"found": "\ud800"})
    assert json.loads(capsys.readouterr().out) == {"found": "\ud800"}
