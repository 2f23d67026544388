"""The programmes' rules over HTTP: every value with its source and its days."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from grants.regimes import Bilingual, RuleSet
from grants.regimes.telling import told
from runtime.http.door import Door
from services.application.api.shapes import Answered, TheUnit
from services.application.usecases import regimes

router = APIRouter(route_class=Door, tags=["regimes"])

RegimeKey = Annotated[str, Path(max_length=80, pattern=r"^[a-z0-9-]+$")]
Revision = Annotated[str, Query(max_length=80, pattern=r"^[0-9A-Za-z+-]+$")]


class RevisionOut(Answered):
    """since: first day of the revision. instrument: the paper that made it."""

    revision: str
    since: date
    instrument: str


class RegimeOut(Answered):
    """A regime and its revisions, oldest first. valid_to: the last day a call may be opened under it."""

    key: str
    programme: str
    names: Bilingual
    valid_from: date
    valid_to: date | None
    revisions: tuple[RevisionOut, ...]


class RegimesOut(Answered):
    entries: tuple[RegimeOut, ...]


class DifferenceOut(Answered):
    """A leaf by its path, as it stood and as it stands; none where one side has none."""

    path: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class DifferencesOut(Answered):
    """What the later revision says differently. before, after: the two compared."""

    key: str
    before: str
    after: str
    changes: tuple[DifferenceOut, ...]


@router.get("/regimes")
async def listed(unit: TheUnit) -> RegimesOut:
    """Every regime there is."""
    return RegimesOut(entries=tuple(_regime(revisions) for revisions in await regimes.listed(unit)))


@router.get("/regimes/{key}")
async def read(
    key: RegimeKey, unit: TheUnit, revision: Revision | None = None, at: date | None = None
) -> dict[str, Any]:
    """The whole rule set: each leaf as {value, source, is_default, valid_from, valid_to}; numbers are text.

    The newest revision, unless one is named or a day is asked for.
    """
    return told(await regimes.read(unit, key, revision, at))


@router.get("/regimes/{key}/diff")
async def compared(
    key: RegimeKey,
    unit: TheUnit,
    before: Annotated[Revision, Query(alias="from")],
    after: Annotated[Revision | None, Query(alias="to")] = None,
) -> DifferencesOut:
    """What one revision says differently from an earlier one; to the newest unless told."""
    old, new, found = await regimes.compared(unit, key, before, after)
    changes = tuple(DifferenceOut.model_validate(one) for one in found)
    return DifferencesOut(key=key, before=old.revision, after=new.revision, changes=changes)


def _regime(revisions: tuple[RuleSet, ...]) -> RegimeOut:
    newest = revisions[-1]
    return RegimeOut(
        key=newest.key,
        programme=newest.programme,
        names=newest.names.programme.value,
        valid_from=newest.valid_from,
        valid_to=newest.valid_to,
        revisions=tuple(RevisionOut.model_validate(one) for one in revisions),
    )
