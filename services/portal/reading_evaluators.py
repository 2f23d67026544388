"""What the portal reads of the pool of evaluators, and of the ties found with a file."""

from datetime import date

from services.portal.reading import Amount, Listing, Moment, Read, Text, Who


class Timeliness(Read):
    """How a person kept the dates. days_early: mean, below zero if late."""

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    submitted: int = 0
    under_way: int = 0
    days_early: Text = ""


class Evaluator(Read):
    """One of the pool. timeliness: none for a reader who is of the pool as well."""

    person_id: str
    name: Text = ""
    employer: Text = ""
    nace: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    available_now: bool = False
    load_limit: int | None = None
    active: bool = True
    erased: bool = False
    timeliness: Timeliness | None = None


class Span(Read):
    """First and last day on which a person can be asked."""

    since: date | None = None
    until: date | None = None


class Contract(Span):
    """fee: for each file scored, in lira; files: how many were; due: their fees."""

    number: Text = ""
    fee: Amount = None
    files: int = 0
    due: Amount = None


class Project(Read):
    """Something the person worked on, with whom."""

    title: Text = ""
    partner: Text = ""


class Personal(Read):
    """What only the person and the administrator read."""

    email: Text = ""
    address: Text = ""
    employer_tax_number: Text = ""
    degrees: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()


class Profile(Evaluator):
    """One of the pool, whole. personal, contracts: for the person and the administrator only."""

    availability: tuple[Span, ...] = ()
    personal: Personal | None = None
    contracts: tuple[Contract, ...] | None = None


class Pool(Listing):
    """The pool, by id. after: where the next page begins."""

    entries: tuple[Evaluator, ...]
    after: str | None = None


class Finding(Read):
    """A tie of a person with a file. in_force: the fact holds today."""

    id: Text = ""
    person_id: str
    name: Text = ""
    kind: str
    shown: Text = ""
    hard: bool = True
    state: str
    in_force: bool = True
    decided_by: Who = ""
    decided_at: Moment = None
    reason: Text = ""


class Findings(Listing):
    entries: tuple[Finding, ...]
