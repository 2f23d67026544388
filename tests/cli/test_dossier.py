"""`destek audit verify` needs nothing but the file, says what holds, and names the byte that does not."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.audit import app
from tests.grants.proof.dossier import made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.zip"
    path.write_bytes(made.whole())
    return path


def verify(*words: str) -> Result:
    return CliRunner().invoke(app, ["verify", "--language", "en", *words])


def test_the_verdict_is_said_in_turkish_unless_another_language_is_asked_for(file: Path) -> None:
    output = CliRunner().invoke(app, ["verify", str(file)]).output
    assert "tamam   mühür: " in output
    assert "hepsi kendi içinde tamam, ama anahtarlara kimse kefil değil" in output
    for english in ("holds", "record ", "ledger of", "each stands", "made again", "decision "):
        assert english not in output


def test_a_whole_dossier_is_proven(file: Path) -> None:
    result = verify(str(file), "--key", made.named(made.FIRST))
    assert result.exit_code == 0, result.output
    assert re.fullmatch(r"proven: all \d+ hold", result.output.strip().splitlines()[-1])
    assert "BROKEN" not in result.output


def test_the_byte_that_was_changed_is_named(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[5000] ^= 4
    file.write_bytes(content)
    result = verify(str(file))
    assert result.exit_code == 1
    assert "byte 5000 (in " in result.output
    assert "a byte was changed here" in result.output
    assert "buradaki bayt değiştirilmiş" in verify(str(file), "--language", "tr").output


def test_for_a_program_it_is_one_json_object(file: Path) -> None:
    found = json.loads(verify(str(file), "--json", "--key", made.named(made.FIRST)).output)
    assert (found["holds"], found["vouched"], found["wrong"]) == (True, True, None)
    file.write_bytes(file.read_bytes()[:-1])
    broken = json.loads(verify(str(file), "--json").output)
    assert (broken["holds"], broken["findings"]) == (False, [])
    assert broken["wrong"]["offset"] == len(file.read_bytes())


def test_a_ledger_of_another_key_is_not_the_one_that_is_trusted(file: Path) -> None:
    result = verify(str(file), "--key", made.named(made.SECOND))
    assert result.exit_code == 1
    assert "BROKEN  first key" in result.output


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert verify(str(tmp_path / "none.zip")).exit_code == 2


def test_what_an_auditor_wrote_down_is_compared(file: Path, tmp_path: Path) -> None:
    root = tmp_path / "000000000001.json"
    root.write_text(made.dossier().roots.roots[0].model_dump_json(), encoding="utf-8")
    known = "--key", made.named(made.FIRST), "--last-key", made.named(made.SECOND), "--root", str(root)
    assert verify(str(file), *known).exit_code == 0
    assert "BROKEN  last key" in verify(str(file), "--last-key", made.named(made.FIRST)).output
    assert "BROKEN  known root" in verify(str(file), "--root", "00" * 32).output


def test_a_root_that_is_none_is_said_to_be_so(file: Path, tmp_path: Path) -> None:
    assert verify(str(file), "--root", str(tmp_path / "none.json")).exit_code == 2
    assert verify(str(file), "--root", str(file)).exit_code == 2


def test_without_anything_known_it_is_said_that_nobody_vouches(file: Path) -> None:
    result = verify(str(file))
    assert result.exit_code == 0
    assert "by keys nobody has vouched for" in result.output.strip().splitlines()[-1]
