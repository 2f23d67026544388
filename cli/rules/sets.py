"""A rule set by what people call it: "kdp-2014", "kdp-2014@2016-01-01", "kdp-2014@2015-02-07+1a2b3c4d", or a draft.

A draft is a file or a folder on this machine: a whole regime, or an amendment, which stands on the files of
the regime it amends. A key that is shipped goes before a file of that name; "./name" is always a file.
"""

from datetime import date
from pathlib import Path

from cli.rules.files import CannotRead, refuse, yaml_of
from grants import regimes
from grants.breach import Breach
from grants.regimes import FaultyRules, RuleSet, UnknownRegime
from grants.regimes import keys as shipped
from grants.regimes.reading import read

SUFFIXES = frozenset({".yaml", ".yml"})
MOST_FILES = 200

Files = tuple[tuple[str, str], ...]
"""Name and text of each file of rules."""


def rule_set(name: str, at: str = "", revision: str = "") -> RuleSet:
    """The rule set of this name; the newest state of it unless a day or a revision says otherwise.

    Raises `CannotRead`, `UnknownRegime`, `UnknownRevision`, `FaultyRules`.
    """
    if at and revision:
        raise CannotRead(Breach("rules.one_of", "--at", at, revision, "Destek"))
    known, pin = _split(name)
    wanted = at or revision or pin
    made = _made(known)
    return _chosen(made, wanted) if wanted else _newest(made, known)


def _split(name: str) -> tuple[str, str]:
    """The name and the state it asks for; a path that holds an "@" of its own is left as it is."""
    if _is_path(name):
        return name, ""
    known, _, pin = name.partition("@")
    return known, pin


def _is_path(name: str) -> bool:
    try:
        return name not in shipped() and Path(name).exists()
    except (OSError, ValueError):
        return False


def _made(name: str) -> tuple[RuleSet, ...]:
    if name in shipped():
        return regimes.revisions(name)
    if _is_path(name):
        return regimes.parse(*draft_of(name))
    if name.endswith(tuple(SUFFIXES)) or "/" in name:
        refuse("file.missing", name, name)
    raise UnknownRegime(Breach("regime.unknown", "regime", name[:80], ", ".join(shipped()), "Destek"))


def _newest(made: tuple[RuleSet, ...], name: str) -> RuleSet:
    """The newest revision; of an amendment the one it makes, also where a later one is already there."""
    if name in shipped() or Path(name).is_dir():
        return made[-1]
    since = _since(name)
    return next((one for one in made if one.since == since), made[-1])


def _since(name: str) -> object:
    return read(name, yaml_of(name)).data.get("valid_from")


def _chosen(made: tuple[RuleSet, ...], wanted: str) -> RuleSet:
    """The state of a day, or of a revision."""
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return regimes.of_revision(made, wanted)
    return regimes.held_on(made, day)


def draft_of(name: str) -> tuple[str, Files]:
    """Key and files of a draft. Raises `CannotRead`, `FaultyRules`."""
    path = Path(name)
    files = _files(path)
    amended = [key for file in files if (key := _amends(*file))]
    if files and len(amended) == len(files):
        return amended[0], _standing_on(amended[0], path, files)
    return _key(path), files


def _files(path: Path) -> Files:
    if not path.is_dir():
        return ((str(path), yaml_of(str(path))),)
    found = sorted(one for one in path.iterdir() if one.suffix in SUFFIXES and one.is_file())
    if not found:
        refuse("rules.no_files", str(path), path, ", ".join(sorted(SUFFIXES)))
    if len(found) > MOST_FILES:
        refuse("rules.too_many_files", str(path), len(found), MOST_FILES)
    return tuple((str(one), yaml_of(str(one))) for one in found)


def _amends(name: str, text: str) -> str:
    """The key a file amends; empty for a whole regime, and for a file that says later what is wrong with it."""
    try:
        found = read(name, text).data.get("amends", "")
    except FaultyRules:
        return ""
    return str(found)


def _standing_on(key: str, path: Path, files: Files) -> Files:
    """The amendments on the files they amend: shipped ones, or the folder the draft lies in."""
    own = {Path(name).name for name, _ in files}
    return (*((name, text) for name, text in _below(key, path) if Path(name).name not in own), *files)


def _below(key: str, path: Path) -> Files:
    if key in shipped():
        return regimes.texts(key)
    return _files(path.parent) if path.resolve().parent.name == key else ()


def _key(path: Path) -> str:
    """What a draft is called: its folder, or its file; a file named by a day is called by its folder."""
    if path.is_dir():
        return path.resolve().name
    try:
        date.fromisoformat(path.stem)
    except ValueError:
        return path.stem
    return path.resolve().parent.name
