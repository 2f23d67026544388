"""The sources of builds in the archive: found by a build's id, held against what is on record, laid out in a folder.

Nothing of them is run before every hash is the recorded one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.client import ApiError, ApiSession
from cli.phrases import Phrase
from cli.proof import Ledger, Proof, fetch_ledger, prove_ledger
from cli.replaying import NoBuild
from grants.contracts.ledger_events import BuildArchived
from grants.proof.builds import Kept, Wrong, unpack

ABOUT = "builds"
NOT_FOUND = 404
SHORT = 12


@dataclass(frozen=True, slots=True)
class Builds:
    """Those whose sources are on record, and whether that record holds."""

    kept: tuple[Kept, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether there is a record of builds at all."""
        return bool(self.kept)

    def of(self, name: str) -> Kept:
        """The one of this name: a build id, or with it the first digits of its tree (`id@tree`). Raises NoBuild."""
        if any(not proof.holds for proof in self.proofs):
            raise NoBuild(Phrase.of("replay.build.broken"))
        build, _, tree = name.partition("@")
        found = [one for one in self.kept if one.build == build and one.tree.startswith(tree)]
        if len(found) > 1:
            trees = ", ".join(f"{build}@{one.tree[:SHORT]}" for one in found)
            raise NoBuild(Phrase.of("replay.build.several", build=build, builds=trees))
        if not found:
            known = ", ".join(dict.fromkeys(one.build for one in self.kept)) or "-"
            raise NoBuild(Phrase.of("replay.build.unknown", build=name, builds=known))
        return found[0]

    def missing(self, builds: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these builds whose sources are not on record."""
        known = {one.build for one in self.kept}
        return tuple(one for one in builds if one not in known)


async def fetch_builds(api: ApiSession) -> Builds:
    """What is on record of builds; where nothing is, none. Raises ApiError."""
    try:
        ledger = await fetch_ledger(api, ABOUT)
    except ApiError as error:
        if error.status == NOT_FOUND:
            return Builds()
        raise
    return Builds(tuple(_kept(ledger)), (await prove_ledger(api, ledger),))


def _kept(ledger: Ledger) -> Iterator[Kept]:
    seen = set()
    for data in ledger.all(BuildArchived):
        one = Kept(data["build"], data["tree"], data["document"], data["files"], data["size"])
        if (one.build, one.tree) not in seen:
            seen.add((one.build, one.tree))
            yield one


async def fetch_sources(api: ApiSession, kept: Kept) -> dict[str, bytes]:
    """The files of a build as they were recorded. Raises NoBuild where the kept ones are others."""
    try:
        found = unpack(kept, await api.get_bytes("audit", f"/builds/{kept.document}"))
    except ApiError as error:
        if error.status != NOT_FOUND:
            raise
        found = Wrong.MISSING
    if isinstance(found, Wrong):
        raise NoBuild(Phrase.of(f"replay.build.{found}", build=kept.build, document=kept.document))
    return found


@contextmanager
def laid_out(files: dict[str, bytes]) -> Iterator[Path]:
    """A folder with these files, as long as it is needed."""
    with TemporaryDirectory(prefix="destek-build-") as folder:
        root = Path(folder)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield root
