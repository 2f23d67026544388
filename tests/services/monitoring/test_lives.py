"""Two hundred random lives of five to seven years: every law holds after every act and every deadline."""

from collections import Counter

import pytest

from tests.services.monitoring import lives_clock, lives_end, lives_money, lives_owed, lives_plan, lives_reports
from tests.services.monitoring.lives import ACTS, LAWS, born, live

pytestmark = pytest.mark.long
TOPICS = (lives_clock, lives_reports, lives_money, lives_owed, lives_plan, lives_end)
"""What the people of a life can do; each topic registers its acts and laws when it is read."""
LIVES, AT_ONCE, MORE = 200, 20, 100
SEEN: Counter[str] = Counter()


@pytest.mark.parametrize("first", range(0, LIVES, AT_ONCE))
def test_every_law_holds_at_every_step_of_random_lives(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        life = live(born(seed))
        SEEN.update(life.done)
        assert life.over


def test_each_topic_has_acts_and_laws() -> None:
    assert {function.__module__ for _, function in ACTS.values()} == {topic.__name__ for topic in TOPICS}
    assert {function.__module__ for function in LAWS.values()} == {topic.__name__ for topic in TOPICS}


def test_lives_together_do_everything_that_can_be_done() -> None:
    """After the lives above nothing is left to see; asked alone, as many are lived as it takes, within reason."""
    done, seeds = Counter(SEEN), iter(range(LIVES, LIVES + MORE))
    while missing := sorted(name for name in ACTS if not done[name]):
        seed = next(seeds, None)
        assert seed is not None, f"never done: {missing}"
        done.update(live(born(seed)).done)
