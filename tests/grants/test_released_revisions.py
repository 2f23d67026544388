"""A released revision never changes: a running grant is pinned to it by name."""

from grants.regimes import keys, load

RELEASED = {"kdp-2014": "2014-03-25+b3497b26"}
"""Write the new revision here only together with a new dated file that keeps the old one loadable."""


def test_every_regime_stands_at_its_released_revision() -> None:
    assert {key: load(key).revision for key in keys()} == RELEASED
