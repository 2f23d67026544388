"""Patterns worth a second look. A lead accuses nobody: it shows events that stand out, and an inspector looks."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from grants.values import ZERO

SHORTLY = timedelta(minutes=30)
"""So long before a deadline a decision is made shortly before it."""
OFTEN = 3
"""From so many files on a pair is always the same, if these are also most of what either of them had."""
NEARLY = Decimal("0.98")
"""From this part of a limit on an amount is just under it."""


RECENTLY = timedelta(days=1)
"""So long after a change of rights a decision is made shortly after it."""
CHANGED = "rights/changed"
"""The act of a trace that shows a person's rights to be others than before."""
_ASKED = frozenset({CHANGED, "assignment/made", "report/submitted", "claim/resubmitted"})
"""Traces of what is done to a person, and of what parties hand in: nothing is decided by it."""


class LeadKind(StrEnum):
    """last_minute: decided shortly before the deadline. same_pair: the same two people again and again.
    under_limit: an amount just under a limit from which another has to approve it. rights_changed: decided shortly
    after the rights of the person who decided were changed.
    """

    LAST_MINUTE = "last_minute"
    SAME_PAIR = "same_pair"
    UNDER_LIMIT = "under_limit"
    RIGHTS_CHANGED = "rights_changed"


@dataclass(frozen=True, slots=True)
class Trace:
    """What an event shows of that. pair: what two people did together ("" where an act stands alone).

    due_at: the deadline it had; amount, limit: of money it moved.
    """

    event_id: str
    about: str
    act: str
    person_id: str
    at: datetime
    pair: str = ""
    due_at: datetime | None = None
    amount: Decimal = ZERO
    limit: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Lead:
    """persons: whom it concerns; count: how often; traces: the evidence."""

    kind: LeadKind
    persons: tuple[str, ...]
    count: int
    traces: tuple[Trace, ...]

    @property
    def id(self) -> str:
        """The same pattern around the same people is the same lead, however much more of it is found."""
        return hashlib.sha256(" ".join((self.kind, *self.persons)).encode()).hexdigest()

    @property
    def about(self) -> tuple[str, ...]:
        """The files, each once."""
        return tuple(dict.fromkeys(one.about for one in self.traces))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the events."""
        return tuple(one.event_id for one in self.traces)


def leads(traces: Sequence[Trace]) -> tuple[Lead, ...]:
    """All of them, those with the most evidence first."""
    found = [*_last_minute(traces), *_same_pair(traces), *_under_limit(traces), *_rights_changed(traces)]
    return tuple(sorted(found, key=lambda one: (-one.count, one.kind, one.persons)))


def _last_minute(traces: Iterable[Trace]) -> Iterator[Lead]:
    by_person: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.due_at is not None and timedelta() <= trace.due_at - trace.at <= SHORTLY:
            by_person[trace.person_id].append(trace)
    for person, late in by_person.items():
        yield _lead(LeadKind.LAST_MINUTE, (person,), late)


def _same_pair(traces: Iterable[Trace]) -> Iterator[Lead]:
    """Two who share most of the files that either of them had to do with in a kind of act.

    Files are counted, not acts: who made the claims of one grant and who approved them meet there again and again.
    """
    shared: defaultdict[tuple[str, str], dict[str, Trace]] = defaultdict(dict)
    for trace in traces:
        if trace.pair:
            shared[trace.act.partition("/")[0], trace.pair][trace.person_id] = trace
    together: defaultdict[tuple[str, str, str], list[Trace]] = defaultdict(list)
    files: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (kind, _), people in shared.items():
        for person, trace in people.items():
            files[kind, person].add(trace.about)
        for one, other in combinations(sorted(people), 2):
            together[kind, one, other] += [people[one], people[other]]
    for (kind, one, other), evidence in together.items():
        times = len({trace.about for trace in evidence})
        if times >= OFTEN and 2 * times > min(len(files[kind, one]), len(files[kind, other])):
            yield _lead(LeadKind.SAME_PAIR, (one, other), evidence, times)


def _under_limit(traces: Iterable[Trace]) -> Iterator[Lead]:
    by_person: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.limit > 0 and NEARLY * trace.limit <= trace.amount <= trace.limit:
            by_person[trace.person_id].append(trace)
    for person, near in by_person.items():
        yield _lead(LeadKind.UNDER_LIMIT, (person,), near)


def _rights_changed(traces: Sequence[Trace]) -> Iterator[Lead]:
    """Counted are the decisions; the changes they came after stand with them."""
    changes: defaultdict[str, list[Trace]] = defaultdict(list)
    acts: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.act == CHANGED:
            changes[trace.person_id].append(trace)
        elif trace.act not in _ASKED:
            acts[trace.person_id].append(trace)
    for person, changed in changes.items():
        near = [(one, act) for one in changed for act in acts[person] if timedelta() <= act.at - one.at <= RECENTLY]
        shown = {trace.event_id: trace for pair in near for trace in pair}
        decided = {act.event_id for _, act in near}
        if decided:
            yield _lead(LeadKind.RIGHTS_CHANGED, (person,), sorted(shown.values(), key=_moment), len(decided))


def _moment(trace: Trace) -> tuple[datetime, str]:
    return trace.at, trace.event_id


def _lead(kind: LeadKind, persons: tuple[str, ...], evidence: Sequence[Trace], count: int = 0) -> Lead:
    return Lead(kind, persons, count or len(evidence), tuple(evidence))
