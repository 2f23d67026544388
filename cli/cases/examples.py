"""Example consortia of plausible make-up on clusters of the inventory, one that few may judge, and two that break a
rule each.

A case is {"key", "coordinator", "consortium", "plan", "form"}; a broken one also names the rule it
"breaks".
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from cli.cases.people import in_role
from cli.cases.shapes import Json, member, read_table, work_plan
from grants.values import portion

_CHAMBER_OF_INDUSTRY: Final = "chamber_of_industry"
_MARK: Final = " (örnek)"
_NACE: Final = {
    "university": "85.42",
    "research_institution": "72.19",
    "technology_development_zone": "72.19",
    "organised_industrial_zone": "68.32",
    "industrial_zone": "68.32",
    "free_zone": "68.32",
    "local_government": "84.11",
    "special_provincial_administration": "84.11",
}
_NACE_OF_ASSOCIATIONS: Final = "94.11"
_NACE_OF_ENGINEERS: Final = "71.12"


def valid() -> list[Json]:
    """Eight cases that keep every rule, from 8 to 40 million TL."""
    tables = read_table("examples.yaml")
    return [_case(tables, example) for example in tables["examples"]]


def tied() -> Json:
    """A case that keeps every rule, and of whose members most evaluators are employees."""
    tables = read_table("examples.yaml")
    (example,) = tables["tied"]
    case = _case(tables, example)
    employers = {str(one["id"]): str(one["employer"]) for one in in_role("evaluator")}
    rows = ((employers[person], "firm", _NACE_OF_ENGINEERS, True, False) for person in example["employers_of"])
    case["consortium"]["members"] += [member(row, example["provinces"][0]) for row in rows]
    return case


def invalid() -> list[Json]:
    """Two cases that break exactly one rule each, named under "breaks"."""
    return [_nineteen_firms(), _item_over_its_cap()]


def _nineteen_firms() -> Json:
    """The smallest consortium, less one firm: everything else holds."""
    case = next(case for case in valid() if case["key"] == "gemi")
    members = case["consortium"]["members"]
    last_firm = max(place for place, one in enumerate(members) if one["kind"] == "firm")
    case["consortium"]["members"] = members[:last_firm] + members[last_firm + 1 :]
    return _renamed(case, "on-dokuz-firma", "composition.firms")


def _item_over_its_cap() -> Json:
    """One item asks 75.01 % of its cost while the whole stays under half."""
    case = next(case for case in valid() if case["key"] == "medikal")
    item = case["plan"]["packages"][-1]["items"][-1]
    item["grant"] = _text(portion(Decimal(item["cost"]), Decimal("75.01")))
    return _renamed(case, "kalem-yetmis-bes-01", "money.item_cap")


def _renamed(case: Json, key: str, breaks: str) -> Json:
    name = case["consortium"]["name"].removesuffix(_MARK) + f" – {key}" + _MARK
    return case | {"key": key, "consortium": case["consortium"] | {"name": name}, "breaks": breaks}


def _case(tables: Json, example: Json) -> Json:
    return {
        "key": example["key"],
        "coordinator": f"koordinator-{example['key']}",
        "consortium": _consortium(tables["firm_words"], example),
        "plan": _plan(tables["profiles"][example["profile"]], Decimal(example["size"])),
        "form": {key: _filled(text, example) for key, text in tables["form"].items()},
    }


def _filled(text: str, example: Json) -> str:
    return text.format(
        cluster=example["name"].removesuffix(_MARK),
        provinces=", ".join(example["provinces"]),
        firms=example["firms"],
        field=example["field"],
    )


def _consortium(words: list[str], example: Json) -> Json:
    chambers = [example[key] for key in ("chamber", "second_chamber") if key in example]
    return {
        "name": example["name"],
        "cluster_no": example["cluster_no"],
        "provinces": example["provinces"],
        "geography_has_chamber_of_industry": any(kind == _CHAMBER_OF_INDUSTRY for _, kind in chambers),
        "nace": example["nace"],
        "members": [*_institutions(chambers, example), *_firms(words, example)],
    }


def _institutions(chambers: list[Any], example: Json) -> Iterator[Json]:
    """Chambers, each in its own province, then universities and the others in the first one."""
    home = example["provinces"][0]
    for name, kind in chambers:
        province = next((one for one in example["provinces"] if name.startswith(one)), home)
        yield member((name, kind, _NACE_OF_ASSOCIATIONS, True, False), province)
    universities = [
        ("university", f"{home} {number}. Üniversitesi") for number in range(1, example["universities"] + 1)
    ]
    for kind, name in [*universities, *example["others"]]:
        nace = _NACE.get(kind, _NACE_OF_ASSOCIATIONS)
        yield member((name + _MARK, kind, nace, True, False), home)


def _firms(words: list[str], example: Json) -> Iterator[Json]:
    """Firms of the cluster's main field, spread over its provinces in turn."""
    provinces = example["provinces"]
    for offset, word in enumerate(words[: example["firms"]]):
        name = f"{word} {example['trade']}{_MARK}"
        row = (name, "firm", example["nace"], True, True)
        yield member(row, provinces[offset % len(provinces)])


def _plan(profile: list[Json], size: Decimal) -> Json:
    return work_plan(package | {"items": [_item(row, size) for row in package["items"]]} for package in profile)


def _item(row: list[Any], size: Decimal) -> list[Any]:
    key, activity, cost_head, per_mille, grant_share, title = row
    cost = portion(size, Decimal(per_mille) / 10)
    return [key, activity, cost_head, _text(cost), _text(portion(cost, Decimal(grant_share))), title]


def _text(amount: Decimal) -> str:
    return format(amount, ".2f")
