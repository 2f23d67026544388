"""How long the records of a finished file are kept, before what is personal in them may be erased. Pure.

Source: the duty of the rules the file ended under that says for how many years papers and records are kept.
"""

from datetime import date, datetime
from typing import Final

from grants.calendar import exclusive_end, istanbul_day
from grants.regimes import RuleSet

RECORDS: Final = "records"
"""The duty of the rules that says for how many years papers and records are kept."""
_MONTHS_OF_YEAR: Final = 12


def kept_until(rules: RuleSet, ended_at: datetime) -> date | None:
    """The first day on which what is personal in a file may be erased; None: the rules say none."""
    years = next((duty.years for duty in rules.obligations.kinds.value if duty.code == RECORDS), None)
    return None if years is None else exclusive_end(istanbul_day(ended_at), years * _MONTHS_OF_YEAR)
