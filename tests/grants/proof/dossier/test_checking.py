"""What a dossier says holds together, or the check names what does not: by whoever could seal it anew, too."""

from dataclasses import replace
from typing import Any

import pytest

from cli.phrases import said
from grants.proof.chain import seal
from grants.proof.dossier.checking import Verdict, verify
from grants.proof.dossier.contents import Dossier, Facts, Roots, document_entry, entries_of, read_dossier
from grants.proof.dossier.packing import Entry
from grants.proof.dossier.sealing import seal as sealed
from grants.proof.finding import Told
from grants.proof.known import Known
from grants.proof.signatures import Ring
from runtime.messages import catalogue
from tests.grants.proof.dossier import made


def has_its_words(verdict: Verdict) -> None:
    """What was found says in English what the catalogue has of it, and has Turkish words."""
    for told in (text for one in verdict.findings for text in (one.what, one.found) if isinstance(text, Told)):
        assert said(told, "en") == told
        assert catalogue("cli").knows(told.key, "tr"), told.key


def broken(verdict: Verdict) -> list[str]:
    assert verdict.wrong is None, verdict.wrong
    has_its_words(verdict)
    return [one.what for one in verdict.findings if not one.holds]


def of(one: Dossier) -> Verdict:
    """As the holder of the key would have it: the seal always holds."""
    return verify(made.written_down(one))


def test_a_whole_dossier_holds_in_every_part() -> None:
    verdict = of(made.dossier())
    assert verdict.holds
    has_its_words(verdict)
    looked_at = {one.what.partition(" ")[0] for one in verdict.findings}
    assert looked_at >= {"seal", "keys", "root", "growth", "ledger", "end", "place", "rules", "decision", "archive"}
    assert looked_at >= {"run", "document", "entries"}


def test_it_is_read_back_as_it_was_written() -> None:
    one = made.dossier()
    assert read_dossier(entries_of(one, "x")) == one


def test_a_dossier_without_what_is_personal_holds_as_well() -> None:
    one = made.dossier(redacted=True)
    assert of(one).holds
    assert b"Ay\xc5\x9fe Kaya" not in made.written_down(one)


def test_what_is_personal_is_there_where_nothing_was_left_out() -> None:
    assert b"Ay\xc5\x9fe Kaya" in made.written_down(made.dossier(withheld=()))


def test_a_record_that_concerns_others_is_withheld_and_the_chain_still_holds() -> None:
    verdict = of(made.dossier(withheld=(1, 2)))
    assert verdict.holds
    has_its_words(verdict)
    assert any("2 of them withheld" in one.found for one in verdict.findings)


def test_the_first_key_is_compared_with_the_one_that_is_trusted() -> None:
    assert verify(made.whole(), Known(made.named(made.FIRST))).holds
    assert broken(verify(made.whole(), Known(made.named(made.SECOND)))) == ["first key"]


APPLICATION, CALL = f"ledger of application {made.APPLICATION}", f"ledger of call {made.CALL}"


def bodies(change: Any) -> Dossier:
    one = made.dossier()
    return made.with_chain(one, 0, bodies=tuple(change(list(one.chains[0].bodies))))


def changed(lines: list[str]) -> list[str]:
    return [lines[0].replace("OSTİM", "BAŞKA"), *lines[1:]]


def swapped(lines: list[str]) -> list[str]:
    return [lines[1], lines[0], *lines[2:]]


def dated_back(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace("2027-01-01T04", "2027-01-01T03"), *lines[2:]]


@pytest.mark.parametrize("change", [changed, swapped, dated_back])
def test_a_record_that_was_changed_moved_or_dated_back_breaks_its_chain(change: Any) -> None:
    assert APPLICATION in broken(of(bodies(change)))


def test_a_chain_that_was_cut_at_its_end_is_not_the_one_that_was_signed() -> None:
    one = made.dossier()
    chain = one.chains[0]
    subject = chain.subject.model_copy(update={"records": 2})
    cut = made.with_chain(
        one, 0, subject=subject, bodies=chain.bodies[:2], records=chain.records[:2], openings=chain.openings[:2]
    )
    facts = one.facts.model_copy(update={"subjects": (subject, one.chains[1].subject)})
    found = broken(of(replace(cut, facts=facts)))
    assert {f"end of the {APPLICATION}", f"place of the {APPLICATION}"} <= set(found)


def test_a_chain_written_anew_is_not_in_the_tree_that_was_signed() -> None:
    one = made.dossier()
    chain = one.chains[0]
    lines = changed(list(chain.bodies))
    head, records = made.Position().head, []
    for line, record in zip(lines, chain.records, strict=True):
        fresh = record.model_copy(update={"previous_hash": head, "hash": seal(head, line, record.recorded_at)})
        records.append(fresh)
        head = fresh.hash
    found = broken(of(made.with_chain(one, 0, bodies=tuple(lines), records=tuple(records))))
    assert APPLICATION not in found
    assert {f"end of the {APPLICATION}", f"place of the {APPLICATION}"} <= set(found)


def test_an_opening_that_says_something_else_than_was_sealed_is_named() -> None:
    one = made.dossier()
    chain = one.chains[0]
    openings = (chain.openings[0], chain.openings[1].replace("Gümrükte", "Yolda"), *chain.openings[2:])
    assert APPLICATION in broken(of(made.with_chain(one, 0, openings=openings)))


