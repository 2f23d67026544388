"""`destek rules diff`: every value that two rule sets give differently, and what changes for whom."""

from dataclasses import dataclass
from typing import Any

from cli.rules.concerns import by_group, meaning, whom
from cli.rules.layout import print_table, say
from cli.rules.leaves import HEAD, Leaf, leaves, said, source, title
from cli.rules.saying import Voice, as_json
from grants.regimes import RuleSet
from grants.regimes.telling import differences, told


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after: as JSON (None where one of the two has none), and as people read it."""

    path: str
    before: Any
    after: Any
    shown: tuple[str, str]
    sources: tuple[str, str]


def changes(voice: Voice, one: RuleSet, other: RuleSet) -> tuple[Change, ...]:
    """Everything two rule sets say differently: what stands above the sections, then leaf by leaf."""
    return (*_head(voice, one, other), *_leaves(voice, one, other))


def _head(voice: Voice, one: RuleSet, other: RuleSet) -> list[Change]:
    before, after = told(one), told(other)
    return [
        Change(
            name,
            before[name],
            after[name],
            (said(voice, getattr(one, name)), said(voice, getattr(other, name))),
            (one.instrument, other.instrument),
        )
        for name in HEAD
        if before[name] != after[name]
    ]


def _leaves(voice: Voice, one: RuleSet, other: RuleSet) -> list[Change]:
    before, after = ({leaf.path: leaf for leaf in leaves(rules)} for rules in (one, other))
    return [
        Change(
            found.path,
            found.before,
            found.after,
            _apart(_shown(voice, before.get(found.path)), _shown(voice, after.get(found.path))),
            (_source(voice, before.get(found.path)), _source(voice, after.get(found.path))),
        )
        for found in differences(one, other)
    ]


def _shown(voice: Voice, leaf: Leaf | None) -> str:
    return voice.say("rule_word.none") if leaf is None else said(voice, leaf.cited.value)


def _source(voice: Voice, leaf: Leaf | None) -> str:
    return "" if leaf is None else source(voice, leaf.cited)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Of two long lists only the lines in which they differ."""
    old, new = before.split("\n"), after.split("\n")
    if min(len(old), len(new)) == 1:
        return before, after
    return "\n".join(line for line in old if line not in new), "\n".join(line for line in new if line not in old)


def print_changes(voice: Voice, one: RuleSet, other: RuleSet, json: bool) -> None:
    """The changes as a table, then by whom they concern."""
    found = changes(voice, one, other)
    if json:
        say(as_json(_as_dict(voice, one, other, found)))
        return
    say(f"{one.pinned} → {other.pinned}\n")
    if not found:
        say(voice.say("rules.diff.same"))
        return
    _print_values(voice, found)
    by_path = {change.path: change for change in found}
    for group, paths in by_group(list(by_path)).items():
        headings = [voice.say("rules.column.rule"), voice.say("rules.column.change"), voice.say("rules.column.meaning")]
        rows = [(title(voice, path), _arrow(voice, by_path[path]), meaning(voice, path)) for path in paths]
        print_table(voice.say(f"rules.group.{group}"), headings, rows)


def _print_values(voice: Voice, found: tuple[Change, ...]) -> None:
    names = ("rule", "before", "after", "source_before", "source_after")
    rows = [(f"{title(voice, one.path)}\n{one.path}", *one.shown, *one.sources) for one in found]
    print_table(
        voice.say("rules.diff.title", count=len(found)), [voice.say(f"rules.column.{one}") for one in names], rows
    )


def _arrow(voice: Voice, change: Change) -> str:
    before, after = change.shown
    if before == after:
        return voice.say("rules.diff.source_only")
    return " → ".join(text.replace("\n", " / ") or "–" for text in (before, after))


def _as_dict(voice: Voice, one: RuleSet, other: RuleSet, found: tuple[Change, ...]) -> dict[str, object]:
    entries = [
        {
            "path": change.path,
            "title": title(voice, change.path),
            "before": change.before,
            "after": change.after,
            "concerns": [group.value for group in whom(change.path)],
            "meaning": meaning(voice, change.path),
        }
        for change in found
    ]
    groups = {group.value: paths for group, paths in by_group([change.path for change in found]).items()}
    return {"before": one.pinned, "after": other.pinned, "differences": entries, "concerns": groups}
