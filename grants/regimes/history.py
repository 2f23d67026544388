"""A regime through time: its first file and its amendments, put together revision by revision. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard

from grants.regimes.faults import Fault, FaultyRules
from grants.regimes.reading import Document, Lines, Path, at, shown

_HEAD_OF_AMENDMENT = frozenset({"amends", "instrument", "valid_from", "changes"})


@dataclass(frozen=True, slots=True)
class Version:
    """What the files of a regime say from `since` on, and where each part of it stands."""

    since: date
    instrument: str
    data: dict[str, Any]
    lines: Lines


def versions(key: str, documents: Sequence[Document]) -> tuple[Version, ...]:
    """Every revision of a regime, oldest first. Raises `FaultyRules` with everything that does not fit.

    Each leaf is given its `valid_from` and `valid_to`: from the file that states it to the amendment after.
    """
    faults = [*_headings(key, documents)]
    if faults:
        raise FaultyRules(*faults)
    first, *amendments = sorted(documents, key=lambda one: ("amends" in one.data, one.data["valid_from"]))
    made = [Version(first.data["valid_from"], str(first.data.get("instrument", "")), _dated(first), first.lines)]
    for amendment in amendments:
        faults += _changes(amendment, made[-1])
        if faults:
            raise FaultyRules(*faults)
        made.append(_amended(made[-1], amendment))
    ends_on = first.data.get("valid_to")
    last_day = ends_on if is_day(ends_on) else None
    if faults := [fault for index in range(len(made)) for fault in _gaps(made, index, last_day)]:
        raise FaultyRules(*faults)
    return tuple(_ended(made, index, last_day) for index in range(len(made)))


def _headings(key: str, documents: Sequence[Document]) -> Iterator[Fault]:
    first = [one for one in documents if "amends" not in one.data]
    if not first:
        yield Fault(documents[0].name if documents else key, 1, "amends", "regime.no_first_file", key)
    yield from (_fault(one, (), "regime.two_first_files", first[0].name) for one in first[1:])
    undated = [one for one in documents if not is_day(one.data.get("valid_from"))]
    yield from (_fault(one, ("valid_from",), "regime.no_date", str(one.data.get("valid_from", ""))) for one in undated)
    if first and not undated:
        yield from _amendments(key, first[0], [one for one in documents if "amends" in one.data])


def _amendments(key: str, first: Document, amendments: Sequence[Document]) -> Iterator[Fault]:
    taken = {first.data["valid_from"]: first.name}
    ends_on = first.data.get("valid_to")
    for one in sorted(amendments, key=lambda one: (one.data["valid_from"], one.name)):
        day = one.data["valid_from"]
        if one.data["amends"] != key:
            yield _fault(one, ("amends",), "regime.amends_other", str(one.data["amends"]), key)
        if day in taken:
            yield _fault(one, ("valid_from",), "regime.overlap", str(day), taken[day])
        elif day < first.data["valid_from"] or (is_day(ends_on) and day > ends_on):
            allowed = f"{first.data['valid_from']} – {ends_on or ''}"
            yield _fault(one, ("valid_from",), "regime.outside", str(day), allowed)
        taken.setdefault(day, one.name)
        yield from (
            _fault(one, (str(name),), "regime.strange", str(name)) for name in one.data.keys() - _HEAD_OF_AMENDMENT
        )
        if not isinstance(one.data.get("changes"), dict) or not one.data["changes"]:
            yield _fault(one, ("changes",), "regime.changes_nothing")


def _changes(amendment: Document, before: Version) -> Iterator[Fault]:
    """What an amendment says that does not fit what stood before."""
    for name, leaf in amendment.data["changes"].items():
        where: Path = ("changes", str(name))
        old = found(before.data, str(name))
        if old is None:
            yield _fault(amendment, where, "regime.change_of_nothing", str(name))
        elif not is_leaf(leaf):
            yield _fault(amendment, where, "regime.no_leaf", str(leaf))
        elif (leaf["value"], leaf["source"]) == (old["value"], old["source"]):
            yield _fault(amendment, where, "regime.changes_nothing", str(leaf["value"]))


def _fault(document: Document, path: Path, rule: str, asked: str = "", allowed: str = "") -> Fault:
    name, line = at(document.lines, path)
    return Fault(name, line, shown(path), rule, asked, allowed)


def is_day(part: object) -> TypeGuard[date]:
    """Whether a part is a day; an instant is none."""
    return isinstance(part, date) and not isinstance(part, datetime)


def is_leaf(part: object) -> bool:
    """Whether a part is a value with its source."""
    return isinstance(part, dict) and {"value", "source"} <= part.keys()


def way(data: Mapping[str, Any], name: str) -> Path | None:
    """The way to the leaf called "money.overall_cap" or, by the codes of lists, "catalogue.groups.K1.activities"."""
    part: Any = data
    path: list[str | int] = []
    for word in name.split("."):
        step = _step(part, word)
        if step is None:
            return None
        path.append(step)
        part = part[step]
    return tuple(path) if is_leaf(part) else None


def _step(part: object, word: str) -> str | int | None:
    if isinstance(part, dict) and word in part and not is_leaf(part):
        return word
    if isinstance(part, list):
        codes = (index for index, one in enumerate(part) if isinstance(one, dict) and one.get("code") == word)
        return next(codes, None)
    return None


def found(data: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """The leaf of this name, or none."""
    path = way(data, name)
    return None if path is None else _part(data, path)


def _part(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _dated(document: Document) -> dict[str, Any]:
    since = document.data["valid_from"]
    return {name: _stamped(part, since) for name, part in document.data.items()}


def _stamped(part: Any, since: date) -> Any:
    if is_leaf(part):
        return {"valid_from": since, **part}
    if isinstance(part, dict):
        return {name: _stamped(inner, since) for name, inner in part.items()}
    return [_stamped(inner, since) for inner in part] if isinstance(part, list) else part


def _amended(before: Version, amendment: Document) -> Version:
    data, lines, since = before.data, dict(before.lines), amendment.data["valid_from"]
    for name, leaf in amendment.data["changes"].items():
        path = way(data, str(name)) or ()
        data = _replaced(data, path, _stamped(leaf, since))
        head: Path = ("changes", str(name))
        lines = {one: place for one, place in lines.items() if one[: len(path)] != path}
        lines |= {path + one[2:]: place for one, place in amendment.lines.items() if one[:2] == head}
    return Version(since, str(amendment.data.get("instrument", "")), data, lines)


def _replaced(part: Any, path: Path, leaf: object) -> Any:
    if not path:
        return leaf
    step, rest = path[0], path[1:]
    if isinstance(part, list):
        return [_replaced(one, rest, leaf) if index == step else one for index, one in enumerate(part)]
    return {**part, step: _replaced(part[step], rest, leaf)}


def leaves(part: object, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every leaf of a part with the way to it."""
    if isinstance(part, dict) and is_leaf(part):
        yield path, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from leaves(inner, (*path, index))


