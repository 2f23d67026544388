"""Regimes: rule sets as dated data, one YAML file each. Reading package data is the only thing done here."""

import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import ClassVar

import yaml

from grants.breach import Breach, Refused
from grants.regimes.cited import Bilingual, Cited, Named
from grants.regimes.model import RuleSet

__all__ = ["Bilingual", "Cited", "Named", "RuleSet", "UnknownRegime", "keys", "load"]

_SUFFIX = ".yaml"


class UnknownRegime(Refused):
    """There is no regime of this key."""

    rule: ClassVar[str] = "regime.unknown"


@cache
def keys() -> tuple[str, ...]:
    """The keys of all regimes, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


@cache
def load(key: str) -> RuleSet:
    """The rule set of this key, read once. Raises `UnknownRegime`."""
    if key not in keys():
        raise UnknownRegime(
            Breach("regime.unknown", "regime", asked=key[:80], allowed=", ".join(keys()), source="Destek")
        )
    return parse(key, files(__name__).joinpath(key + _SUFFIX).read_text(encoding="utf-8"))


def parse(key: str, text: str) -> RuleSet:
    """The rule set written in a YAML text. Its revision changes with every value and with no comment."""
    data = yaml.safe_load(text)
    content = json.dumps(data, sort_keys=True, default=str, ensure_ascii=False)
    digest = sha256(content.encode()).hexdigest()[:8]
    return RuleSet.model_validate({**data, "key": key, "revision": f"{data['valid_from']}+{digest}"})
