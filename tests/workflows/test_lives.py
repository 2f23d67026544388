"""Two hundred random lives of a grant and what outlives it, through the real workflows on a leaping clock.

At every step every law holds; each deadline the file derives is the one the workflow waits for, comes at its time and
once; each run hands on everything to the next; at the end nothing waits.

By clockwork (`clockwork.py`) a life costs a third of a second, with a worker and a server two seconds. So all are lived
by clockwork, and some of them, others every day, on a server too, to the same end. All of them on a server:
`python -m tests.workflows.lives --server $(seq 0 199)`.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest

from grants.contracts.grant_event import ClockMoved
from tests.services.monitoring.lives import ACTS, LAWS
from tests.workflows.lived import SAID
from tests.workflows.lives import TOPICS, World, lived, on_a_server
from tests.workflows.watched import COMPLETED
from workflows.routes import ROUTES

pytestmark = pytest.mark.long
LIVES, AT_ONCE, MORE, ON_A_SERVER = 200, 20, 100, 5
SEEN: Counter[str] = Counter()


def done_in(world: World) -> Counter[str]:
    return sum((one.life.done for one in world.lives.values()), Counter())


@pytest.mark.parametrize("first", range(0, LIVES, AT_ONCE))
async def test_random_lives_keep_every_law_and_their_workflows_every_deadline(first: int) -> None:
    world = await lived(range(first, first + AT_ONCE))
    SEEN.update(done_in(world))
    assert all(one.over for one in world.lives.values())
    ends = [[*runs.values()][-1] for runs in world.watch.runs.values()]
    assert all(end.ended == COMPLETED and not end.timers and not end.orders for end in ends), "at the end nothing waits"


async def test_each_topic_has_acts_and_laws() -> None:
    assert {function.__module__ for _, function in ACTS.values()} == {topic.__name__ for topic in TOPICS}
    assert {function.__module__ for function in LAWS.values()} == {topic.__name__ for topic in TOPICS}


async def test_of_each_act_something_is_said_and_what_moves_the_clock_has_a_route() -> None:
    assert SAID.keys() == ACTS.keys()
    assert all(kind in ROUTES for kind in SAID.values() if issubclass(kind, ClockMoved))


MET = (
    *(f"stopped by {rule}" for rule in ("finding.blocks_payment", "hold.in_force", "guarantee.ended")),
    "refused by closing.ordered",
    "fall milestone_due",
)
"""What keeps a claim that waits from its payment, an addendum while one is with the bank, and a late milestone."""


async def test_lives_together_do_everything_that_can_be_done_and_meet_all_that_stops_them() -> None:
    """After the lives above nothing is left to see; asked alone, as many are lived as it takes, within reason."""
    done, seeds = Counter(SEEN), iter(range(LIVES, LIVES + MORE))
    while missing := sorted(name for name in (*ACTS, *MET) if not done[name]):
        seed = next(seeds, None)
        assert seed is not None, f"never done: {missing}"
        done.update(done_in(await lived([seed])))


@pytest.mark.servers
async def test_a_life_on_a_server_is_the_life_by_clockwork() -> None:
    """Every day others of the two hundred."""
    first = datetime.now(UTC).toordinal() * ON_A_SERVER % LIVES
    seeds = range(first, first + ON_A_SERVER)
    there, here = await lived(seeds, on_a_server), await lived(seeds)
    for seed in map(str, seeds):
        assert there.lives[seed].life.trail == here.lives[seed].life.trail, f"life {seed}"
        assert there.lives[seed].life.file == here.lives[seed].life.file