def _last_days(
    made: Sequence[Version], index: int, last_day: date | None
) -> Iterator[tuple[Path, dict[str, Any], date | None]]:
    """Every leaf with its last day: the day before the amendment that replaces it, or that of the regime."""
    for path, leaf in leaves(made[index].data):
        replaced = (later.since for later in made[index + 1 :] if _part(later.data, path) != leaf)
        day = next(replaced, None)
        yield path, leaf, day - timedelta(days=1) if day else last_day


def _ended(made: Sequence[Version], index: int, last_day: date | None) -> Version:
    data = made[index].data
    for path, leaf, ends_on in _last_days(made, index, last_day):
        data = _replaced(data, path, {**leaf, "valid_to": leaf.get("valid_to") or ends_on})
    return replace(made[index], data=data)


def _gaps(made: Sequence[Version], index: int, last_day: date | None) -> Iterator[Fault]:
    """Leaves whose own dates leave days without a value, or give two values to one day."""
    version, days = made[index], {one.since for one in made}
    for path, leaf, ends_on in _last_days(made, index, last_day):
        (name, line), begins_on, says = at(version.lines, path), leaf["valid_from"], leaf.get("valid_to")
        if no_day := [one for one in (begins_on, says) if one is not None and not is_day(one)]:
            yield Fault(name, line, shown(path), "regime.no_date", str(no_day[0]))
            continue
        if begins_on not in days:
            rule = "regime.missing_from" if begins_on > version.since else "regime.overlap"
            yield Fault(name, line, shown(path), rule, str(begins_on), str(version.since))
        if says not in {None, ends_on}:
            rule = "regime.overlap" if ends_on is not None and says > ends_on else "regime.missing_after"
            yield Fault(name, line, shown(path), rule, str(says), str(ends_on or ""))
