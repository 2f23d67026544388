"""From the files of a regime to its rule sets, with every fault at once. Pure."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from grants.regimes.checks import impossible
from grants.regimes.faults import Fault, FaultyRules
from grants.regimes.history import Version, is_leaf, versions
from grants.regimes.model import RuleSet
from grants.regimes.reading import Document, Path, at, read, shown

_LENGTH_OF_HASH = 8
_DERIVED = frozenset({"key", "revision", "since", "instrument"})
_HEAD = frozenset({"instrument"})


def parse(key: str, files: Sequence[tuple[str, str]]) -> tuple[RuleSet, ...]:
    """Every revision of a regime, oldest first, from the names and texts of its files. Raises `FaultyRules`.

    A revision changes with every value and every source, and with no comment.
    """
    return tuple(_rule_set(key, version) for version in versions(key, _documents(files)))


def _documents(files: Sequence[tuple[str, str]]) -> list[Document]:
    documents: list[Document] = []
    faults: list[Fault] = []
    for name, text in files:
        try:
            documents.append(read(name, text))
        except FaultyRules as faulty:
            faults += faulty.faults
    if faults:
        raise FaultyRules(*faults)
    return documents


def _rule_set(key: str, version: Version) -> RuleSet:
    data = {name: part for name, part in version.data.items() if name not in _HEAD}
    digest = sha256(_content(data).encode()).hexdigest()[:_LENGTH_OF_HASH]
    if faults := [*_misshapen(version, data)]:
        raise FaultyRules(*faults)
    rules = RuleSet.model_validate(
        {
            **data,
            "key": key,
            "revision": f"{version.since}+{digest}",
            "since": version.since,
            "instrument": version.instrument,
        }
    )
    if faults := [*_impossible(version, rules)]:
        raise FaultyRules(*faults)
    return rules


def _content(data: dict[str, Any]) -> str:
    """What a revision is named after. The last days are left out: what ends later keeps the name it was pinned by."""
    lasting = {name: _undated(part) for name, part in data.items() if name != "valid_to"}
    return json.dumps(lasting, sort_keys=True, default=str, ensure_ascii=False)


def _undated(part: Any) -> Any:
    if isinstance(part, dict):
        kept = part.keys() - {"valid_to"} if is_leaf(part) else part.keys()
        return {name: _undated(part[name]) for name in kept}
    return [_undated(inner) for inner in part] if isinstance(part, list) else part


def _misshapen(version: Version, data: dict[str, Any]) -> Iterator[Fault]:
    """Each section by itself, so that a fault in one hides none in another."""
    for name, field in RuleSet.model_fields.items():
        if name in _DERIVED:
            continue
        if name not in data:
            yield _fault(version, (name,), "regime.missing", name)
            continue
        kind: TypeAdapter[object] = TypeAdapter(field.rebuild_annotation())
        try:
            kind.validate_python(data[name])
        except ValidationError as error:
            yield from (_shape(version, (name, *one["loc"]), one) for one in error.errors())
    yield from (
        _fault(version, (str(name),), "regime.strange", str(name)) for name in data.keys() - RuleSet.model_fields.keys()
    )


def _shape(version: Version, path: Path, error: ErrorDetails) -> Fault:
    match error["type"]:
        case "missing":
            return _fault(version, path, "regime.missing", str(path[-1]))
        case "extra_forbidden":
            return _fault(version, path, "regime.strange", str(path[-1]))
        case _:
            return _fault(version, path, "regime.shape", str(error["input"]), error["msg"])


def _impossible(version: Version, rules: RuleSet) -> Iterator[Fault]:
    for one in impossible(rules):
        yield _fault(version, one.path, one.rule, one.asked, one.allowed)


def _fault(version: Version, path: Path, rule: str, asked: str = "", allowed: str = "") -> Fault:
    name, line = at(version.lines, path)
    return Fault(name, line, shown(path), rule, asked, allowed)
