"""The files of a regime with mistakes written into them, and what is said about these."""

from collections.abc import Sequence

from grants.regimes import Fault, FaultyRules, parse, texts

KEY = "kdp-2014"
FIRST, AMENDMENT = texts(KEY)

File = tuple[str, str]
"""Name and text."""
Edit = tuple[str, str]
"""What stands in a file, and what is written instead."""


def edited(file: File, *edits: Edit) -> File:
    """The file with each of these written at the first place where it stands."""
    name, text = file
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    return name, text


def block(begins: str, ends: str) -> str:
    """All of the first file from one text up to another."""
    text = FIRST[1]
    start = text.index(begins)
    return text[start : text.index(ends, start)]


def faults_of(files: Sequence[File], key: str = KEY) -> tuple[Fault, ...]:
    """What is wrong with these files; nothing where they can be used."""
    try:
        parse(key, files)
    except FaultyRules as faulty:
        return faulty.faults
    return ()


def line_of(fault: Fault, files: Sequence[File]) -> str:
    """The line that a fault points at; it must be there."""
    text = dict(files)[fault.file]
    return text.splitlines()[fault.line - 1]
