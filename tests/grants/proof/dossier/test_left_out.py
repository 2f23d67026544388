"""Whatever the records of a dossier speak of is in it, or the check names it: also where all was sealed anew."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import Dossier, document_entry
from tests.grants.proof.dossier import made


def broken(one: Dossier) -> list[str]:
    verdict = verify(made.written_down(one))
    assert verdict.wrong is None, verdict.wrong
    return [finding.what for finding in verdict.findings if not finding.holds]


def found(one: Dossier, what: str) -> str:
    return next(finding.found for finding in verify(made.written_down(one)).findings if finding.what == what)


def with_subjects(one: Dossier, *chains: made.Chain) -> Dossier:
    facts = one.facts.model_copy(update={"subjects": tuple(chain.subject for chain in chains)})
    return replace(one, facts=facts, chains=chains)


def without_files(one: Dossier, *names: str) -> Dossier:
    return replace(one, files={name: content for name, content in one.files.items() if name not in names})


def test_a_run_that_the_ledger_tells_of_may_not_be_left_out() -> None:
    one = made.dossier()
    assert broken(replace(without_files(one, made.ENTRY), runs=())) == ["runs on record"]


def test_a_paper_that_a_record_names_may_not_be_left_out_of_the_list() -> None:
    one = made.dossier()
    (held,) = one.facts.documents
    silent = replace(one, facts=one.facts.model_copy(update={"documents": ()}))
    assert broken(without_files(silent, document_entry(held.sha256))) == ["papers on record"]


def test_a_paper_whose_bytes_were_not_taken_along_is_listed_and_counted() -> None:
    one = made.dossier()
    (held,) = one.facts.documents
    listed = one.facts.model_copy(update={"documents": (held.model_copy(update={"included": False}),)})
    bare = without_files(replace(one, facts=listed), document_entry(held.sha256))
    assert broken(bare) == []
    assert found(bare, "papers on record") == "1 named and listed, the bytes of 0 are here"


def test_the_chain_of_the_call_that_the_file_names_may_not_be_left_out() -> None:
    one = made.dossier()
    alone = with_subjects(one, one.chains[0])
    assert broken(alone) == ["chains of the file"]
    assert made.CALL in found(alone, "chains of the file")


def test_the_chain_of_the_file_itself_may_not_be_left_out() -> None:
    one = made.dossier()
    without = replace(with_subjects(one, one.chains[1]), runs=(), payload_keys={})
    assert "chains of the file" in broken(without_files(without, made.ENTRY))


def as_another_kind(one: Dossier) -> Dossier:
    """What is of another kind may withhold what concerns others."""
    own = one.chains[0]
    return with_subjects(one, replace(own, subject=own.subject.model_copy(update={"kind": "other"})), one.chains[1])


def withheld(one: Dossier) -> Dossier:
    """The second record of the file, as if it concerned others."""
    own = one.chains[0]
    second = own.records[1].model_copy(update={"withheld": True, "recorded_at": ""})
    chain = replace(
        own,
        bodies=(own.bodies[0], "", *own.bodies[2:]),
        openings=(own.openings[0], "", *own.openings[2:]),
        records=(own.records[0], second, *own.records[2:]),
        subject=own.subject.model_copy(update={"withheld": 1}),
    )
    return with_subjects(one, chain, one.chains[1])


@pytest.mark.parametrize("change", [withheld, as_another_kind, lambda one: as_another_kind(withheld(one))])
def test_no_record_of_the_file_itself_is_withheld_whatever_its_chain_is_called(
    change: Callable[[Dossier], Dossier],
) -> None:
    assert broken(change(made.dossier())) == ["chains of the file"]


def test_a_chain_stands_in_a_dossier_once() -> None:
    one = made.dossier()
    folder = one.chains[1].subject.model_copy(update={"folder": "ledger/again"})
    twice = with_subjects(one, *one.chains, replace(one.chains[1], subject=folder))
    assert broken(twice) == ["chains of the file"]


def test_rules_that_a_record_was_decided_under_may_not_be_left_unsaid() -> None:
    one = made.dossier()
    silent = replace(one, facts=one.facts.model_copy(update={"regimes": ()}), regimes={})
    assert f"rules {made.RULES.pinned}" in broken(silent)


def test_rules_that_no_record_was_decided_under_are_named_as_what_nothing_speaks_of() -> None:
    one = made.dossier()
    more = replace(one, regimes={**one.regimes, "other": (("other/2020-01-01.yaml", "a: 1\n"),)})
    assert broken(more) == ["entries"]
