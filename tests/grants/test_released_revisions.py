"""A released revision never changes: a running grant is pinned to it by name."""

import pytest

from grants.regimes import keys, pinned, revisions

RELEASED = {
    "kdp-2014": ("2014-03-25+42c03224", "2015-02-07+b31fcdca"),
    "kdp-2022": ("2022-07-22+5e6b986a",),
    "urge-2010-8": ("2010-09-23+585492ab",),
}
"""Write a new revision here only together with the new dated file that makes it; none is ever taken away."""


def test_every_revision_of_every_regime_is_as_it_was_released() -> None:
    assert {key: tuple(one.revision for one in revisions(key)) for key in keys()} == RELEASED


@pytest.mark.parametrize("pin", [f"{key}@{revision}" for key, made in RELEASED.items() for revision in made])
def test_every_revision_ever_released_is_found_by_its_pin(pin: str) -> None:
    assert pinned(pin).pinned == pin
