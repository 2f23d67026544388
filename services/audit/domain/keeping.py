"""How long what is personal in a file has to be kept, before it may be erased."""

from datetime import date

from grants.breach import Breach, Refused
from grants.regimes import pinned
from grants.rules import keeping as rule
from services.audit.domain.endings import Finished


class StillKept(Refused):
    """The file goes on, nobody has looked it through, or its records have to be kept longer."""

    rule = "erasure.still_kept"


class DossierErased(Refused):
    """The dossier held what is personal, and was destroyed with it; one without persons can still be made."""

    rule = "dossier.erased"


def kept_until(file: Finished) -> date | None:
    """The first day on which its personal data may be erased, by the rules it ended under; None: they say none.

    Raises UnknownRegime, UnknownRevision.
    """
    return rule.kept_until(pinned(file.regime), file.ended_at)


def why_not(file: Finished | None, today: date) -> tuple[Breach, ...]:
    """Everything that stands in the way of erasing what is personal in a file."""
    if file is None:
        return (Breach("erasure.goes_on", "application_id"),)
    found = [] if file.signed_at else [Breach("erasure.not_signed", "application_id", file.about)]
    first = kept_until(file)
    if first is not None and today < first:
        found.append(Breach("erasure.kept_until", "application_id", f"{today}", f"{first}", file.regime))
    return tuple(found)
