"""What is shown of the pool of evaluators."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer

from grants.values import Money
from services.evaluation.domain.pool import ContractTerms, Personal, Span
from services.evaluation.usecases.views import View

Tenths = Annotated[Decimal, PlainSerializer(lambda days: format(days, ".1f"), return_type=str)]


class TimelinessView(View):
    """How a person kept the dates; see `domain.pool.Timeliness`. days_early: below zero if late."""

    invited: int
    accepted: int
    declined: int
    conflicts: int
    lapsed: int
    submitted: int
    under_way: int
    days_early: Tenths | None


class PoolLine(View):
    """An evaluator as the Ministry sees one. name: empty once erased. load_limit: most files open at once.

    timeliness: none for a reader who is of the pool as well.
    """

    person_id: str
    name: str
    employer: str
    nace: tuple[str, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    availability: tuple[Span, ...]
    available_now: bool
    load_limit: int | None
    active: bool
    erased: bool
    timeliness: TimelinessView | None


class ContractView(ContractTerms):
    """files: how many were scored under it; due: their fees, in lira."""

    files: int
    due: Money


class ProfileView(PoolLine):
    """personal, contracts: for the person and the administrator only."""

    personal: Personal | None = None
    contracts: tuple[ContractView, ...] | None = None


class Imported(View):
    """persons: how many the file names; written: for how many something was new."""

    persons: int
    written: int
