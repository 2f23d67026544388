"""What a walk over the whole ledger needs: its records by place, and the roots that were kept apart."""

from dataclasses import dataclass, replace

from pydantic import ValidationError

from grants.policy import Action
from grants.proof.chain import Link
from grants.proof.signatures import SignedRoot
from runtime.documents import Documents
from runtime.unit import Unit
from services.audit.domain.naming import files_named
from services.audit.store import tree
from services.audit.store import walking as store
from services.audit.store.walking import Stretch
from services.audit.usecases.rights import allow, kept_from
from services.audit.usecases.seal import root_path


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch as this reader may see it. withheld: the places of records whose text the reader is kept from.

    Their hashes are there, so that chains and roots are proven all the same.
    """

    stretch: Stretch
    withheld: frozenset[int]


async def stretch(unit: Unit, after: int | None, limit: int) -> Shown:
    """Records and keys after a place, from the very first where none is named. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = await store.stretch(unit.session, store.BEFORE_ALL if after is None else after, limit)
    named = {place: files_named(link.body) | {link.about} for place, link in found.links}
    kept = await kept_from(unit, frozenset().union(*named.values()))
    withheld = frozenset(place for place, subjects in named.items() if subjects & kept)
    links = tuple((place, _closed(link) if place in withheld else link) for place, link in found.links)
    return Shown(replace(found, links=links), withheld)


def _closed(link: Link) -> Link:
    """Where it stands and what it was sealed as; nothing of what it says."""
    return Link(
        about=link.about,
        chain_index=link.chain_index,
        event_id=link.event_id,
        type="",
        time=link.recorded_at,
        actor_id="",
        actor_role="",
        on_behalf_of="",
        regime="",
        body="",
        hash=link.hash,
        previous_hash=link.previous_hash,
        recorded_at=link.recorded_at,
    )


@dataclass(frozen=True, slots=True)
class KeptRoots:
    """Of the roots that were kept apart some, the oldest first. goes_on: whether there may be more behind them."""

    entries: tuple[SignedRoot, ...]
    goes_on: bool


async def kept_roots(unit: Unit, documents: Documents, after: int, limit: int) -> KeptRoots:
    """Those with the next `limit` numbers; one that is none is left out. Raises NotAllowed.

    It goes on to the last root there is, whatever is missing before it, and beyond while any are kept.
    """
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = []
    for number in range(after + 1, after + limit + 1):
        try:
            found.append(SignedRoot.model_validate_json(await documents.read_at(root_path(number))))
        except (FileNotFoundError, ValidationError):
            continue
    last = await tree.last_root(unit.session)
    is_within = last is not None and after + limit < last.statement.number
    return KeptRoots(tuple(found), goes_on=bool(found) or is_within)
