"""A simulation told: as one JSON object, or as tables with the reasons below."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cli.rules.comparing import changes
from cli.rules.layout import print_table, say
from cli.rules.saying import Voice, clean
from cli.rules.simulate.money import Worth
from cli.rules.simulate.outcome import Simulation, Totals, Turn
from cli.rules.simulate.reasons import Reason
from cli.rules.simulate.trying import Fate, Verdict, is_refused_later
from grants.regimes import pinned

MOST_REASONS = 12
"""How many steps are printed for one application; JSON holds them all."""


def as_dict(voice: Voice, found: Simulation) -> dict[str, object]:
    """Everything, amounts as exact text in the call's currency."""
    call = found.call
    return {
        "call": {
            "id": call.id,
            "name": call.name,
            "regime": call.pin,
            "currency": call.currency,
            "envelope": f"{call.envelope:.2f}",
            "usable_envelope": f"{call.usable:.2f}",
        },
        "draft": found.draft.pinned,
        "changed_rules": [change.path for change in changes(voice, pinned(call.pin), found.draft)],
        "totals": _totals(found.totals),
        "applications": [_turn(voice, turn) for turn in found.turns],
    }


def _totals(totals: Totals) -> dict[str, object]:
    pairs = {"granted": totals.granted, "payable": totals.payable}
    return {
        "submitted": totals.submitted,
        "passing": {"before": totals.passing[0], "after": totals.passing[1]},
        "gained": totals.gained,
        "lost": totals.lost,
        "no_score": totals.no_score,
        "other_sheet": totals.other_sheet,
        **{name: {"before": f"{before:.2f}", "after": f"{after:.2f}"} for name, (before, after) in pairs.items()},
        "paid": f"{totals.paid:.2f}",
        "could_get": f"{totals.could_get:.2f}",
    }


def _turn(voice: Voice, turn: Turn) -> dict[str, object]:
    one = turn.recorded
    return {
        "id": one.id,
        "name": clean(one.name),
        "regime": one.pin,
        "stage": one.stage.value,
        "outcome": one.outcome.value if one.outcome else None,
        "before": _side(voice, turn.before, turn.worth_before),
        "after": _side(voice, turn.after, turn.worth_after),
        "paid": f"{one.paid:.2f}",
        "changes": turn.changes,
        "reasons": _reasons(voice, turn.why),
        "reasons_granted": _reasons(voice, turn.why_granted),
        "reasons_payable": _reasons(voice, turn.why_payable),
        "remarks": list(remarks(turn)),
        "sources": dict(one.sources),
    }


def _side(voice: Voice, verdict: Verdict, money: Worth) -> dict[str, object]:
    return {
        "fate": verdict.fate.value,
        "gate": verdict.gate.value,
        "message": fate(voice, verdict),
        "place": verdict.place,
        "granted": f"{money.granted:.2f}",
        "payable": f"{money.payable:.2f}",
        "could_get": f"{money.could_get:.2f}",
    }


def _reasons(voice: Voice, found: Sequence[Reason]) -> list[dict[str, object]]:
    return [
        {"side": one.side.value, "decision": one.decision, "held": one.line.held, **voice.line(one.line)}
        for one in found
    ]


def fate(voice: Voice, verdict: Verdict) -> str:
    """What becomes of it, and where that is decided: "Not selected: pre-evaluation"."""
    return voice.say(f"simulate.fate.{verdict.fate}", gate=voice.say(f"simulate.gate.{verdict.gate}"))


def remarks(turn: Turn) -> Iterator[str]:
    """What a reader has to know of the record itself."""
    if turn.after.fate is Fate.NO_SCORE:
        yield f"simulate.remark.no_score.{turn.after.gate}"
    if turn.after.fate is Fate.OTHER_SHEET:
        yield f"simulate.remark.other_sheet.{turn.after.gate}"
    if turn.before.fate is Fate.PASSES and is_refused_later(turn.recorded):
        yield "simulate.remark.left"
    if turn.before.fate is Fate.PASSES and turn.recorded.approved is None and not is_refused_later(turn.recorded):
        yield "simulate.remark.not_approved"
    if turn.recorded.on_paper:
        yield "simulate.remark.on_paper"
    if turn.not_as_decided:
        yield "simulate.remark.not_as_decided"


