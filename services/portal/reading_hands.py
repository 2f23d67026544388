"""What the portal reads of the report on the evaluators of a call."""

from services.portal.reading import Read, Text


class Hand(Read):
    """One evaluator in one call; numbers as exact text."""

    evaluator_id: Text = ""
    name: Text = ""
    files: int = 0
    group: int = 0
    effect: Text = ""
    mean: Text = ""
    lowest: Text = ""
    highest: Text = ""
    spread: Text = ""
    pairs: int = 0
    diverging: int = 0
    drift: Text = ""
    lapsed: int = 0
    reminded: int = 0
    days_early: Text = ""


class Outlier(Read):
    """A mark far from the others on its file."""

    evaluator_id: Text = ""
    name: Text = ""
    total: Text = ""
    distance: Text = ""


class Judged(Read):
    """One decided application."""

    application_id: Text = ""
    consortium_name: Text = ""
    marks: int = 0
    group: int = 0
    mean: Text = ""
    calibrated: Text = ""
    spread: Text = ""
    outliers: tuple[Outlier, ...] = ()


class Hands(Read):
    """How the evaluators of a call mark."""

    call_name: Text = ""
    decides: bool = False
    weight: int = 0
    divergence: Text = ""
    groups: int = 0
    open_files: int = 0
    evaluators: tuple[Hand, ...] = ()
    applications: tuple[Judged, ...] = ()
