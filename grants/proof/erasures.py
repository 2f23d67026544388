"""What is veiled and cannot be opened any more: a true erasure, later in the same chain, has to answer for it.

Whoever owns the database can blank an opening as well as an erasure does, and can write a record that says it was one.
So an erasure counts with what makes it one: the file had ended, an inspector had signed it off since, the days for
which its rules keep it had run out, an administrator ordered it, and keys were destroyed. That of a call follows those
of its files, or of a call without any the years of its rules, and that of a consortium what the application room let go
of; nobody orders them. What is of none of these lapses, record by record, years after it was told.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from grants.breach import Refused
from grants.calendar import add_months, istanbul_day, start_of
from grants.contracts.application_events import (
    ApplicationDrafted,
    ApplicationEnded,
    ApplicationSubmitted,
    CallDeadlineMoved,
    CallPublished,
    CallRecorded,
    ConsortiumCreated,
    ContractConcluded,
)
from grants.contracts.audit_events import InspectionSigned
from grants.contracts.keeping_events import PersonalDataEmptied
from grants.contracts.monitoring_events import GrantClosed, GrantOpened
from grants.contracts.privacy_events import LEAST_YEARS, PersonalDataErased, PersonalDataLapsed
from grants.contracts.queues import APPLICATION
from grants.contracts.stages import Outcome
from grants.personal import Fate
from grants.policy import Role
from grants.proof.chain import Fault, FaultKind, Link
from grants.proof.veil import VEILED, veiled_places
from grants.regimes import pinned
from grants.rules.keeping import kept_until

ERASED = PersonalDataErased.type_name()
LAPSED = PersonalDataLapsed.type_name()
FILES = frozenset(
    kind.type_name() for kind in (ApplicationDrafted, ApplicationSubmitted, ContractConcluded, GrantOpened)
)
"""What begins a file. A contract taken over from paper was never submitted."""
CALLS = frozenset(kind.type_name() for kind in (CallPublished, CallRecorded))
CONSORTIA = frozenset({ConsortiumCreated.type_name()})
_DRAFTED = ApplicationDrafted.type_name()
_CLOSES = CALLS | {CallDeadlineMoved.type_name()}
_ENDS = frozenset({ApplicationEnded.type_name(), GrantClosed.type_name()})
_SIGNED = InspectionSigned.type_name()
_LET_GO = PersonalDataEmptied.type_name().replace("{room}", APPLICATION)
_TELLS = tuple(f'"{one}"' for one in sorted({*FILES, *_CLOSES, *CONSORTIA, *_ENDS, _SIGNED, _LET_GO, ERASED, LAPSED}))
_BY_ITSELF = "system"
MONTHS = 12
_FIRST, _LAST = 1900, 9000
"""Years that a calendar can count from."""


def is_shut(body: str, openings: str) -> bool:
    """Whether something is veiled in a record, and nothing is there to open it."""
    if openings or f'{{"{VEILED}":' not in body:
        return False
    record = _read(body)
    return any(True for _ in veiled_places(record))


def _read(body: str) -> Mapping[str, Any]:
    """A record, as far as it is one."""
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


@dataclass(slots=True)
class Files:
    """What all chains that are followed together tell of files.

    whole: whether these are all there are. of: those of a call, but for drafts, by the call. erased: truly.
    """

    whole: bool = False
    of: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    erased: set[str] = field(default_factory=set)


class Untrue(StrEnum):
    """Why what says that it is an erasure is none."""

    ELSEWHERE = "elsewhere"
    NOTHING_DESTROYED = "nothing_destroyed"
    NO_ADMINISTRATOR = "no_administrator"
    NOT_ENDED = "not_ended"
    NOT_SIGNED = "not_signed"
    STILL_KEPT = "still_kept"
    NO_CAUSE = "no_cause"
    OF_A_FILE = "of_a_file"


@dataclass(slots=True)
class Erasures:
    """One chain, followed in order. `unanswered`: the shut records after which no true erasure came yet.

    files: of all chains that are followed together. in_part: some of its records are withheld; what they say is not
    known. untrue: what said that it was an erasure, and is none. last: the last true one, as far as records can tell:
    keys are destroyed with it. unused_from: the first day on which the rules of a call keep its records no more, where
    it never had a file.
    """

    about: str
    files: Files = field(default_factory=Files)
    in_part: bool = False
    unanswered: list[Fault] = field(default_factory=list)
    untrue: list[tuple[Fault, Untrue]] = field(default_factory=list)
    last: Fault | None = None
    unused_from: date | None = None
    _is_file: bool = False
    _is_shared: bool = False
    _is_erased: bool = False
    _free_from: date | None = None
    _told_at: dict[Fault, datetime | None] = field(default_factory=dict)
    _has_ended: bool = False
    _is_signed: bool = False
    _was_let_go: bool = False
    _unsigned: dict[Fault, datetime | None] = field(default_factory=dict)

    def follow(self, links: Iterable[Link]) -> "Erasures":
        """The next records."""
        for link in links:
            self.take(link.chain_index, link.event_id, link.body, link.openings)
        return self

    def take(self, chain_index: int, event_id: str, body: str, openings: str) -> bool:
        """The next record; whether something may have to be said of it. An erasure that is shut itself answers for
        those before it, and needs another.
        """
        untrue = len(self.untrue)
        if any(one in body for one in _TELLS):
            self._hear(chain_index, event_id, _read(body))
        shut = is_shut(body, openings)
        if shut:
            one = Fault(FaultKind.UNOPENED, chain_index, event_id)
            self.unanswered.append(one)
            self._told_at[one] = _at(_read(body))
        return shut or len(self.untrue) > untrue

    def first(self) -> Fault | None:
        """The first record that nobody answers for, once the whole chain was followed."""
        return self.unanswered[0] if self.unanswered else None

    def _hear(self, chain_index: int, event_id: str, event: Mapping[str, Any]) -> None:
        kind, data = event.get("type"), event.get("data")
        if not isinstance(data, dict):
            return
        if kind in FILES:
            self._begin(str(kind), data)
        elif kind in _CLOSES | CONSORTIA:
            self._share(event, data)
        elif kind in _ENDS:
            self._end(event, data)
        elif kind == _SIGNED:
            self._sign(event)
        elif kind == _LET_GO:
            self._was_let_go = self._was_let_go or data.get("ground") == Fate.CONTRACT.value
        else:
            self._end_of_persons(Fault(FaultKind.UNOPENED, chain_index, event_id), event, data)

    def _end_of_persons(self, fault: Fault, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        if event.get("type") == ERASED:
            self._erased(fault, event, data)
        elif event.get("type") == LAPSED:
            self._lapsed(fault, event, data)

    def _begin(self, kind: str, data: Mapping[str, Any]) -> None:
        self._is_file = True
        if kind != _DRAFTED and data.get("call_id"):
            self.files.of[str(data.get("call_id"))].add(self.about)

    def _share(self, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """A call, or a consortium; of a call it is said when it closes, and the last word counts."""
        self._is_shared = True
        if "closes_at" in data:
            self.unused_from = _free_from(event, str(data["closes_at"]))

    def _end(self, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """The first end is the end; a contract ends the application and begins the grant."""
        if self._has_ended or data.get("outcome") in {None, "", Outcome.CONTRACTED.value}:
            return
        self._has_ended, self._free_from = True, _free_from(event, event.get("time"))

    def _erased(self, fault: Fault, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        why = self._why_not(event, data)
        if why is not None:
            self.untrue.append((fault, why))
            self._unsigned[fault] = _at(event) if why is Untrue.NOT_SIGNED else None
            return
        self._answer(fault)

    def _answer(self, erased: Fault) -> None:
        """What is shut before it was erased."""
        self._is_erased = True
        self.last = Fault(FaultKind.NOT_DESTROYED, erased.chain_index, erased.event_id)
        self.unanswered = [one for one in self.unanswered if one.chain_index >= erased.chain_index]
        if self._is_file:
            self.files.erased.add(self.about)

    def _lapsed(self, fault: Fault, event: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """It answers for what is old enough of what it names, and for nothing else."""
        why = self._why_not_lapsed(event, data)
        if why is not None:
            self.untrue.append((fault, why))
            return
        self.last = Fault(FaultKind.NOT_DESTROYED, fault.chain_index, fault.event_id)
        until = _years_before(event, data["years"])
        self.unanswered = [
            one
            for one in self.unanswered
            if one.chain_index > min(data["upto"], fault.chain_index - 1) or not _is_before(self._told_at[one], until)
        ]

    def _sign(self, event: Mapping[str, Any]) -> None:
        """That a file was signed off may come to be on record a moment after the erasure that followed it."""
        self._is_signed = self._is_signed or self._has_ended
        at = _at(event)
        for fault, erased_at in self._unsigned.items():
            if self._is_signed and at is not None and erased_at is not None and at <= erased_at:
                self.untrue.remove((fault, Untrue.NOT_SIGNED))
                self._answer(fault)
                self._unsigned[fault] = None

    def _why_not(self, event: Mapping[str, Any], data: Mapping[str, Any]) -> Untrue | None:
        if event.get("subject") != self.about or data.get("application_id") != self.about:
            return Untrue.ELSEWHERE
        if not _is_count(data.get("destroyed")):
            return Untrue.NOTHING_DESTROYED
        return self._why_not_the_file(event) if self._is_file else self._why_not_shared(event)

    def _why_not_lapsed(self, event: Mapping[str, Any], data: Mapping[str, Any]) -> Untrue | None:
        """What is of a file, a call or a consortium stays as long as that does: only what came after goes by itself."""
        if event.get("subject") != self.about:
            return Untrue.ELSEWHERE
        if not _is_count(data.get("destroyed")) or not _is_count(data.get("upto")):
            return Untrue.NOTHING_DESTROYED
        if event.get("actorrole") != _BY_ITSELF:
            return Untrue.NO_CAUSE
        if (self._is_file or self._is_shared) and not (self._is_erased or self.in_part):
            return Untrue.OF_A_FILE
        is_told = _is_count(data.get("years")) and data["years"] >= LEAST_YEARS and _at(event) is not None
        return None if is_told else Untrue.STILL_KEPT

    def _why_not_the_file(self, event: Mapping[str, Any]) -> Untrue | None:
        if event.get("actorrole") != Role.ADMINISTRATOR.value:
            return Untrue.NO_ADMINISTRATOR
        if self.in_part:
            return None
        if not self._has_ended:
            return Untrue.NOT_ENDED
        at = _at(event)
        if at is None or self._free_from is None or istanbul_day(at) < self._free_from:
            return Untrue.STILL_KEPT
        return None if self._is_signed else Untrue.NOT_SIGNED

    def _why_not_shared(self, event: Mapping[str, Any]) -> Untrue | None:
        """Of a call, a consortium: each file of the call, as far as it is known, was erased; or it never had any."""
        files = self.files.of.get(self.about, set())
        unknown = self.in_part or not self.files.whole
        caused = files <= self.files.erased and (bool(files) or self._was_let_go or unknown or self._is_unused(event))
        by_itself = self._was_let_go or event.get("actorrole") == _BY_ITSELF
        return None if by_itself and caused else Untrue.NO_CAUSE

    def _is_unused(self, event: Mapping[str, Any]) -> bool:
        """Whether the call had closed so long before that its rules keep its records no more."""
        at = _at(event)
        return at is not None and self.unused_from is not None and istanbul_day(at) >= self.unused_from


def _free_from(event: Mapping[str, Any], since: object) -> date | None:
    """The first day on which what ended then may be erased; None where nobody knows its rules any more."""
    try:
        rules = pinned(str(event.get("regime", "")))
    except (Refused, KeyError):
        return None
    at = _moment(since)
    return None if at is None else kept_until(rules, at) or istanbul_day(at)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _years_before(event: Mapping[str, Any], years: int) -> datetime | None:
    """The moment so many years before it happened; None where no calendar goes back so far."""
    at = _at(event)
    if at is None or at.year - years <= _FIRST:
        return None
    return start_of(add_months(istanbul_day(at), -years * MONTHS))


def _is_before(told_at: datetime | None, until: datetime | None) -> bool:
    return told_at is not None and until is not None and told_at < until


def _at(event: Mapping[str, Any]) -> datetime | None:
    """When it happened; None where that is no moment."""
    return _moment(event.get("time"))


def _moment(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo is not None and _FIRST < at.year < _LAST else None
