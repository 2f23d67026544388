"""Keys and roots: the tree over all records is signed from time to time, and each root is kept apart."""

from datetime import datetime, timedelta

from grants.breach import Breach
from grants.contracts.ledger_events import KeyIntroduced, RootSigned
from grants.proof.signatures import KeyStatement, PublicKey, RootStatement, SignedRoot, stamp
from runtime.documents import Documents
from runtime.signing import Signer
from runtime.unit import Unit
from services.audit.domain.sealing import KeyNotVouched, KeyRetired, TreeTorn
from services.audit.store import tree

ABOUT = "ledger"
LOCK = "ledger roots"
AN_INSTANT = timedelta(microseconds=1)
"""A key begins after all that was signed by the one before it."""


async def introduce(unit: Unit, signer: Signer, previous: Signer | None = None) -> PublicKey:
    """Make a key the one that signs. The first is taken as it is; each later one needs the voucher of the last.

    Safe to repeat. Raises KeyNotVouched, KeyRetired.
    """
    await unit.lock(LOCK)
    known = (await tree.keys(unit.session)).keys
    if known and known[-1].statement.id == signer.id:
        return known[-1]
    if any(key.statement.id == signer.id for key in known):
        raise KeyRetired(Breach(KeyRetired.rule, "key", signer.id))
    last = await tree.last_root(unit.session)
    since = max(unit.now, datetime.fromisoformat(last.statement.at) + AN_INSTANT) if last else unit.now
    statement = KeyStatement(id=signer.id, public=signer.public, since=stamp(since))
    voucher = None
    if known:
        if previous is None or previous.id != known[-1].statement.id:
            raise KeyNotVouched(Breach(KeyNotVouched.rule, "key", signer.id, known[-1].statement.id))
        voucher = previous.sign(statement.canonical())
    key = PublicKey(statement=statement, voucher=voucher)
    await tree.add_key(unit.session, len(known) + 1, key)
    told = KeyIntroduced(
        id=statement.id,
        public=statement.public,
        since=statement.since,
        voucher_key=voucher.key if voucher else "",
        voucher=voucher.signature if voucher else "",
    )
    unit.tell(told, about=ABOUT)
    return key


async def sign_root(unit: Unit, signer: Signer) -> SignedRoot | None:
    """Sign the root over all records; None where nothing but the telling of a root came since the last one.

    Raises KeyRetired; TreeTorn: the records are not those of the last root any more.
    """
    await unit.lock(LOCK)
    at = await moment(unit, signer)
    last = await tree.last_root(unit.session)
    size = await tree.size_of(unit.session)
    covered = last.statement.size if last else 0
    if size < covered:
        raise TreeTorn(Breach(TreeTorn.rule, "size", str(size), str(covered)))
    if size == covered or not await tree.has_others(unit.session, covered, RootSigned.type_name()):
        return None
    root = await _grown(unit, last, size)
    statement = RootStatement(
        number=last.statement.number + 1 if last else 1,
        size=size,
        root=root,
        at=max(at, last.statement.at) if last else at,
        previous=last.statement.digest() if last else "",
    )
    signed = SignedRoot(statement=statement, signed=signer.sign(statement.canonical()))
    await tree.add_root(unit.session, signed)
    told = RootSigned(**statement.model_dump(exclude={"what"}), **signed.signed.model_dump())
    unit.tell(told, about=ABOUT)
    return signed


async def moment(unit: Unit, signer: Signer) -> str:
    """When something is signed now: never before its key began, who waited for another may have come earlier.

    Raises KeyRetired.
    """
    known = (await tree.keys(unit.session)).keys
    if known and known[-1].statement.id != signer.id:
        raise KeyRetired(Breach(KeyRetired.rule, "key", signer.id))
    return max(stamp(unit.now), known[-1].statement.since) if known else stamp(unit.now)


async def is_sealed(unit: Unit) -> bool:
    """Whether a root was signed, ever."""
    return await tree.last_root(unit.session) is not None


async def _grown(unit: Unit, last: SignedRoot | None, size: int) -> str:
    """The root of the tree as it is now, which has to begin with the tree of the last root."""
    try:
        if last and (await tree.root_of(unit.session, last.statement.size)).hex() != last.statement.root:
            raise TreeTorn(Breach(TreeTorn.rule, "root", str(last.statement.number)))
        await tree.extend(unit.session, size)
        return (await tree.root_of(unit.session, size)).hex()
    except LookupError as error:
        raise TreeTorn(Breach(TreeTorn.rule, "records", str(error))) from error


def root_path(number: int) -> str:
    """Where a root stands among the documents."""
    return f"ledger/roots/{number:012}.json"


async def keep_apart(unit: Unit, documents: Documents, page: int = 100) -> int:
    """Put the roots signed since the newest that lies in the document store there too, the oldest first, each once and
    for good; how many were put there now.

    However long the store was away, all of them come; whoever is stopped in between goes on where it stopped. One that
    lay there and is gone is not put back: that it is missing is for an inspector to see.

    Raises FileExistsError where another root lies in the place of one: somebody signs a second ledger.
    """
    missing: list[SignedRoot] = []
    last = await tree.last_root(unit.session)
    number = 0 if last is None else last.statement.number
    while number > 0:
        older = await tree.roots(unit.session, max(number - page, 0), min(page, number))
        for root in reversed(older):
            if await _is_apart(documents, root):
                number = 0
                break
            missing.append(root)
        number = max(number - page, 0)
    for root in reversed(missing):
        path = root_path(root.statement.number)
        await documents.put_once(path, root.model_dump_json().encode())
        await documents.hold(path, unit.now)
    return len(missing)


async def _is_apart(documents: Documents, root: SignedRoot) -> bool:
    """Whether this root lies in the store. Raises FileExistsError where another lies in its place."""
    path = root_path(root.statement.number)
    try:
        kept = await documents.read_at(path)
    except FileNotFoundError:
        return False
    if kept != root.model_dump_json().encode():
        raise FileExistsError(path)
    return True
