"""A regime through time: its first file and its amendments, put together revision by revision. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard

from grants.regimes.faults import Fault
from grants.regimes.reading import Document, Lines, Path, at, shown

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """What the files of a regime say from `since` on, and where each part of it stands."""

    since: date
    instrument: str
    data: Data
    lines: Lines

    def fault(self, path: Path, rule: str, asked: str = "", allowed: str = "") -> Fault:
        """Something wrong at this path, or at the nearest part around it that is written."""
        name, line = at(self.lines, path)
        return Fault(name, line, shown(path), rule, asked, allowed)


def versions(
    first: Document, amendments: Sequence[Document], last_day: date | None
) -> tuple[tuple[Version, ...], tuple[Fault, ...]]:
    """Every revision of a regime, oldest first, and all that an amendment or a date of a leaf has wrong.

    What is wrong is left out of the revisions. The amendments come by date, each with a day of its own. Each
    leaf is given its `valid_from` and `valid_to`: from the file that states it to the amendment after it.
    """
    begins_on = first.data["valid_from"]
    made = [Version(begins_on, str(first.data.get("instrument")), _stamped(first.data, begins_on), first.lines)]
    faults: list[Fault] = []
    for amendment in amendments:
        changes = amendment.data["changes"]
        wrong = {str(fault.path): fault for fault in _changes(amendment, made[-1])}
        faults += wrong.values()
        sound = {name: leaf for name, leaf in changes.items() if shown(("changes", name)) not in wrong}
        made.append(_amended(made[-1], amendment, sound))
    faults += [fault for index in range(len(made)) for fault in _own_dates(made, index, last_day)]
    return tuple(_ended(made, index, last_day) for index in range(len(made))), tuple(faults)


def is_day(part: object) -> TypeGuard[date]:
    """Whether a part is a day; an instant is none."""
    return isinstance(part, date) and not isinstance(part, datetime)


def is_leaf(part: object) -> TypeGuard[Data]:
    """Whether a part is meant as a value with its source, though one of them be forgotten."""
    return isinstance(part, dict) and not part.keys().isdisjoint({"value", "source"})


def leaves(part: object, path: Path = ()) -> Iterator[tuple[Path, Data]]:
    """Every leaf of a part with the way to it."""
    if is_leaf(part):
        yield path, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from leaves(inner, (*path, index))


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


def way_to_add(data: Mapping[str, Any], name: str) -> Path | None:
    """The way to a part that the list "catalogue.groups" does not hold yet, called "catalogue.groups.K5": its place."""
    part: Any = data
    path: list[str | int] = []
    *above, _ = name.split(".")
    for word in above:
        step = _step(part, word)
        if step is None:
            return None
        path.append(step)
        part = part[step]
    coded = isinstance(part, list) and bool(part) and all(isinstance(one, dict) and "code" in one for one in part)
    return (*path, len(part)) if coded else None


def _step(part: object, word: str) -> str | int | None:
    if isinstance(part, dict) and word in part and not is_leaf(part):
        return word
    if isinstance(part, list):
        codes = (index for index, one in enumerate(part) if isinstance(one, dict) and one.get("code") == word)
        return next(codes, None)
    return None


def _part(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _has(data: Any, path: Path) -> bool:
    """Whether a part was there: an amendment may have added it."""
    try:
        _part(data, path)
    except (KeyError, IndexError):
        return False
    return True


def _changes(amendment: Document, before: Version) -> Iterator[Fault]:
    """What an amendment says that does not fit what stood before."""
    for name, leaf in amendment.data["changes"].items():
        file, line = at(amendment.lines, ("changes", name))
        path = way(before.data, name)
        if path is None and _adds(before.data, name, leaf):
            continue
        if path is None:
            yield Fault(file, line, f"changes.{name}", "regime.change_of_nothing", name)
        elif not (isinstance(leaf, dict) and {"value", "source"} <= leaf.keys()):
            yield Fault(file, line, f"changes.{name}", "regime.no_leaf", _shortly(leaf), "value, source")
        elif _says(leaf) == _says(_part(before.data, path)):
            yield Fault(file, line, f"changes.{name}", "regime.changes_nothing", _shortly(leaf["value"]))


def _adds(data: Data, name: str, part: object) -> bool:
    """Whether it is a new part of a list, like another group of activities, which has the code it is called by."""
    code = name.rpartition(".")[2]
    return isinstance(part, dict) and part.get("code") == code and way_to_add(data, name) is not None


def _shortly(part: object) -> str:
    return ", ".join(map(str, part)) if isinstance(part, dict | list) else str(part)


def _says(leaf: Data) -> tuple[object, object]:
    return leaf.get("value"), leaf.get("source")


def _stamped(part: Any, since: date) -> Any:
    if is_leaf(part):
        return {"valid_from": since, **part}
    if isinstance(part, dict):
        return {name: _stamped(inner, since) for name, inner in part.items()}
    return [_stamped(inner, since) for inner in part] if isinstance(part, list) else part


def _amended(before: Version, amendment: Document, changes: Data) -> Version:
    data, lines, since = before.data, dict(before.lines), amendment.data["valid_from"]
    for name, leaf in changes.items():
        path = way(data, name) or way_to_add(data, name) or ()
        data = _replaced(data, path, _stamped(leaf, since))
        head: Path = ("changes", name)
        lines = {one: place for one, place in lines.items() if one[: len(path)] != path}
        lines |= {path + one[2:]: place for one, place in amendment.lines.items() if one[:2] == head}
    return Version(since, str(amendment.data.get("instrument")), data, lines)


def _replaced(part: Any, path: Path, leaf: object) -> Any:
    if not path:
        return leaf
    step, rest = path[0], path[1:]
    if isinstance(part, list) and step == len(part):
        return [*part, leaf]
    if isinstance(part, list):
        return [_replaced(one, rest, leaf) if index == step else one for index, one in enumerate(part)]
    return {**part, step: _replaced(part[step], rest, leaf)}


def _last_days(made: Sequence[Version], index: int, last_day: date | None) -> Iterator[tuple[Path, Data, date | None]]:
    """Every leaf with its last day: the day before the amendment that replaces it, or that of the regime."""
    for path, leaf in leaves(made[index].data):
        replaced = (later.since for later in made[index + 1 :] if _part(later.data, path) != leaf)
        day = next(replaced, None)
        yield path, leaf, day - timedelta(days=1) if day else last_day


def _own_dates(made: Sequence[Version], index: int, last_day: date | None) -> Iterator[Fault]:
    """Leaves that state days of their own, and so leave days without a value or give one day two values."""
    version = made[index]
    for path, leaf, ends_on in _last_days(made, index, last_day):
        if index and _has(made[index - 1].data, path) and _part(made[index - 1].data, path) == leaf:
            continue
        says, until = leaf["valid_from"], leaf.get("valid_to")
        if no_day := [one for one in (says, until) if one is not None and not is_day(one)]:
            yield version.fault(path, "regime.no_date", str(no_day[0]), "2014-03-25")
            continue
        if says != version.since:
            rule = "regime.missing_from" if says > version.since else "regime.overlap"
            yield version.fault(path, rule, str(says), str(version.since))
        if until not in {None, ends_on}:
            rule = "regime.overlap" if ends_on is not None and until > ends_on else "regime.missing_after"
            yield version.fault(path, rule, str(until), str(ends_on or "–"))


def _ended(made: Sequence[Version], index: int, last_day: date | None) -> Version:
    data = made[index].data
    for path, leaf, ends_on in _last_days(made, index, last_day):
        says = leaf["valid_from"]
        dated = {"valid_from": says if is_day(says) else made[index].since, "valid_to": ends_on}
        data = _replaced(data, path, {**leaf, **dated})
    return replace(made[index], data=data)
