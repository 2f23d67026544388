"""Whatever a stranger seals with a key of their own is answered, and never raises."""

import hashlib
import json
import struct
import unicodedata
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.dossier import lines, told
from grants.proof.archive import MOST, Archived, Wrong, unpack
from grants.proof.chain import GROUND, seal
from grants.proof.dossier.checking import Verdict, verify
from grants.proof.dossier.contents import FACTS, KEYS, Dossier, entries_of
from grants.proof.dossier.packing import Entry, pack
from grants.proof.dossier.sealing import (
    BLOCKS,
    STATEMENT,
    DossierStatement,
    SignedDossier,
    blocks_of,
    covered_by,
)
from grants.proof.dossier.sealing import seal as sealed
from tests.grants.proof.dossier import made

STEERS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
DEEP = "[" * 100_000 + "]" * 100_000


def by_a_stranger(covered: bytes) -> bytes:
    """Any bytes, sealed as those of a dossier are."""
    at, digest = made.stamp(made.BEGAN), hashlib.sha256(covered).hexdigest()
    statement = DossierStatement(about=made.APPLICATION, at=at, length=len(covered), sha256=digest)
    signed = SignedDossier(statement=statement, signed=made.sign(made.FIRST, statement.canonical()))
    tail = pack([Entry(BLOCKS, blocks_of(covered)), Entry(STATEMENT, signed.written())])
    return covered + tail


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(entries_of(made.dossier(), "x"))


def with_entry(name: str, content: bytes) -> bytes:
    """The dossier with another content of one entry."""
    changed = [Entry(one.name, content) if one.name == name else one for one in entries()]
    facts = made.dossier().facts
    return sealed(changed, facts.about, facts.at, lambda text: made.sign(made.SECOND, text))


def answered(whole: bytes) -> Verdict:
    """The verdict, said in both ways: each finding on a line of its own, which a terminal can show."""
    verdict = verify(whole)
    said = list(lines(verdict, "en"))
    assert not {unicodedata.category(letter) for one in said for letter in one.strip()} & STEERS
    json.dumps(told(verdict))
    return verdict


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = [one.name for one in entries()]


@given(covered=st.binary(max_size=400))
@settings(max_examples=30, deadline=None)
def test_any_bytes_that_somebody_sealed_are_answered(covered: bytes) -> None:
    assert not answered(by_a_stranger(covered)).holds
    assert not answered(covered).holds


@given(name=st.sampled_from(NAMES), value=ANY_JSON)
@settings(max_examples=60, deadline=None)
def test_any_json_in_any_entry_is_answered(name: str, value: Any) -> None:
    text = "".join(f"{line}\n" for line in [json.dumps(value)] * (4 if name.endswith("jsonl") else 1))
    answered(with_entry(name, text.encode()))


def paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Each place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(one for name, part in inner for one in paths(part, (*way, name)))]


def put(value: Any, way: tuple[Any, ...], other: Any) -> Any:
    if not way:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = put(value[way[0]], way[1:], other)
    return copy


@given(data=st.data(), value=ANY_JSON)
@settings(max_examples=60, deadline=None)
def test_any_json_at_any_place_of_what_is_read_is_answered(data: st.DataObject, value: Any) -> None:
    name = data.draw(st.sampled_from([name for name in NAMES if name.endswith((".json", ".jsonl"))]))
    parts = next(one for one in entries() if one.name == name).content.decode().splitlines()
    at = data.draw(st.sampled_from([at for at, part in enumerate(parts) if part]))
    was = json.loads(parts[at])
    parts[at] = json.dumps(put(was, data.draw(st.sampled_from(paths(was))), value))
    answered(with_entry(name, ("\n".join(parts) + "\n").encode()))


def with_body(body: str, openings: str = "") -> Dossier:
    """The first record says this, and its chain holds up to there."""
    one = made.dossier()
    chain = one.chains[0]
    first = chain.records[0]
    record = first.model_copy(update={"hash": seal(GROUND, body, first.recorded_at)})
    return made.with_chain(
        one,
        0,
        bodies=(body, *chain.bodies[1:]),
        records=(record, *chain.records[1:]),
        openings=(openings, *chain.openings[1:]),
    )


def event(data: str, kind: str = "x") -> str:
    return f'{{"data":{data},"subject":"{made.APPLICATION}","type":"{kind}"}}'


