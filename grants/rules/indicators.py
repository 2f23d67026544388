"""The numbers an activity report gives for the programme's six indicators.

Source: OSTİM Clean Technologies project page, list of indicators ([S] 000…); targets: the Ministry's slides
on the programme ([S] 002…).
"""

from collections.abc import Mapping
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet

MOST = 10_000_000


def breaches(reported: Mapping[str, int], rules: RuleSet) -> tuple[Breach, ...]:
    """What is wrong with the reported numbers, by code of the measure. Every measure is to be given."""
    codes = {measure.code for measure in rules.measures}
    listed, source = ", ".join(sorted(codes)), rules.cite(rules.indicators)
    unknown = sorted(code[:40] for code in reported.keys() - codes)
    missing = sorted(codes - reported.keys())
    outside = sorted(code for code in codes & reported.keys() if not 0 <= reported[code] <= MOST)
    return (
        *(Breach("indicator.unknown", f"indicators.{code}", code, listed, source) for code in unknown),
        *(Breach("indicator.missing", f"indicators.{code}", code, listed, source) for code in missing),
        *(_range(code, reported[code]) for code in outside),
    )


def _range(code: str, number: int) -> Breach:
    asked = str(Decimal(number))[:40]  # an integer of thousands of digits has no text of its own
    return Breach("indicator.range", f"indicators.{code}", asked, f"0-{MOST}", "Destek")
