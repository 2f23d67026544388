"""Every automatic decision in the records about a subject, made again."""

from collections.abc import Iterator

from cli.phrases import Phrase
from cli.proof import Ledger, Proof
from grants.proof.decided import remade


def prove_decisions(ledger: Ledger) -> Iterator[Proof]:
    """A proof for each explanation: it comes out the same, or what differs."""
    for link in ledger.links:
        where = {"index": link.chain_index, "about": link.about}
        for one in remade(link.opened()):
            what = Phrase.of("replay.decision", decision=one.decision or "-", **where)
            found = Phrase.of(f"replay.decision.{one.how}", came=one.came, regime=one.regime)
            meaning = "" if one.holds else Phrase.of(f"replay.decision.{one.how}.meaning")
            yield Proof(what, one.holds, found, meaning)
