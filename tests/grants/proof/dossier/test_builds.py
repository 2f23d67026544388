"""A dossier names the builds that took the steps of its runs, and where the ledger says their sources are kept."""

import json
from dataclasses import replace

from grants.proof.dossier.builds import BUILDS, find_builds
from grants.proof.dossier.contents import ArchivedRun, Dossier
from tests.grants.proof.dossier import made

TOLD = {"build": "0.1.0", "tree": "a" * 64, "document": "b" * 64, "files": 3, "size": 9}


def run(one: Dossier, *builds: str) -> tuple[ArchivedRun, ...]:
    """Its first run, as if these builds had taken its steps."""
    first = one.runs[0]
    text = first.archived.read().model_copy(update={"builds": builds}).canonical()
    return (first.model_copy(update={"archived": first.archived.model_copy(update={"manifest": text})}),)


def test_each_build_is_named_with_its_sources_or_that_the_ledger_names_none() -> None:
    one = made.dossier()
    body = json.dumps({"type": "audit.build.archived.v1", "data": TOLD})
    subject = one.chains[1].subject.model_copy(update={"about": BUILDS, "kind": "other"})
    chain = replace(one.chains[1], subject=subject, bodies=("", body))
    found = list(find_builds(replace(one, runs=run(one, "0.1.0", "0.0.9"), chains=(*one.chains, chain))))
    assert [(each.what, each.holds) for each in found] == [("build 0.0.9", True), ("build 0.1.0", True)]
    assert "names no sources" in found[0].found
    assert TOLD["tree"] in found[1].found
    assert TOLD["document"] in found[1].found


def test_what_is_no_manifest_names_no_build() -> None:
    one = made.dossier()
    first = one.runs[0]
    bent = first.model_copy(update={"archived": first.archived.model_copy(update={"manifest": "{"})})
    assert list(find_builds(replace(one, runs=(bent,)))) == []
