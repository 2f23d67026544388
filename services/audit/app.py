"""How the audit room is put together."""

from collections.abc import Sequence

from fastapi import APIRouter

from runtime.payload_keys import shelf_of as keys_of
from runtime.room import Platform, RoomPlan, filed_of
from runtime.settings import SealSettings
from services.audit.api import desk, holdings, inspections, known_rights, leads, ledger
from services.audit.api.archive import archive_router
from services.audit.api.codec import codec_routers
from services.audit.api.dossiers import dossiers_router
from services.audit.api.erasure import erasure_router
from services.audit.api.locks import locks_router
from services.audit.api.sealing import sealing_router
from services.audit.api.set_aside import set_aside_router
from services.audit.api.story import story_router
from services.audit.api.walking import walking_router
from services.audit.domain.keeping import DossierErased, StillKept
from services.audit.domain.papers import PaperSigned
from services.audit.domain.samples import TooManyFiles
from services.audit.domain.sealing import NotSealed
from services.audit.events import ADDRESSES, HEARS
from services.audit.store.personal import PERSONAL
from services.audit.usecases.record import IN_MASS
from services.audit.worker import parts, signer_of

NAME = "audit"


def routers(platform: Platform) -> Sequence[APIRouter]:
    """Every door of the room."""
    return (
        story_router(platform.texts),
        ledger.router,
        sealing_router(signer_of(platform.settings)),
        archive_router(platform.documents),
        walking_router(platform.documents),
        set_aside_router(platform.bus),
        locks_router(platform.documents),
        *codec_routers(keys_of(platform.settings), SealSettings().codec_origin),
        dossiers_router(signer_of(platform.settings), filed_of(platform, NAME), keys_of(platform.settings)),
        inspections.router,
        erasure_router(filed_of(platform, NAME)),
        desk.router,
        desk.drawing_router(signer_of(platform.settings)),
        leads.router,
        holdings.router,
        known_rights.router,
    )


PLAN = RoomPlan(
    name=NAME,
    title="Destek: audit",
    routers=routers,
    statuses={NotSealed: 409, StillKept: 409, DossierErased: 410, PaperSigned: 409, TooManyFiles: 422},
    hears=HEARS,
    addresses=ADDRESSES,
    personal=PERSONAL,
    hears_together=IN_MASS,
    activities=lambda _desk, _platform: [],
    parts=parts,
)
