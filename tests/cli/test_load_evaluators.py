"""`destek load evaluators`: a table is checked before anything is asked for, and every fault is named."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.load import app

GOOD = "Kişi No;Ad Soyad;NACE\nd1;Ayşe;28.11\nd2;Barış;27\n"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (GOOD, 0, "2"),
        (GOOD.replace("28.11", "çok"), 1, "2:nace"),
        (GOOD.replace("NACE", "Burç"), 1, "1:Burç"),
        ("", 1, "1:person_id"),
    ],
)
def test_a_table_is_checked_with_nothing_running(tmp_path: Path, text: str, code: int, words: str) -> None:
    file = tmp_path / "pool.csv"
    file.write_text(text, encoding="utf-8")
    ran = CliRunner().invoke(app, ["evaluators", str(file), "--check-only"])
    assert (ran.exit_code, words in ran.output) == (code, True), ran.output


def test_a_file_that_is_none_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("none.csv", "bytes.csv"):
        ran = CliRunner().invoke(app, ["evaluators", str(tmp_path / name), "--check-only"])
        assert ran.exit_code == 2
        assert name in ran.output
