"""What a dossier has to have because its records say so: chains, papers, and every record of the file itself."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grants.proof.dossier.contents import Dossier, document_entry
from grants.proof.dossier.named import belonging, papers
from grants.proof.finding import Finding, Told

OWN = "application"
"""What the chain of the file itself is."""


def find_chains(dossier: Dossier, own: Sequence[dict[str, Any]]) -> Finding:
    """The file's own chain, whole, and those of the call and the consortium it names. own: its events."""
    fault = _fault(dossier, belonging(own))
    found = Told.of("dossier.chains.holds", "{count}, with all that the file names", count=len(dossier.chains))
    return Finding(Told.of("dossier.chains", "chains of the file"), not fault, fault or found)


def _fault(dossier: Dossier, named: Mapping[str, str]) -> str:
    subjects, about = dossier.facts.subjects, dossier.facts.about
    kinds = {one.about: one.kind for one in subjects}
    twice = [name for name, count in Counter(one.about for one in subjects).items() if count > 1]
    own = next((one for one in subjects if one.about == about and one.kind == OWN), None)
    if own is None or not own.records:
        return Told.of("dossier.chains.own", "that of the file itself is not here")
    if own.withheld or any(record.withheld for one in dossier.chains if one.subject == own for record in one.records):
        return Told.of("dossier.chains.withheld", "records of the file itself are withheld")
    if twice:
        return Told.of("dossier.chains.twice", "{about} is here twice", about=twice[0])
    missing = [(kind, one) for one, kind in named.items() if kinds.get(one) != kind]
    if missing:
        kind, one = missing[0]
        subject = Told.of(f"dossier.subject.{kind}", f"{kind} {{about}}", about=one)
        return Told.of("dossier.chains.missing", "the file names {subject}, whose chain is not here", subject=subject)
    return ""


def find_papers(dossier: Dossier, events: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """Every paper the records name is listed; each that is here is the one that was kept."""
    listed = {one.sha256: one.included for one in dossier.facts.documents}
    left_out = [one for one in papers(events) if one not in listed]
    found = Told.of(
        "dossier.papers.holds",
        "{count} named and listed, the bytes of {included} are here",
        count=len(listed),
        included=sum(listed.values()),
    )
    if left_out:
        told = "the records name {name}…, of which the dossier says nothing"
        found = Told.of("dossier.papers.left_out", told, name=left_out[0][:16])
    yield Finding(Told.of("dossier.papers", "papers on record"), not left_out, found)
    for one in dossier.facts.documents:
        content = dossier.files.get(document_entry(one.sha256))
        if not one.included:
            continue
        holds = content is not None and hashlib.sha256(content).hexdigest() == one.sha256 and len(content) == one.size
        found = Told.of("dossier.document.changed", "is not what was kept")
        if holds:
            found = Told.of("dossier.document.holds", "{size} bytes", size=one.size)
        yield Finding(Told.of("dossier.document", "document {name}…", name=one.sha256[:16]), holds, found)
