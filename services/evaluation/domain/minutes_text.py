"""What the minutes of a committee say: the facts of its work laid out as the Turkish text of their sections. Pure.

The layout is `data/minutes.typ`; it gets the dictionary made here and adds headings and tables only. Who gave
which points is said only where the regime does not keep them secret.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from grants.calendar import ISTANBUL
from grants.figures import money_in_figures, number_in_figures
from grants.rules import quorum
from grants.rules.exact import plain, shown
from grants.rules.quorum import Seat
from grants.rules.ranking import board_mean
from services.evaluation.domain.board import Board
from services.evaluation.domain.motions import Ballot, Motion, MotionKind, MotionState
from services.evaluation.domain.records import CallFile, Placement, SeatKind
from services.evaluation.domain.sessions import SlotState

_SEATS = {SeatKind.FULL: "Asıl", SeatKind.SUBSTITUTE: "Yedek"}
_BACKGROUNDS = {"private_sector": "özel sektör", "academic": "akademisyen", "public_staff": "kamu çalışanı"}
_REASONS = {
    Seat.FULL_MEMBER: "asıl üye olarak oturdu",
    Seat.SUBSTITUTE: "yedek üye olarak, sırası geldiği için oturdu",
    Seat.NOT_NEEDED: "oturmadı: boş asıl üyelik yoktu",
    Seat.ABSENT: "oturmadı: toplantıda değildi",
    Seat.CONFLICTED: "çıkar çatışması nedeniyle salondan ayrıldı; sayılmadı",
}
_STATES = {
    SlotState.WAITING: "görüşülmedi",
    SlotState.OPEN: "görüşmesi tamamlanmadı",
    SlotState.CLOSED: "görüşüldü",
    SlotState.DEFERRED: "başka oturuma bırakıldı",
}
_KINDS = {
    MotionKind.RECOMMEND: "Destek önerisi",
    MotionKind.NEGOTIATE: "Müzakere edilecek noktalar",
    MotionKind.DEFER: "Başka oturuma bırakma",
}
_ANSWERS = {
    MotionState.OPEN: "sonuçlanmadı",
    MotionState.CARRIED: "kabul edildi",
    MotionState.FAILED: "reddedildi",
    MotionState.VOID: "geçersiz: oy veren ya da öneren bir üye çıkar çatışması nedeniyle ayrıldı",
}
_DECISIONS = {"selected": "Seçildi", "reserve": "Yedek", "not_selected": "Seçilmedi", "eliminated": "Elendi"}
_NOBODY = "–"


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """All that the minutes are made of.

    names: of the consortia by application; hidden: applications the reader must see nothing of. Where there are
    any, what is made is an extract, and nothing in it lets the place of a hidden one be worked out.
    """

    board: Board
    call: CallFile
    names: Mapping[str, str]
    placements: tuple[Placement, ...]
    motions: tuple[Motion, ...]
    ballots: tuple[Ballot, ...]
    hidden: frozenset[str] = frozenset()

    @property
    def people(self) -> dict[str, str]:
        return {one.person_id: one.name for one in self.board.members}

    @property
    def shown(self) -> tuple[str, ...]:
        """The applications the reader may see, in the order of the agenda, then those on none."""
        order = {one.application_id: index for index, one in enumerate(self.board.slots)}
        items = (one.application_id for one in self.board.items if one.application_id not in self.hidden)
        return tuple(sorted(items, key=lambda one: (order.get(one, len(order)), self.names[one], one)))


def minutes_text(facts: MinutesFacts) -> dict[str, Any]:
    """The texts of the minutes by section, as `minutes.typ` reads them: strings, lists and tables of strings."""
    names, committee = facts.call.rules.names, facts.board.committee
    return {
        "ministry": f"T.C. {names.ministry.value.tr}",
        "programme": names.programme.value.tr,
        "board": names.board.value.tr,
        "call": facts.call.name,
        "rules": facts.call.pinned,
        "concluded": _moment(committee.concluded_at) if committee.concluded_at else _NOBODY,
        "is_extract": bool(facts.hidden),
        "members": [*_members(facts)],
        "sessions": [*_sessions(facts)],
        "agenda": [*_agenda(facts)],
        "items": [_item(facts, one) for one in facts.shown],
        "ranking": [*_ranking(facts)],
        "envelope": _envelope(facts),
        "signers": [facts.people[one] for one in facts.board.seats if one in facts.board.sat],
    }


def _members(facts: MinutesFacts) -> Iterator[list[str]]:
    people = {one.person_id: one for one in facts.board.members}
    source = facts.call.rules.committee.excluded_backgrounds
    for person_id, seat in facts.board.seats.items():
        one = people[person_id]
        chair = ", başkan" if facts.board.is_chair(person_id) else ""
        label = f"{_SEATS[one.seat]} {seat.rpartition('-')[2]}{chair}"
        excluded = "yer alamaz" if one.background in source.value else "yer alabilir"
        yield [label, one.name, _BACKGROUNDS[one.background], excluded]


def _sessions(facts: MinutesFacts) -> Iterator[list[str]]:
    people = facts.people
    for one in facts.board.sessions:
        there = [people[person] for person in facts.board.seats if person in (one.present or ())]
        away = [people[person] for person in facts.board.seats if person not in (one.present or ())]
        when = f"{_moment(one.starts_at)}–{_clock(one.ends_at)}"
        yield [str(one.number), when, one.place, ", ".join(there) or _NOBODY, ", ".join(away) or _NOBODY]
    if facts.board.committee.present is not None and not facts.board.sessions:
        there = [people[person] for person in facts.board.seats if person in facts.board.committee.present]
        away = [people[person] for person in facts.board.seats if person not in facts.board.committee.present]
        yield [_NOBODY, _NOBODY, _NOBODY, ", ".join(there) or _NOBODY, ", ".join(away) or _NOBODY]


def _agenda(facts: MinutesFacts) -> Iterator[list[str]]:
    for one in facts.board.slots:
        if one.application_id not in facts.hidden:
            when = f"{_moment(one.starts_at)}–{_clock(one.ends_at)}"
            yield [str(one.number), when, facts.names[one.application_id], _STATES[one.state]]


def _item(facts: MinutesFacts, application_id: str) -> dict[str, Any]:
    board, rules = facts.board, facts.call.rules
    seating, people = board.seating(application_id), facts.people
    full = len(board.ids(SeatKind.FULL))
    presiding = board.presiding(application_id)
    item = board.item(application_id)
    return {
        "title": facts.names[application_id],
        "application": application_id,
        "presiding": people[presiding] if presiding else _NOBODY,
        "seats": [[people[person], _REASONS[reason]] for person, reason in seating.reasons],
        "quorum": f"Oturan {len(seating.sitting)}, gereken {quorum.needed(full, rules)}/{full}",
        "evaluators": _points(Fraction(item.evaluators_mean)) if item else _NOBODY,
        "scores": [*_scores(facts, application_id)],
        "mean": _mean(facts, application_id),
        "motions": [_motion(facts, one) for one in facts.motions if one.application_id == application_id],
    }


def _scores(facts: MinutesFacts, application_id: str) -> Iterator[list[str]]:
    if facts.call.rules.committee.secret_scores.value:
        return
    for person, score in facts.board.counted(application_id).items():
        yield [facts.people[person], str(score)]


def _mean(facts: MinutesFacts, application_id: str) -> str:
    counted = tuple(facts.board.counted(application_id).values())
    return _points(board_mean(counted)) if counted else _NOBODY


def _motion(facts: MinutesFacts, motion: Motion) -> dict[str, Any]:
    mine = [one for one in facts.ballots if (one.application_id, one.number) == (motion.application_id, motion.number)]
    figures = motion.decided.figures if motion.decided and motion.state is not MotionState.VOID else {}
    votes = ", ".join(f"{figures[name]} {word}" for name, word in _VOTES.items()) if figures else _NOBODY
    return {
        "title": f"{motion.number}. {_KINDS[motion.kind]}: {_ANSWERS[motion.state]}",
        "text": motion.text,
        "votes": votes,
        "lines": [*motion.conditions, *(_point(one.title, one.text) for one in motion.points)],
        "dissent": [[facts.people[one.person_id], one.dissent] for one in mine if one.dissent],
    }


_VOTES = {"yes": "kabul", "no": "ret", "abstained": "çekimser"}


def _point(title: str, text: str) -> str:
    return f"{title}: {text}" if text else title


def _ranking(facts: MinutesFacts) -> Iterator[list[str]]:
    """Best first; in an extract by name and without places."""
    seen = [one for one in facts.placements if one.application_id not in facts.hidden]
    if facts.hidden:
        seen.sort(key=lambda one: (facts.names[one.application_id], one.application_id))
    for one in seen:
        place = str(one.rank) if one.rank and not facts.hidden else _NOBODY
        total, asked = _points(Fraction(one.total)), money_in_figures(one.requested, facts.call.currency)
        yield [place, facts.names[one.application_id], total, asked, _DECISIONS[one.decision]]


def _envelope(facts: MinutesFacts) -> list[str]:
    committee, currency = facts.board.committee, facts.call.currency
    if facts.hidden:
        return []
    lines = [f"Çağrı bütçesi: {money_in_figures(committee.envelope, currency)}"]
    if committee.usable != committee.envelope:
        lines.append(
            f"Kullanılabilir bütçe: {money_in_figures(committee.usable, currency)}. Gerekçe: {committee.reason}"
        )
    return lines


def _points(number: Fraction) -> str:
    """Points as people read them: two decimals, rounded down, with a comma."""
    return number_in_figures(plain(shown(number)))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ISTANBUL):%d.%m.%Y %H:%M}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ISTANBUL):%H:%M}"
