"""`destek rules lint`: everything that is wrong with a draft, each with its file and line."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import typer

from cli.rules.layout import say
from cli.rules.options import BROKEN
from cli.rules.saying import Voice, as_json, clean
from cli.rules.sets import draft_of
from grants.breach import Breach
from grants.regimes import Fault, FaultyRules, keys, parse, texts
from grants.regimes.idle import idle
from grants.regimes.succession import succession

Read = Callable[[], tuple[str, Sequence[tuple[str, str]]]]
"""Gives the key and the files of a rule set."""


def lint(voice: Voice, paths: Sequence[str], json: bool) -> None:
    """Say every fault of these drafts; without any, of the rules shipped. Exit code 1 where there is one.

    What can have no effect as the rest stands is said too, and is no fault. Raises `CannotRead`.
    """
    named = list(dict.fromkeys(paths))
    found = [fault for path in named for fault in faults(path)] if paths else [*shipped()]
    read: dict[str, Read] = {path: partial(draft_of, path) for path in named} or {
        key: partial(_of_shipped, key) for key in keys()
    }
    without = [one for name, files in read.items() for one in _without_effect(name, files)]
    if json:
        told = [_as_dict(voice, fault) for fault in found]
        notices = [voice.breach(one) for one in without]
        shown = {"paths": [clean(path) for path in paths], "clean": not found, "faults": told, "notices": notices}
        say(as_json(shown))
    else:
        _print(voice, paths, found, without)
    raise typer.Exit(BROKEN if found else 0)


def faults(path: str) -> tuple[Fault, ...]:
    """What is wrong with one draft, in the order of files and lines; none of a good one."""
    try:
        parse(*draft_of(path))
    except FaultyRules as faulty:
        return faulty.faults
    return ()


def shipped() -> tuple[Fault, ...]:
    """What is wrong with the rules Destek comes with, and between those of one programme: a gap, or two at once."""
    files = {key: texts(key) for key in keys()}
    own = (fault for key in files for fault in _parsed(key, files[key]))
    return (*own, *succession(files))


def _parsed(key: str, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
    try:
        parse(key, files)
    except FaultyRules as faulty:
        return faulty.faults
    return ()


def _of_shipped(key: str) -> tuple[str, Sequence[tuple[str, str]]]:
    return key, texts(key)


def _without_effect(name: str, read: Read) -> Iterator[Breach]:
    """What can have no effect in the newest of these rules, once they have no fault."""
    try:
        made = parse(*read())
    except FaultyRules:
        return
    yield from (one.as_breach(f"{name} {one.path}") for one in idle(made[-1]))


def _print(voice: Voice, paths: Sequence[str], found: Sequence[Fault], without: Sequence[Breach]) -> None:
    for one in without:
        say(f"{clean(one.subject)}: {voice.breach(one)['message']} [{one.rule}]")
    for fault in found:
        say(clean(f"{fault.file}:{fault.line}: {fault.path}: {_message(voice, fault)} [{fault.rule}]"))
    key = "rules.lint.faulty" if found else "rules.lint.clean"
    say(voice.say(key, count=len(found), paths=", ".join(paths or keys())))


def _message(voice: Voice, fault: Fault) -> str:
    return voice.breach(fault.as_breach())["message"]


def _as_dict(voice: Voice, fault: Fault) -> dict[str, object]:
    told = {"file": fault.file, "path": fault.path, "rule": fault.rule, "message": _message(voice, fault)}
    told |= {"asked": fault.asked, "allowed": fault.allowed}
    return {"line": fault.line, **{name: clean(text) for name, text in told.items()}}
