"""What an approval pack says: the chosen combination and every member's word, as the Turkish text of its parts. Pure.

The layout is `data/pack.typ`; it gets the dictionary made here and adds headings and tables only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.calendar import ISTANBUL
from grants.figures import money_in_figures
from grants.rules.combination import CutBy, Fate, Outcome, Sum
from grants.rules.exact import exact_text, plain, shown
from services.evaluation.domain.board import Board
from services.evaluation.domain.combining import Tried
from services.evaluation.domain.packs import Opinion, Pack, have_a_say
from services.evaluation.domain.records import CallFile, SeatKind

_FATES = {Fate.FUNDED: "desteklenir", Fate.BELOW_CUT: "dışarıda kalır", Fate.ELIMINATED: "eşiğin altında"}
_SEATS = {SeatKind.FULL: "Asıl", SeatKind.SUBSTITUTE: "Yedek"}
_CUTS = {CutBy.RANK: "{value}. sıraya kadar", CutBy.TOTAL: "toplam puanı en az {value} olanlar"}
_NOBODY = "–"


@dataclass(frozen=True, slots=True)
class PackFacts:
    """All that a pack is made of. names: of the consortia by application; minutes: hash of the board's minutes."""

    pack: Pack
    tried: Tried
    board: Board
    call: CallFile
    names: Mapping[str, str]
    opinions: tuple[Opinion, ...]
    minutes: str = ""


def pack_text(facts: PackFacts, closed_at: datetime) -> dict[str, Any]:
    """The texts of the pack by part, as `pack.typ` reads them: strings, lists and tables of strings."""
    names, made, given = facts.call.rules.names, facts.tried.made, facts.tried.inputs
    currency = facts.call.currency
    return {
        "ministry": f"T.C. {names.ministry.value.tr}",
        "programme": names.programme.value.tr,
        "board": names.board.value.tr,
        "call": facts.call.name,
        "rules": facts.call.pinned,
        "number": str(facts.pack.number),
        "closed": f"{closed_at.astimezone(ISTANBUL):%d.%m.%Y %H:%M}",
        "reason": facts.pack.reason,
        "combination": f"{facts.tried.number}. {facts.tried.name}",
        "cut_off": _CUTS[given.cut_off.by].format(value=_number(exact_text(given.cut_off.value))),
        "sum": f"{money_in_figures(made.amount, currency)} / {money_in_figures(given.money, currency)}",
        "placed": [_placed(facts, one) for one in made.outcomes],
        "provinces": [*_sums(facts, made.provinces)],
        "divisions": [*_sums(facts, made.divisions)],
        "opinions": [*_opinions(facts)],
        "apart": [*_apart(facts)],
        "minutes": facts.minutes or _NOBODY,
    }


def _placed(facts: PackFacts, one: Outcome) -> list[str]:
    currency = facts.call.currency
    return [
        str(one.placed.place or _NOBODY),
        facts.names.get(one.placed.application_id, one.placed.application_id),
        _number(plain(shown(one.placed.total))),
        money_in_figures(one.placed.requested, currency),
        money_in_figures(one.amount, currency),
        _FATES[one.fate],
    ]


def _sums(facts: PackFacts, sums: Mapping[str, Sum]) -> Iterator[list[str]]:
    for name, one in sums.items():
        yield [name or _NOBODY, str(one.applications), money_in_figures(one.amount, facts.call.currency)]


def _opinions(facts: PackFacts) -> Iterator[list[str]]:
    """One line for everybody who has a say, in the order of the seats."""
    given = {one.person_id: one for one in facts.opinions}
    for person in have_a_say(facts.board, facts.tried):
        one = given.get(person)
        word = "görüş bildirmedi" if one is None else "katılıyor" if one.agrees else "katılmıyor"
        yield [*_member(facts, person), word, one.reason if one else ""]


def _apart(facts: PackFacts) -> Iterator[list[str]]:
    """Who sat and has no say, because something the combination ranks concerns the member."""
    entitled = have_a_say(facts.board, facts.tried)
    for person in facts.board.seats:
        if person in facts.board.sat and person not in entitled:
            yield [*_member(facts, person)]


def _member(facts: PackFacts, person: str) -> tuple[str, str]:
    one = next(each for each in facts.board.members if each.person_id == person)
    chair = ", başkan" if facts.board.is_chair(person) else ""
    return f"{_SEATS[one.seat]} {one.ordinal}{chair}", one.name


def _number(text: str) -> str:
    return text.replace(".", ",")
