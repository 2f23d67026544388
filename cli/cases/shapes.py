"""How a case's tables become the requests the services take."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml

from cli.cases.numbers import invented_tax_number

Json = dict[str, Any]
"""A JSON object. Amounts in it are texts like "1234.00"."""


def read_table(name: str) -> Json:
    """One of this package's YAML files, by the reader written in C: they are long."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.CSafeLoader))


def member(row: Sequence[Any], province: str) -> Json:
    """A member from (name, kind, NACE, commits, in the main field)."""
    name, kind, nace, commits, in_main_field = row
    return {
        "name": name,
        "kind": kind,
        "tax_number": invented_tax_number(name),
        "province": province,
        "nace": nace,
        "commits": commits,
        "in_main_field": in_main_field,
    }


def activity(row: Sequence[Any]) -> Json:
    """An activity from (code, first quarter, last quarter, title and, for one not listed, the reason)."""
    code, first, last, title, *reason = row
    return {
        "code": code,
        "title": title,
        "reason": reason[0] if reason else None,
        "first_quarter": first,
        "last_quarter": last,
    }


def item(row: Sequence[Any]) -> Json:
    """A support item from (key, activity, cost head, cost, grant, title)."""
    return dict(zip(("key", "activity", "cost_head", "cost", "grant", "title"), row, strict=True))


def work_plan(packages: Iterable[Mapping[str, Any]]) -> Json:
    """A work plan from packages whose activities, items and milestones are rows."""
    return {
        "packages": [
            {
                "key": package["key"],
                "title": package["title"],
                "activities": [activity(row) for row in package["activities"]],
                "items": [item(row) for row in package["items"]],
                **_milestones(package.get("milestones", ())),
            }
            for package in packages
        ]
    }


def _milestones(rows: Iterable[Sequence[Any]]) -> Json:
    """Nothing where there are none, as a plan is written: (key, quarter, activity, title)."""
    found = [{"key": key, "title": title, "quarter": at, "activity": code} for key, at, code, title in rows]
    return {"milestones": found} if found else {}
