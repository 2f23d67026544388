"""From the files of a regime to its rule sets, with every fault at once. Pure."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from grants.regimes.checks import impossible
from grants.regimes.faults import Fault, FaultyRules
from grants.regimes.headings import headings
from grants.regimes.history import Version, is_leaf, versions
from grants.regimes.model import RuleSet
from grants.regimes.reading import Document, attempt
from grants.regimes.shapes import sections

_LENGTH_OF_HASH = 8


def parse(key: str, files: Sequence[tuple[str, str]]) -> tuple[RuleSet, ...]:
    """Every revision of a regime, oldest first, from the names and texts of its files. Raises `FaultyRules`.

    A revision changes with every value and every source, and with no comment.
    """
    documents, unread = _documents(files)
    if len(documents) < len(files):
        raise FaultyRules(*unread)
    found = headings(key, documents)
    if found.first is None:
        raise FaultyRules(*unread, *found.faults)
    made, amiss = versions(found.first, found.amendments, found.last_day)
    faults = [*found.faults, *amiss]
    parts = [_parts(key, version, found.last_day, faults) for version in made]
    said = {(fault.file, fault.path) for fault in unread}
    if faults := [*unread, *(fault for fault in faults if (fault.file, fault.path) not in said)]:
        raise FaultyRules(*faults)
    return tuple(RuleSet.model_validate(one) for one in parts)


def _documents(files: Sequence[tuple[str, str]]) -> tuple[list[Document], list[Fault]]:
    read = [attempt(name, text) for name, text in files]
    return [one for one, _ in read if one is not None], [fault for _, faults in read for fault in faults]


def _parts(key: str, version: Version, last_day: date | None, faults: list[Fault]) -> dict[str, Any]:
    """What the rule set of a version is made of. Everything wrong with it is added to the faults."""
    made, wrong = sections(version)
    digest = sha256(_content(version.data).encode()).hexdigest()[:_LENGTH_OF_HASH]
    parts = made | {
        "key": key,
        "revision": f"{version.since}+{digest}",
        "since": version.since,
        "instrument": version.instrument,
        "valid_from": version.data["valid_from"],
        "valid_to": last_day,
    }
    faults += wrong
    for one in impossible(RuleSet.model_construct(**parts)):
        faults.append(version.fault(one.path, one.rule, one.asked, one.allowed))
    return parts


def _content(data: dict[str, Any]) -> str:
    """What a revision is named after. The last days are left out: what ends later keeps the name it was pinned by."""
    lasting = {name: _undated(part) for name, part in data.items() if name not in {"instrument", "valid_to"}}
    return json.dumps(lasting, sort_keys=True, default=str, ensure_ascii=False)


def _undated(part: Any) -> Any:
    if isinstance(part, dict):
        kept = part.keys() - {"valid_to"} if is_leaf(part) else part.keys()
        return {name: _undated(part[name]) for name in kept}
    return [_undated(inner) for inner in part] if isinstance(part, list) else part
