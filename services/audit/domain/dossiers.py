"""Which documents of a file go with what is personal in it."""

from grants.contracts.report_events import PaperScanned
from grants.contracts.risk_events import VisitPhotographed

FILED = tuple(kind.SUBJECT for kind in (PaperScanned, VisitPhotographed))
"""Events whose documents are kept for the file alone, and go with what is personal in it."""
