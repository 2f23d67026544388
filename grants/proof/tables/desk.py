"""What the audit room has of inspectors' work: samples, working papers, endings signed off, answers to leads, dossiers,
and the files that can be drawn. Each row follows from the records of a file, a sample or a lead.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from grants.contracts import application_events as application
from grants.contracts import desk_events as said
from grants.contracts.audit_events import InspectionSigned
from grants.contracts.dossier_events import DossierMade
from grants.contracts.monitoring_events import GrantClosed, GrantOpened
from grants.contracts.privacy_events import PersonalDataErased, PersonalDataLapsed
from grants.contracts.risk_events import RiskAssessed
from grants.contracts.stages import Outcome
from grants.proof.tables.book import Book, Handler, Row, Table, Told, Total, by_type

SAMPLE, PAPER, FINISHED, ANSWER, DOSSIER, FILE = (
    *("sample", "working_paper", "finished"),
    *("lead_answer", "dossier", "case_file"),
)


def _is_blank(row: Row) -> bool:
    """Of a paper nobody wrote on its sample alone tells."""
    return not (row["entries"] or row["conclusion"] or row["signed_by"] or row["signed_at"])


def _is_unheard(row: Row) -> bool:
    """A file of which nothing is known but a date: many events give one."""
    return Decimal(str(row["amount"])) == 0 and row["risk"] is None and not row["call_id"]


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        SAMPLE: Table(key=("id",), whole=True),
        PAPER: Table(key=("sample_id", "about"), whole=True, but=_is_blank),
        FINISHED: Table(key=("about",), whole=True),
        ANSWER: Table(key=("answered_at",), whole=True),
        DOSSIER: Table(key=("sha256",), whole=True),
        FILE: Table(key=("about",), whole=True, but=_is_unheard),
    }
)
CENT = Decimal("0.01")
_DRAWN = ("method", "size", "seed", "call_id", "reason", "population", "candidates")
"""What is told of a sample from the first day on."""


def drawn(book: Book, told: Told) -> None:
    data, sample = told.data, told.about
    facts = {name: data[name] for name in _DRAWN}
    more = {name: data.get(name) for name in ("seed_given", "root")}
    book.put(SAMPLE, (sample,), told, **facts, **more, drawn_at=told.at, drawn_by=told.by)
    for place, about in enumerate(data["drawn"], 1):
        book.put(PAPER, (sample, about), told, place=place)
    book.total(Total(PAPER, "papers", (("sample_id", sample),)), len(data["drawn"]), told)


def noted(book: Book, told: Told) -> None:
    """A remark or a finding more."""
    key = (told.data["sample_id"], told.about)
    names = ("kind", "text", "severity")
    note = {name: told.data[name] for name in names} | {"by": told.by, "at": told.at.isoformat()}
    entries = [*(book.value(PAPER, key, "entries") or ()), note]
    book.put(PAPER, key, told, entries=entries, conclusion="", signed_by="", signed_at=None)


def concluded(book: Book, told: Told) -> None:
    key = (told.data["sample_id"], told.about)
    entries = book.value(PAPER, key, "entries") or []
    facts = {"conclusion": told.data["text"], "signed_by": told.by, "signed_at": told.at}
    book.put(PAPER, key, told, entries=entries, **facts)


def ended(book: Book, told: Told) -> None:
    """A file ends once; a contract ends the application and begins the grant."""
    outcome, key = told.data.get("outcome"), (told.about,)
    if outcome and outcome != Outcome.CONTRACTED and key not in book.keys(FINISHED):
        facts = {"ending": outcome, "regime": told.regime, "ended_at": told.at}
        book.put(FINISHED, key, told, **facts, signed_by="", signed_at=None, remark="")


def signed(book: Book, told: Told) -> None:
    facts = {"signed_by": told.by, "signed_at": told.at, "remark": told.data["remark"]}
    book.change(FINISHED, (told.about,), told, **facts)


def answered(book: Book, told: Told) -> None:
    key = (told.at.isoformat().replace("+00:00", "Z"),)
    facts = {name: told.data[name] for name in ("lead_id", "verdict", "reason", "evidence")}
    book.put(ANSWER, key, told, **facts, answered_by=told.by)


def made(book: Book, told: Told) -> None:
    """The same file made again is there once."""
    key = (told.data["sha256"],)
    if key not in book.keys(DOSSIER):
        facts = {name: told.data[name] for name in ("size", "redacted", "documents")}
        book.put(DOSSIER, key, told, about=told.about, **facts, made_at=told.at, made_by=told.by, erased_at=None)


def erased(book: Book, told: Told) -> None:
    """Dossiers that hold persons go with what is personal in their file; words go, and are veiled in the records."""
    for key in book.keys(DOSSIER, redacted=False, erased_at=None):
        book.change(DOSSIER, key, told, erased_at=told.at)


def lapsed(book: Book, told: Told) -> None:
    """What was said to a lead goes with the key that stood over it."""
    for key in book.keys(ANSWER):
        number = int(book.rows[ANSWER][key][""][1].rpartition("#")[2])
        if number <= told.data["upto"]:
            book.drop(ANSWER, key)


def submitted(book: Book, told: Told) -> None:
    _known(book, told, told.data.get("requested"))


def opened(book: Book, told: Told) -> None:
    """A contract, or the grant under it: what was approved stands for what was asked for."""
    _known(book, told, told.data.get("approved"))


def _known(book: Book, told: Told, amount: Any) -> None:
    call = told.data.get("call_id") or book.value(FILE, (told.about,), "call_id") or ""
    book.put(FILE, (told.about,), told, call_id=call, amount=str(Decimal(str(amount or 0)).quantize(CENT)))


def assessed(book: Book, told: Told) -> None:
    book.put(FILE, (told.about,), told, risk=int(told.data.get("score") or 0))


HANDLERS: Mapping[str, Handler] = by_type(
    {
        said.SampleDrawn: drawn,
        said.WorkingPaperNoted: noted,
        said.WorkingPaperSigned: concluded,
        said.LeadAnswered: answered,
        application.ApplicationEnded: ended,
        GrantClosed: ended,
        InspectionSigned: signed,
        DossierMade: made,
        PersonalDataErased: erased,
        PersonalDataLapsed: lapsed,
        application.ApplicationSubmitted: submitted,
        application.ContractConcluded: opened,
        GrantOpened: opened,
        RiskAssessed: assessed,
    }
)
