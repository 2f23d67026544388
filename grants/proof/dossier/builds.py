"""Which builds took the steps of the runs in a dossier, and whether the ledger has where their sources are kept."""

from collections.abc import Iterator

from grants.proof.dossier.contents import Dossier
from grants.proof.dossier.named import event_in
from grants.proof.finding import Finding, Told

BUILDS = "builds"
"""The chain that tells of builds."""
ARCHIVED = "audit.build.archived."


def find_builds(dossier: Dossier) -> Iterator[Finding]:
    """One finding a build. That nobody has kept its sources takes nothing from the rest, and is said."""
    kept = {str(one.get("build")): one for one in _told(dossier)}
    for build in sorted(_made(dossier)):
        found = Told.of("dossier.build.missing", "took steps of these runs; the ledger names no sources of it")
        if told := kept.get(build):
            sources = "took steps of these runs; sources: tree {tree}, kept as {document}"
            found = Told.of("dossier.build.kept", sources, tree=told.get("tree"), document=told.get("document"))
        yield Finding(Told.of("dossier.build", "build {build}", build=build), holds=True, found=found)


def _made(dossier: Dossier) -> set[str]:
    found: set[str] = set()
    for run in dossier.runs:
        try:
            found.update(run.archived.read().builds)
        except (ValueError, RecursionError):
            continue
    return found


def _told(dossier: Dossier) -> Iterator[dict[str, object]]:
    for chain in dossier.chains:
        if chain.subject.about == BUILDS:
            for body in filter(None, chain.bodies):
                try:
                    event = event_in(body, "").event
                except ValueError:
                    continue  # named by its chain
                if str(event.get("type", "")).startswith(ARCHIVED):
                    yield event["data"]
