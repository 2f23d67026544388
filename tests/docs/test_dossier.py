"""The page of the dossier says enough for another verifier: each name that is written in one, and the order."""

import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from grants.decisions import Explanation
from grants.proof.archive import Archived, Manifest
from grants.proof.dossier.contents import (
    ArchivedRun,
    ChainProof,
    Facts,
    Growth,
    Held,
    Inclusion,
    Record,
    Roots,
    Subject,
    entries_of,
)
from grants.proof.dossier.sealing import BLOCKS, STATEMENT, DossierStatement, SignedDossier
from grants.proof.signatures import ChainStatement, KeyStatement, PublicKey, RootStatement, Signed
from tests.docs.reading import DOCS
from tests.grants.proof.dossier import made

PAGE = (DOCS / "dossier.md").read_text()
WORDS = frozenset(re.findall(r"`([^`\n]+)`", PAGE))
STATEMENTS: tuple[type[BaseModel], ...] = (ChainStatement, DossierStatement, KeyStatement, RootStatement)
PARTS: tuple[type[BaseModel], ...] = (
    *(Archived, ArchivedRun, ChainProof, Explanation, Facts, Growth, Held, Inclusion, Manifest, PublicKey),
    *(Record, Roots, Signed, SignedDossier, Subject),
)


@pytest.mark.parametrize("part", [*STATEMENTS, *PARTS], ids=lambda part: part.__name__)
def test_each_name_in_a_part_of_a_dossier_stands_on_the_page(part: Any) -> None:
    assert set(part.model_fields) <= WORDS


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.__name__)
def test_the_kind_of_each_statement_that_is_signed_stands_on_the_page(statement: Any) -> None:
    assert set(get_args(statement.model_fields["what"].annotation)) <= WORDS


def pattern(row: str) -> re.Pattern[str]:
    """A name of the page's first table as one of a dossier: what is in capitals, and "…", is anything."""
    return re.compile(re.sub("FOLDER|KEY|DATE|SHA256|…", ".+", row.replace(".", "[.]")))


def test_the_entries_are_written_in_the_order_of_the_page() -> None:
    table = PAGE.partition("## The file")[2].partition("## ")[0]
    rows = [pattern(row) for row in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)]
    one = replace(made.dossier(), payload_keys={made.PAYLOAD_KEY_NAME: "x"})
    names = [*(entry.name for entry in entries_of(one, "x")), BLOCKS, STATEMENT]
    places = [next(place for place, row in enumerate(rows) if row.fullmatch(name)) for name in names]
    chain = {place for place, row in enumerate(rows) if row.pattern.startswith(".+/")}
    around = [place for place in places if place not in chain]
    assert (around, {*places}) == (sorted(around), {*range(len(rows))})
    assert [place for place in places if place in chain] == sorted(chain) * len(one.chains)