def print_simulation(voice: Voice, found: Simulation) -> None:
    """A line an application, then why, then the sums."""
    call = found.call
    say(voice.say("simulate.title", call=call.name, before=call.pin, after=found.draft.pinned))
    say("")
    names = ("application", "before", "after", "granted_before", "granted_after", "payable_before", "payable_after")
    headings = [voice.say(f"simulate.column.{name}") for name in names]
    rows = [_row(voice, call.currency, turn) for turn in found.turns]
    print_table(voice.say("simulate.applications"), headings, rows, numbers=(3, 4, 5, 6))
    for turn in found.turns:
        _print_why(voice, call.currency, turn)
    _print_totals(voice, call.currency, found.totals)


def _row(voice: Voice, currency: str, turn: Turn) -> tuple[str, ...]:
    before, after = turn.worth_before, turn.worth_after
    money = (before.granted, after.granted, before.payable, after.payable)
    mark = "*" if turn.changes else ""
    name = f"{clean(turn.recorded.name)}{mark}\n{turn.recorded.id}"
    return (name, fate(voice, turn.before), fate(voice, turn.after), *(_amount(voice, one, currency) for one in money))


def _amount(voice: Voice, value: Decimal, currency: str) -> str:
    return voice.amount(value, currency) if value else "–"


def _print_why(voice: Voice, currency: str, turn: Turn) -> None:
    told = [*remarks(turn)]
    if not turn.changes and not told:
        return
    say(f"{clean(turn.recorded.name)} ({turn.recorded.id})")
    for key in told:
        say(f"  {voice.say(key)}")
    for name, found in (("why", turn.why), ("why_granted", turn.why_granted), ("why_payable", turn.why_payable)):
        _print_reasons(voice, name, found)
    if turn.worth_after.could_get:
        say(f"  {voice.say('simulate.could_get', amount=voice.amount(turn.worth_after.could_get, currency))}")
    say("")


def _print_reasons(voice: Voice, name: str, found: Sequence[Reason]) -> None:
    if not found:
        return
    say(f"  {voice.say(f'simulate.{name}')}")
    for one in found[:MOST_REASONS]:
        side = voice.say(f"simulate.side.{one.side}")
        say(f"    {side} {voice.line(one.line)['message']}")
    if len(found) > MOST_REASONS:
        say(f"    {voice.say('simulate.more', count=len(found) - MOST_REASONS)}")


def _print_totals(voice: Voice, currency: str, totals: Totals) -> None:
    amounts = {"granted": totals.granted, "payable": totals.payable}
    rows = [
        (voice.say("simulate.total.passing"), *(str(one) for one in totals.passing)),
        *(
            (voice.say(f"simulate.total.{name}"), *(voice.amount(one, currency) for one in pair))
            for name, pair in amounts.items()
        ),
    ]
    headings = ["", voice.say("simulate.column.before"), voice.say("simulate.column.after")]
    print_table(voice.say("simulate.totals", count=totals.submitted), headings, rows, numbers=(1, 2))
    say(voice.say("simulate.turned", gained=totals.gained, lost=totals.lost, no_score=totals.no_score))
    if totals.other_sheet:
        say(voice.say("simulate.other_sheets", count=totals.other_sheet))
    if totals.could_get:
        say(voice.say("simulate.could_get_all", amount=voice.amount(totals.could_get, currency)))
    say(voice.say("simulate.paid", amount=voice.amount(totals.paid, currency)))
    say(voice.say("simulate.nothing_written"))