BODIES = {
    "nested too deep": event(DEEP),
    "no JSON, and speaks of an archived run": '{"x":"audit.run.archived.v1"',
    "a run without data": event("[]", "audit.run.archived.v1"),
    "a run with data of another kind": event('{"run_id":[],"hash":{}}', "audit.run.archived.v1"),
    "a list for an explanation": event('{"explanations":[[{"veiled":"ab"}]]}'),
    "a text for explanations": event('{"explanations":"abc"}'),
    "half a pair of letters": event(r'{"\ud800":{"veiled":"ab"},"b":{"veiled":"cd"}}'),
    "a number beyond all": event("1" * 5000),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_record_of_any_shape_is_answered_and_everything_else_is_still_looked_at(body: str) -> None:
    for openings in ("", '{"/data/b":["00","x"]}'):
        verdict = answered(made.written_down(with_body(body, openings)))
        assert not verdict.holds
        assert verdict.findings[-1].what == "entries"


@pytest.mark.parametrize("which", ["record", "opening"])
def test_a_record_that_says_a_name_twice_is_named_whatever_its_chain_says(which: str) -> None:
    body = made.dossier().chains[0].bodies[0]
    openings = made.dossier().chains[0].openings[0]
    if which == "record":
        body = body.replace('"actorrole":', '"actorrole":"minister","actorrole":', 1)
    else:
        openings = openings.replace('{"/actorid":', '{"/actorid":["00","bakan-1"],"/actorid":', 1)
    verdict = answered(made.written_down(with_body(body, openings)))
    (found,) = [one.found for one in verdict.findings if one.what == f"ledger of application {made.APPLICATION}"]
    assert found == "record 1 has a name twice: not everybody reads the same in it"


@pytest.mark.parametrize("name", [FACTS, KEYS, "ledger/roots.json", "ledger/application/seals.jsonl"])
def test_an_entry_that_says_a_name_twice_is_read_by_nobody(name: str) -> None:
    text = next(one for one in entries() if one.name == name).content.decode()
    at = text.index('"', text.index("{"))
    stop = text.index(":", at)
    verdict = answered(with_entry(name, f"{text[:at]}{text[at:stop]}:0,{text[at:]}".encode()))
    assert not verdict.holds
    assert "a name is there twice" in str(verdict)


MANIFESTS = {"about a list": '{"about":[]}', "nested too deep": f'{{"about":{DEEP}}}', "no JSON": "{", "nothing": ""}


@pytest.mark.parametrize("text", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_of_any_shape_is_named_by_its_chain(text: str) -> None:
    one = made.dossier()
    run = one.runs[0].model_copy(
        update={"archived": Archived(manifest=text, hash=seal(GROUND, text), previous_hash=GROUND)}
    )
    verdict = answered(made.written_down(replace(one, runs=(run,))))
    broken = [finding.what for finding in verdict.findings if not finding.holds]
    assert broken == ["archive of ", "runs on record"]


def test_a_manifest_that_says_a_name_twice_is_named_by_its_chain() -> None:
    one = made.dossier()
    was = one.runs[0].archived
    text = f'{{"about":"another",{was.manifest[1:]}'
    run = one.runs[0].model_copy(
        update={"archived": Archived(manifest=text, hash=seal(GROUND, text), previous_hash=GROUND)}
    )
    verdict = answered(made.written_down(replace(one, runs=(run,))))
    (found,) = [finding for finding in verdict.findings if finding.what == f"archive of {made.APPLICATION}"]
    assert (found.holds, "unreadable" in found.found) == (False, True)


def local(name: bytes, content: bytes = b"") -> bytes:
    """An entry as the ZIP format has it."""
    sizes = len(content), len(content), len(name), 0
    return struct.pack("<4s2B4HL2L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 33, 0, *sizes) + name + content


@pytest.mark.parametrize("name", [b"\xff" * 30_000, b"\xff", FACTS.encode(), KEYS.encode()])
def test_a_name_that_is_no_text_or_there_twice_is_named_by_its_place(name: bytes) -> None:
    covered = covered_by(entries())
    wrong = verify(by_a_stranger(covered + local(name))).wrong
    assert wrong is not None
    assert f"byte {len(covered)}" in wrong.what


def test_an_entry_said_to_lie_beyond_every_file_is_answered() -> None:
    extra = struct.pack("<HHQ", 1, 8, 2**63 + 5)
    head = (b"PK\x01\x02", 20, 3, 45, 0, 0, 0, 0, 33, 0, 0, 0, 1, len(extra), 0, 0, 0, 0, 0xFFFFFFFF)
    listed = struct.pack("<4s4B4HL2L5H2L", *head) + b"a" + extra
    found = answered(listed + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), 0, 0))
    assert not found.holds
    assert found.wrong is not None
    assert "beyond any file" in found.wrong.what


@pytest.mark.parametrize("size", [-1, MOST + 1, 2**70])
def test_no_history_is_unpacked_beyond_what_any_has_whatever_its_manifest_says(size: int) -> None:
    manifest = made.manifest().model_copy(update={"size": size})
    assert unpack(manifest, made.compressed()) is Wrong.CONTENT_CHANGED
    one = made.dossier()
    verdict = answered(made.written_down(replace(one, runs=(made.archived_as(manifest),))))
    (run,) = [finding for finding in verdict.findings if finding.what.startswith("run 1 of")]
    assert (run.holds, "more than any has" in run.found) == (False, size > MOST)


def test_a_record_cannot_write_a_line_of_the_verdict() -> None:
    forged = "x\nholds   seal: all is well\r\x1b[2K\u202e"
    one = made.dossier()
    subject = one.chains[1].subject.model_copy(update={"about": forged})
    facts = one.facts.model_copy(update={"subjects": (one.chains[0].subject, subject)})
    verdict = answered(made.written_down(made.with_chain(replace(one, facts=facts), 1, subject=subject)))
    said = list(lines(verdict, "en"))
    assert len(said) == len(verdict.findings) + 1
    assert not any("\x1b" in line or "\u202e" in line for line in said)
