"""Random lives of a grant: acts of its people, a clock that travels to the file's own deadlines, and laws that hold.

Each engineer of an act adds it where his topic stands (`lives_<topic>.py`): `@act("claim.make", weight=2)` over a
function that takes the life and gives the next file, or None where the act does not fit now. A refusal is an answer
like any other and leaves the file as it was. `@law("…")` over a function that says whether a truth holds at a step.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from grants.breach import Refused
from grants.calendar import istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions.deadline import Fallen
from grants.regimes import RuleSet, load
from grants.regimes.words import DisallowedPaid
from services.monitoring.domain import expiring, falls
from services.monitoring.domain.clock import deadlines, more_may_come
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.milestone_facts import Milestone
from services.monitoring.domain.states import GrantStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import file_of

AT_ONE_STOP = 7
"""How many acts are tried wherever a life stops."""
AT_THE_END = frozenset({"recovery.receive", "guarantee.receive_late", "guarantee.return", "grant.reopen"})
"""What is still done where a closed grant waits for money alone."""
PAID_IN_FULL = {"money.advance": "0", "money.retention": "0", "recovery.disallowed": "recover"}
"""In some lives all that is earned is paid at once, and what is disallowed of it is ordered back."""
STOPPERS = frozenset({"visit.make", "hold.order", "independent_audit.report"})
"""What brings findings and holds; without them the money of a life flows."""
LONGEST = timedelta(days=366 * 50)
"""No life lasts longer; after that somebody must have ended it."""


@dataclass
class Life:
    """One grant on its way: its file as it stands and as it was before the last step, its rules, its time."""

    dice: Random
    rules: RuleSet
    file: GrantFile
    now: datetime
    before: GrantFile = field(init=False)
    done: Counter[str] = field(default_factory=Counter)
    trail: list[str] = field(default_factory=list)
    _known: tuple[GrantFile, tuple[Deadline, ...]] | None = None

    def __post_init__(self) -> None:
        self.before = self.file

    @property
    def today(self) -> date:
        return istanbul_day(self.now)

    @property
    def over(self) -> bool:
        """Whether the grant is closed and nothing of it falls due any more, or ever can."""
        return self.file.grant.status is GrantStatus.CLOSED and not self.due and not more_may_come(self.file)

    @property
    def in_full(self) -> bool:
        """Whether what is disallowed is ordered back where nothing was paid ahead: then the money flows."""
        back = self.rules.recovery.disallowed.value is DisallowedPaid.RECOVER
        return back and not self.rules.money.advance.value

    @property
    def due(self) -> tuple[Deadline, ...]:
        """What falls due, reckoned once a step."""
        if self._known is None or self._known[0] is not self.file:
            self._known = (self.file, deadlines(self.file, self.rules))
        return self._known[1]

    def new_id(self, name: str) -> str:
        self.done["ids"] += 1
        return f"{name}-{self.done['ids']}"

    def chance(self, of_ten: int) -> bool:
        return self.dice.randrange(10) < of_ten


Act = Callable[[Life], GrantFile | None]
Law = Callable[[Life], bool]
ACTS: dict[str, tuple[int, Act]] = {}
LAWS: dict[str, Law] = {}


def act(name: str, weight: int = 1) -> Callable[[Act], Act]:
    """Register an act; one of weight 2 is tried twice as often."""

    def register(function: Act) -> Act:
        ACTS[name] = (weight, function)
        return function

    return register


def law(truth: str) -> Callable[[Law], Law]:
    """Register a truth that is asserted after every step of every life."""

    def register(function: Law) -> Law:
        LAWS[truth] = function
        return function

    return register


def born(seed: int) -> Life:
    """A grant on its first day: some day of some year, half-yearly or quarterly reports, pauses counted or not."""
    dice = Random(seed)  # noqa: S311 - a life to be lived again by its number
    signed = date(2043, 3, 1) + timedelta(days=dice.randrange(2500))
    if dice.randrange(8) == 0:
        signed = dice.choice([date(2044, 2, 29), date(2048, 2, 29), date(2044, 8, 31), date(2047, 12, 31)])
    rules = load("kdp-2014")
    kinds = [one.model_copy(update={"period_months": dice.choice([3, 6, 6])}) for one in rules.reporting.kinds.value]
    rules = changed(rules, {"reporting.kinds": [one.model_dump() for one in kinds]})
    rules = changed(rules, {"duration.pauses_count_in_ceiling": dice.randrange(4) > 0})
    rules = changed(rules, _money(dice))
    return Life(dice, rules, _planned(seed, file_of(signed)), start_of(signed) + timedelta(hours=9))


def _planned(seed: int, file: GrantFile) -> GrantFile:
    """Up to four milestones, some for the end of one quarter, the last perhaps after the end of support."""
    dice = Random(f"milestones of {seed}")  # noqa: S311 - a life to be lived again by its number
    quarters = sorted(dice.choices(range(1, 25), k=dice.randrange(5)))
    return replace(
        file,
        milestones=tuple(Milestone("g", f"M{place}", place, "Açılış", one) for place, one in enumerate(quarters, 1)),
    )


def _money(dice: Random) -> dict[str, object]:
    """What a regime may say of paying ahead, keeping back, approving by two and taking back."""
    said: dict[str, object] = {
        "money.advance": dice.choice(["0", "10", "33.3333"]),
        "money.guarantee": dice.choice(["0", "100"]),
        "money.retention": dice.choice(["0", "0", "5", "12.5"]),
        "money.second_approval_above": dice.choice([None, "0.00", "150.00"]),
        "recovery.instalments_max": dice.choice([1, 3]),
        "recovery.interest_from": dice.choice(["payment", "order", "due"]),
        "recovery.disallowed": dice.choice(["set_off", "recover"]),
    }
    return said | ({} if dice.randrange(6) else PAID_IN_FULL)


def acts_at_a_stop(life: Life) -> list[str]:
    """What is tried where a life stops, in this order."""
    is_quiet = life.file.grant.status is GrantStatus.CLOSED and not life.due
    names = [name for name, (weight, _) in ACTS.items() for _ in range(weight) if not is_quiet or name in AT_THE_END]
    if life.in_full:
        names = [name for name in names if name not in STOPPERS]
    return life.dice.sample(names, k=min(AT_ONE_STOP, len(names)))


def next_stop(life: Life) -> datetime:
    """When people act next: some time on; once it is closed, mostly at the next thing that outlives it."""
    if life.file.grant.status is GrantStatus.CLOSED and life.due and life.chance(9):
        return life.due[0].at
    return life.now + timedelta(hours=life.dice.choice([0, 5, 26, 24 * 9, 24 * 45, 24 * 75, 24 * 100, 24 * 130]))


def fall(life: Life, due: Deadline) -> None:
    """A deadline that stands has come."""
    _explained(life, due)
    _step(life, f"fall {due.kind}/{due.number}", falls.fall(life.file, due, life.now, life.rules))
    assert due not in life.due, f"{due} falls again and again"


def _explained(life: Life, due: Deadline) -> None:
    """The reasons told give the very date that fell; only people set an end otherwise than the rules."""
    told = expiring.explained(life.file, due, life.now, life.rules)
    assert datetime.fromisoformat(told.figures["due"]) == due.at, f"{due} is explained by {told.figures}"
    assert told.outcome not in {Fallen.IN_TIME, Fallen.SUSPENDED}
    if due.kind in {DeadlineKind.PERIOD_END, DeadlineKind.REPORT_DUE, DeadlineKind.CLOSING_DUE}:
        assert "set_at" not in told.inputs, f"{due}: {told.inputs}"


def attempt(life: Life, name: str) -> bool:
    """Whether the act fitted and was not refused."""
    try:
        found = ACTS[name][1](life)
    except Refused as refused:
        life.done.update([f"{name} refused", *(f"refused by {one.rule}" for one in refused.breaches)])
        return False
    if found is not None:
        _step(life, name, found)
    return found is not None


def _step(life: Life, name: str, file: GrantFile) -> None:
    life.before, life.file = life.file, file.with_grant(turn=life.file.grant.turn + 1)
    life.done[name.partition("/")[0]] += 1
    life.trail.append(f"{life.now:%Y-%m-%d} {name}")
    for truth, holds in LAWS.items():
        assert holds(life), f"{truth}: {life.trail[-12:]}"
