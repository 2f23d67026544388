"""`destek rules list` and `show`: which regimes there are, and what one of them says."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from cli.rules.files import CannotRead
from cli.rules.layout import print_table, say
from cli.rules.leaves import HEAD, Leaf, days, leaves, said, sections, source, title
from cli.rules.saying import Voice, as_json
from grants.breach import Breach
from grants.regimes import RuleSet, keys, revisions
from grants.regimes.idle import Idle, idle
from grants.regimes.telling import told


def print_list(voice: Voice, json: bool) -> None:
    """Every regime with its revisions."""
    found = [(key, revisions(key)) for key in keys()]
    if json:
        say(as_json({"regimes": [_as_dict(key, made) for key, made in found]}))
        return
    headings = [voice.say(f"rules.column.{name}") for name in ("regime", "programme", "revision", "instrument", "days")]
    rows = [_row(voice, one) for _, made in found for one in made]
    print_table(voice.say("rules.list"), headings, rows)


def _as_dict(key: str, made: Iterable[RuleSet]) -> dict[str, object]:
    states = list(made)
    newest = states[-1]
    return {
        "key": key,
        "programme": newest.programme,
        "names": newest.names.programme.value.model_dump(),
        "valid_from": newest.valid_from.isoformat(),
        "valid_to": newest.valid_to.isoformat() if newest.valid_to else None,
        "revisions": [
            {"revision": one.revision, "since": one.since.isoformat(), "instrument": one.instrument} for one in states
        ],
    }


def _row(voice: Voice, rules: RuleSet) -> tuple[str, ...]:
    programme = rules.names.programme.value.said_in(voice.language)
    ends = voice.day(rules.valid_to)
    return (rules.key, programme, rules.revision, rules.instrument, f"{voice.day(rules.since)} – {ends}".rstrip())


def print_rules(voice: Voice, rules: RuleSet, section: str, json: bool) -> None:
    """What a rule set says, section by section. Raises `CannotRead` for a section it has not."""
    if section and section not in sections():
        raise CannotRead(Breach("rules.no_section", "--section", section[:80], ", ".join(sections()), "Destek"))
    voice = voice.of_rules(rules)
    if json:
        content = told(rules)
        kept = {name: part for name, part in content.items() if name not in sections() or section in {"", name}}
        say(as_json(kept))
        return
    say(rules.pinned)
    if not section:
        for name in HEAD:
            if (value := getattr(rules, name)) is not None:
                say(f"{title(voice, name)}: {said(voice, value)}")
    say("")
    without: dict[str, list[Idle]] = {}
    for one in idle(rules):
        without.setdefault(one.path, []).append(one)
    for name, found in groupby(leaves(rules, section), key=lambda leaf: leaf.section):
        _print_section(voice, name, list(found), without)


def _print_section(voice: Voice, name: str, found: list[Leaf], without: Mapping[str, Sequence[Idle]]) -> None:
    headings = [voice.say(f"rules.column.{name}") for name in ("rule", "value", "source", "days")]
    rows = [_leaf(voice, leaf, without.get(leaf.path, ())) for leaf in found]
    print_table(f"{title(voice, name)} ({name})", headings, rows)


def _leaf(voice: Voice, leaf: Leaf, without: Sequence[Idle]) -> tuple[str, ...]:
    """Its name with the path that an amendment would name it by, its value, its source, its days.

    without: what of it has no effect as the other values stand; that is said below the value.
    """
    name, cited = f"{title(voice, leaf.path)}\n{leaf.path}", leaf.cited
    value = "\n".join((said(voice, cited.value), *(voice.breach(one.as_breach())["message"] for one in without)))
    return (name, value, source(voice, cited), days(voice, cited))