def test_something_personal_in_a_dossier_that_says_it_is_without_is_named() -> None:
    one, full = made.dossier(redacted=True), made.dossier()
    assert APPLICATION in broken(of(made.with_chain(one, 0, openings=full.chains[0].openings)))


def test_a_withheld_record_whose_hash_was_changed_breaks_the_chain() -> None:
    one = made.dossier(withheld=(1,))
    chain = one.chains[1]
    first = chain.records[0].model_copy(update={"hash": "00" * 32})
    assert CALL in broken(of(made.with_chain(one, 1, records=(first, *chain.records[1:]))))


def test_a_decision_is_made_again_by_the_rules_the_dossier_brings_along() -> None:
    one = made.dossier()
    key = made.RULES.key
    months = "extension_months_max: {value: "
    texts = tuple((name, text.replace(f"{months}24", f"{months}3")) for name, text in one.regimes[key])
    found = broken(of(replace(one, regimes={key: texts})))
    assert f"rules {made.RULES.pinned}" in found, "the revision is a hash of the rules: others have another name"
    assert any(what.startswith("decision extension") for what in found)


def test_rules_that_are_missing_are_named() -> None:
    one = made.dossier()
    assert f"rules {made.RULES.pinned}" in broken(of(replace(one, regimes={})))


def test_a_root_of_another_key_or_time_is_named() -> None:
    one = made.dossier()
    first, last = one.roots.roots
    foreign = last.model_copy(update={"signed": made.sign(made.FIRST, last.statement.canonical())})
    roots = Roots(roots=(first, foreign), growth=one.roots.growth)
    assert broken(of(replace(one, roots=roots))) == ["root 2"]


def test_a_tree_that_does_not_grow_out_of_the_one_before_is_named() -> None:
    one = made.dossier()
    (growth,) = one.roots.growth
    bent = growth.model_copy(update={"path": ("11" * 32, *growth.path[1:])})
    assert broken(of(replace(one, roots=Roots(roots=one.roots.roots, growth=(bent,))))) == ["growth of the ledger"]


def test_keys_that_nobody_vouched_for_are_named() -> None:
    one = made.dossier()
    keys = (one.keys[0], one.keys[1].model_copy(update={"voucher": None}))
    assert Ring(keys).doubts()
    assert "keys" in broken(of(replace(one, keys=keys)))


@pytest.mark.parametrize("part", ["hash", "previous_hash", "manifest"])
def test_a_run_that_does_not_stand_in_its_chain_is_named(part: str) -> None:
    one = made.dossier()
    (run,) = one.runs
    bent = run.archived.model_copy(update={part: "11" * 32})
    found = broken(of(replace(one, runs=(run.model_copy(update={"archived": bent}),))))
    assert any(what.startswith("archive of") for what in found)


RUN = f"run 1 of application/{made.APPLICATION}"


@pytest.mark.parametrize("change", [{"document": "00" * 32}, {"content": "00" * 32}, {"size": 3}, {"ending": "failed"}])
def test_a_run_that_is_not_the_one_the_ledger_tells_of_is_named(change: dict[str, Any]) -> None:
    one = made.dossier()
    other = made.archived_as(made.manifest().model_copy(update=change))
    assert broken(of(replace(one, runs=(other,)))) == [RUN, "runs on record"]


def test_a_history_that_is_missing_or_another_is_named() -> None:
    one = made.dossier()
    assert RUN in broken(of(replace(one, files={**one.files, made.ENTRY: b"{}"})))
    without = {name: content for name, content in one.files.items() if name != made.ENTRY}
    assert RUN in broken(of(replace(one, files=without)))


def test_a_document_that_is_not_the_one_that_was_kept_is_named() -> None:
    one = made.dossier()
    (held,) = one.facts.documents
    found = broken(of(replace(one, files={**one.files, document_entry(held.sha256): b"another"})))
    assert found == [f"document {held.sha256[:16]}…"]


def test_a_file_that_nobody_spoke_of_is_named() -> None:
    one = made.dossier()
    assert broken(of(replace(one, files={**one.files, "documents/strange": b""}))) == ["entries"]


def test_an_entry_that_is_not_of_its_shape_is_named() -> None:
    one = made.dossier()
    entries = [
        Entry(entry.name, b"[]" if entry.name == "ledger/roots.json" else entry.content)
        for entry in entries_of(one, "x")
    ]
    whole = sealed(entries, one.facts.about, one.facts.at, lambda content: made.sign(made.SECOND, content))
    (finding,) = verify(whole).findings
    assert not finding.holds
    assert "ledger/roots.json" in finding.found


def test_of_a_kind_that_is_not_known_nothing_is_read() -> None:
    raw = made.dossier().facts.model_dump()
    with pytest.raises(ValueError, match="format"):
        Facts.model_validate({**raw, "format": "destek.dossier.v3"})


def test_a_dossier_of_before_moments_were_sealed_holds_and_says_none() -> None:
    whole = made.written_down(made.dossier(moments=False))
    assert (verify(whole).holds, b"recorded_at" in whole) == (True, False)


@pytest.mark.parametrize("moment", ["2026-01-01T01:00:01.000000Z", ""])
def test_a_record_that_is_said_to_have_come_at_another_moment_is_not_what_was_sealed(moment: str) -> None:
    one = made.dossier()
    first, *others = one.chains[0].records
    other = first.model_copy(update={"recorded_at": moment})
    assert APPLICATION in broken(of(made.with_chain(one, 0, records=(other, *others))))
