"""What the audit room does by itself: it signs roots from time to time and keeps them apart."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import structlog

from grants.contracts import queues
from runtime.auth import system_actor
from runtime.faults import told
from runtime.noting import Notebook
from runtime.payload_keys import shelf_of as keys_of
from runtime.process import Part
from runtime.retelling import Reteller
from runtime.room import Platform
from runtime.settings import KeepingSettings, PlatformSettings, SealSettings
from runtime.signing import KeyUnsafe, Signer, new_signer, open_signer
from runtime.sources import own_sources
from runtime.unit import Desk
from runtime.vouching import Voucher
from services.audit.usecases import archive, codec, known_rights, lapse, reconcile, retell, seal, vouch
from services.audit.usecases.archive import Shelf
from services.audit.usecases.builds import keep_build
from services.audit.usecases.locks import Watchman

FIRST_SECONDS = 5.0
"""Until the first root is signed: a system that was begun a minute ago can prove what it has."""
_log = structlog.get_logger(__name__)


@cache
def signer_of(settings: PlatformSettings) -> Signer:
    """The key that signs in this process. Raises KeyUnsafe, FileNotFoundError; in production also without a file."""
    own = SealSettings()
    if own.key_file:
        return open_signer(Path(own.key_file), make=own.make_key)
    if settings.production:
        raise KeyUnsafe("DESTEK_AUDIT_KEY_FILE: is needed, the private key that signs the ledger's roots")
    return new_signer()


def previous_signer() -> Signer | None:
    """The key that vouches for a new one, where its file is given and there."""
    path = SealSettings().previous_key_file
    return open_signer(Path(path)) if path and Path(path).exists() else None


def parts(desk: Desk, platform: Platform) -> Sequence[Part]:
    """What runs beside hearing and telling."""
    own, keeping = SealSettings(), KeepingSettings()
    return (
        every(until_first(own.root_seconds), "sealing", lambda: seal_once(desk, platform)),
        every(own.sweep_seconds, "reconciling", lambda: sweep_once(desk, platform)),
        every(own.archive_seconds, "archiving", lambda: archive.sweep(desk, shelf_of(platform))),
        every(own.sweep_seconds, "locking", partial(Watchman(platform.documents).look, desk)),
        every(keeping.round_seconds, "forgetting", lambda: known_rights.forget(desk, keeping.rights_years)),
        every(keeping.round_seconds, "lapsing", lambda: lapse.forget(desk, keeping.no_file_years)),
        *erasing(desk, platform, own.archive_seconds),
        Voucher(platform.bus, lambda question: vouch.held(desk, platform.bus, question)).run,
        Reteller(platform.bus, partial(retell.told_after, desk)).run,
        Notebook(platform.bus, desk.database).run,
        every(own.sweep_seconds, "keeping_build", lambda: keep_build(desk, shelf_of(platform), sources_of())),
    )


@cache
def sources_of() -> Mapping[str, bytes]:
    """What this process runs from, read once: as it was when it began."""
    return own_sources()


def shelf_of(platform: Platform) -> Shelf:
    """Where the archive stands."""
    settings = platform.settings
    return Shelf(platform.temporal, platform.documents, settings.build_id, settings.code_revision)


def erasing(desk: Desk, platform: Platform, seconds: float) -> Sequence[Part]:
    """What workflows carried is erased with the records of a file, where it is encrypted at all."""
    shelf = keys_of(platform.settings)
    return () if shelf is None else (every(seconds, "erasing", lambda: codec.erase(desk, shelf, platform.temporal)),)


async def sweep_once(desk: Desk, platform: Platform) -> int:
    """Hold every outbox against the ledger, each room apart from the others; how many gaps are open."""
    return sum([await _swept(desk, platform, room) for room in queues.ROOMS])


async def _swept(desk: Desk, platform: Platform, room: str) -> int:
    """Of one room: what is amiss with it keeps nobody from looking at the next."""
    try:
        return await reconcile.sweep(desk, platform.bus, room)
    except Exception as error:  # noqa: BLE001 - it is looked at again in the next round
        _log.error("round_failed", work="reconciling", room=room, error=told(error)[:500])
        return 0


async def seal_once(desk: Desk, platform: Platform) -> bool:
    """Sign what came since the last root, and keep apart what is not kept yet; whether any root was ever signed."""
    signer = signer_of(platform.settings)
    async with desk.unit(system_actor("audit")) as unit:
        await seal.introduce(unit, signer, previous_signer())
    async with desk.unit(system_actor("audit")) as unit:
        await seal.sign_root(unit, signer)
    async with desk.unit(system_actor("audit")) as unit:
        await seal.keep_apart(unit, platform.documents)
        return await seal.is_sealed(unit)


def until_first(seconds: float) -> Callable[[object], float]:
    """How long to wait after a round, by whether a root was ever signed."""
    return lambda is_sealed: seconds if is_sealed else min(FIRST_SECONDS, seconds)


def every(seconds: float | Callable[[object], float], name: str, work: Callable[[], Awaitable[object]]) -> Part:
    """Do it again and again; what fails is said and tried again. seconds: between, or by what the work came to."""

    async def run(stop: asyncio.Event) -> None:
        came: object = None
        while not stop.is_set():
            try:
                came = await work()
            except Exception as error:  # noqa: BLE001 - a round that fails is followed by the next
                _log.error("round_failed", work=name, error=told(error)[:500])
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds(came) if callable(seconds) else seconds)

    return run
