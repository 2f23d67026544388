"""Drawing a sample. Nobody chooses a seed by chance: it is the next root that is signed once the asking is on record.

What may be drawn is on record before that root is known, and the asking itself is under it, with salts nobody chooses.
A seed that was settled in front of others may be given; whoever reads of the sample is told that it was.
"""

from dataclasses import dataclass

from grants.breach import Breach, NotFound
from grants.contracts.desk_events import SampleAsked, SampleDrawn
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.signing import Signer
from runtime.unit import Unit
from services.audit.domain.samples import Sample
from services.audit.domain.sampling import Method, draw, population
from services.audit.domain.sealing import NotSealed
from services.audit.store import desk as store
from services.audit.usecases import seal
from services.audit.usecases.desk import Drawn, drawn
from services.audit.usecases.record import record
from services.audit.usecases.rights import allow


@dataclass(frozen=True, slots=True)
class Wish:
    """call_id: of one call alone; "" for all. seed: given where a sample is to be drawn in front of others."""

    method: Method
    size: int
    reason: str
    call_id: str = ""
    seed: str = ""


async def draw_sample(unit: Unit, wish: Wish, signer: Signer) -> Drawn:
    """Draw files; every one of them gets a working paper.

    Raises NotAllowed, NotFound (nothing to draw from), TreeTorn, KeyNotVouched, KeyRetired.
    """
    allow(unit, frozenset(), Action.SAMPLE_DRAW)
    candidates = await store.candidates(unit.session, wish.call_id)
    if not candidates:
        raise NotFound(Breach("missing.candidates", "call_id", wish.call_id[:80]))
    asked = SampleAsked(
        sample_id=new_id(),
        method=wish.method.value,
        size=wish.size,
        call_id=wish.call_id,
        population=population(candidates),
        candidates=len(candidates),
        reason=wish.reason,
    )
    seed, root = (wish.seed, None) if wish.seed else await _by_chance(unit, asked, signer)
    files = draw(wish.method, candidates, wish.size, seed)
    told = SampleDrawn(**asked.model_dump(), seed=seed, seed_given=root is None, root=root, drawn=files)
    facts = told.model_dump(exclude={"sample_id", "drawn"})
    sample = Sample(id=asked.sample_id, **facts, drawn_at=unit.now, drawn_by=unit.actor.person_id)
    await store.add_sample(unit.session, sample, files)
    unit.tell(told, about=sample.id)
    return await drawn(unit, sample)


async def _by_chance(unit: Unit, asked: SampleAsked, signer: Signer) -> tuple[str, int]:
    """The hash of the next root, and its number; the asking is on record before it is signed."""
    await unit.lock("ledger")
    await seal.introduce(unit, signer)
    unit.tell(asked, about=asked.sample_id)
    await record(unit, unit.told[-1][1])
    root = await seal.sign_root(unit, signer)
    if root is None:
        raise NotSealed(Breach(NotSealed.rule, "sample_id", asked.sample_id))
    return root.statement.root, root.statement.number
