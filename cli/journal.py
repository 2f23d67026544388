"""What a replay of many files has found so far, file by file: one that was broken off goes on where it stood."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cli.inspection import Inspection
from cli.phrases import from_json, to_json
from cli.proof import Proof
from grants.proof.builds import tree_of
from runtime.sources import KINDS, PACKAGES, own_sources

SCOPE = "scope.json"
SUFFIX = ".done.json"


class OtherReplay(Exception):  # noqa: N818 - what is the matter
    """The folder holds what a replay of other files, or against another build, has found."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked for: only a replay of the same may go on with what is there. against: a build or a folder.

    program: the code that looks, and that of the folder (`code_of`): other code may find something else.
    """

    call: str
    year: int | None
    against: str
    archive_only: bool
    program: str = ""


def code_of(against: Path | None = None) -> str:
    """What this program is, with the libraries it runs on, and what lies in a folder, by their paths and bytes."""
    own = tree_of(own_sources())
    if against is None:
        return own
    every = (path for package in PACKAGES for path in (against / package).rglob("*.*") if path.suffix in KINDS)
    return f"{own} {tree_of({path.relative_to(against).as_posix(): path.read_bytes() for path in every})}"


class Journal:
    """A folder with a file for each file that was looked through. Without a folder nothing is kept.

    resumes: whether what lies there already is taken as it is. Raises OtherReplay.
    """

    def __init__(self, folder: Path | None, scope: Scope, *, resumes: bool = False) -> None:
        self._folder = None if folder is None else folder / "files"
        self._resumes = resumes
        if self._folder is not None:
            self._begin(self._folder, scope)

    def _begin(self, folder: Path, scope: Scope) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        asked, known = json.dumps(asdict(scope), sort_keys=True), folder / SCOPE
        if self._resumes and known.exists() and known.read_text(encoding="utf-8") != asked:
            raise OtherReplay(str(folder))
        if not self._resumes:
            for old in folder.glob(f"*{SUFFIX}"):
                old.unlink()
        known.write_text(asked, encoding="utf-8")

    def found(self, about: str) -> Inspection | None:
        """What was found of a file before, where it was looked through to its end and could be read.

        It holds for the file as it stood at its `position` then. What proves nothing, or is of another file, is none.
        """
        path = self._path(about)
        if path is None or not self._resumes or not path.exists():
            return None
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            proofs = [_proof(one) for one in told["proofs"]]
            of, position = told["about"], told["position"]
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        is_whole = bool(proofs) and isinstance(position, str) and position != "" and of == about
        return Inspection(about, proofs=proofs, position=position) if is_whole else None

    def keep(self, inspection: Inspection) -> None:
        """Whole or not at all: a file that could not be read is looked at again."""
        path = self._path(inspection.application_id)
        if path is None or inspection.is_unread or not inspection.position:
            return
        proofs = [_written(one) for one in inspection.proofs]
        told = {"about": inspection.application_id, "position": inspection.position, "proofs": proofs}
        fresh = path.with_suffix(".part")
        fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)

    def _path(self, about: str) -> Path | None:
        name = hashlib.sha256(about.encode()).hexdigest()[:32]
        return None if self._folder is None else self._folder / f"{name}{SUFFIX}"


def _written(proof: Proof) -> dict[str, object]:
    texts = {name: to_json(getattr(proof, name)) for name in ("what", "found", "meaning")}
    return {**texts, "holds": proof.holds, "place": dict(proof.place)}


def _proof(told: dict[str, object]) -> Proof:
    what, found, meaning = (from_json(told[name]) for name in ("what", "found", "meaning"))
    place = told["place"]
    return Proof(what, bool(told["holds"]), found, meaning, place if isinstance(place, dict) else {})
