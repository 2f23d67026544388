"""Every automatic decision in the records about a subject, made again: by this build, or by one that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cli.phrases import Phrase
from cli.proof import Ledger, Proof
from cli.replaying import Replays
from grants.proof.chain import Link
from grants.proof.decided import How, Remade, remade
from grants.proof.veil import Opened


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on record, as it is to be found, as it stands there, and as this build makes it again."""

    where: dict[str, object]
    raw: Any
    regime: str
    here: Remade

    @property
    def can_be_asked(self) -> bool:
        """Whether another build can say more of it than that it is sealed, none, or not what its event says."""
        return self.here.how not in {How.SEALED, How.UNREADABLE, How.TOLD}


def decided(opened: Opened, where: dict[str, object]) -> Iterator[Decided]:
    """The decisions of an event."""
    data = opened.event.get("data")
    told = data.get("explanations", []) if isinstance(data, dict) else []
    raws = told if isinstance(told, list) else [told]
    for raw, one in zip(raws, remade(opened), strict=True):
        yield Decided(where, raw, str(opened.event.get("regime", "")), one)


def of_ledger(ledger: Ledger) -> Iterator[Decided]:
    for link in ledger.links:
        yield from decided(link.opened(), _where(link))


def _where(link: Link) -> dict[str, object]:
    return {"index": link.chain_index, "about": link.about}


def prove_decisions(ledger: Ledger) -> Iterator[Proof]:
    """A proof for each explanation: it comes out the same, or what differs."""
    return (_proof(one, one.here, _found(one.here)) for one in of_ledger(ledger))


async def prove_decisions_by(replays: Replays, every: Sequence[Decided]) -> list[Proof]:
    """The same by the code of the build that is asked for, and by which it was; by this one where that makes none.

    Raises ReplayFailed.
    """
    if not replays.build:
        return [_proof(one, one.here, _found(one.here)) for one in every]
    asked = [one for one in every if one.can_be_asked]
    again = await replays.decide([{"raw": one.raw, "regime": one.regime} for one in asked])
    if again.failure:
        key, values = "replay.decision.by_this", {"build": replays.build, "reason": again.failure}
        return [_proof(one, one.here, Phrase.of(key, found=_found(one.here), **values)) for one in every]
    answers = iter(again.decisions)
    return [_by(one, next(answers), replays.build) if one.can_be_asked else _by(one, one.here, "") for one in every]


def _by(one: Decided, again: Remade, build: str) -> Proof:
    """What the event says beside the decision is no matter of who makes it again."""
    if again.holds and one.here.beside:
        return _proof(one, again := again.told(one.here.beside), _found(again))
    found = _found(again)
    return _proof(one, again, Phrase.of("replay.decision.by", found=found, build=build) if build else found)


def _found(one: Remade) -> Phrase:
    return Phrase.of(f"replay.decision.{one.how}", came=one.came, regime=one.regime)


def _proof(one: Decided, again: Remade, found: Phrase) -> Proof:
    what = Phrase.of("replay.decision", decision=again.decision or "-", **one.where)
    meaning = "" if again.holds else Phrase.of(f"replay.decision.{again.how}.meaning")
    return Proof(what, again.holds, found, meaning)
