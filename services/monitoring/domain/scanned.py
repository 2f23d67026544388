"""Scans that are named as evidence. Pure."""

from collections.abc import Collection, Iterator, Sequence

from grants.breach import Breach


def unknown(documents: Sequence[str], known: Collection[str]) -> Iterator[Breach]:
    """Hashes named as evidence of which no scan was handed in for the grant. known: those that were."""
    for place, document in enumerate(documents):
        if document not in known:
            yield Breach("scan.unknown", f"documents[{place}]", document, "", "Destek")
