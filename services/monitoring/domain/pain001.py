"""A payment order for the bank: ISO 20022 customer credit transfer initiation, pain.001.001.09. Pure.

One batch from one account on one day. Each transfer carries the id of its claim as end-to-end identification, without
its hyphens, because 35 signs are all there is room for; by it the bank's answer finds the claim again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grants.calendar import ISTANBUL
from grants.values import ZERO

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NAME_MAX = 140


@dataclass(frozen=True, slots=True)
class Transfer:
    """One claim to pay. about: what the receiver reads on the statement."""

    claim_id: str
    grant_id: str
    amount: Decimal
    iban: str
    holder: str
    about: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What the file is made of. debtor: who pays, from which account."""

    id: str
    made_at: datetime
    execute_on: date
    debtor: str
    account: str
    currency: str
    transfers: Sequence[Transfer]

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.transfers), ZERO)


def end_to_end(claim_id: str) -> str:
    """The id of a claim as the bank carries it."""
    return claim_id.replace("-", "")


def written(batch: Batch) -> str:
    """The file. The same batch gives the same text, to the byte."""
    document = Element("Document", xmlns=NAMESPACE)
    whole = SubElement(document, "CstmrCdtTrfInitn")
    _header(SubElement(whole, "GrpHdr"), batch)
    _payments(SubElement(whole, "PmtInf"), batch)
    indent(document)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="unicode") + "\n"


def _header(header: Element, batch: Batch) -> None:
    _say(header, "MsgId", end_to_end(batch.id))
    _say(header, "CreDtTm", batch.made_at.astimezone(ISTANBUL).isoformat(timespec="seconds"))
    _counted(header, batch)
    _say(SubElement(header, "InitgPty"), "Nm", _clean(batch.debtor, _NAME_MAX))


def _counted(part: Element, batch: Batch) -> None:
    _say(part, "NbOfTxs", str(len(batch.transfers)))
    _say(part, "CtrlSum", f"{batch.total:.2f}")


def _payments(part: Element, batch: Batch) -> None:
    _say(part, "PmtInfId", end_to_end(batch.id))
    _say(part, "PmtMtd", "TRF")
    _say(part, "BtchBookg", "false")
    _counted(part, batch)
    _say(SubElement(part, "ReqdExctnDt"), "Dt", batch.execute_on.isoformat())
    _say(SubElement(part, "Dbtr"), "Nm", _clean(batch.debtor, _NAME_MAX))
    _account(SubElement(part, "DbtrAcct"), batch.account)
    agent = SubElement(SubElement(SubElement(part, "DbtrAgt"), "FinInstnId"), "Othr")
    _say(agent, "Id", "NOTPROVIDED")
    for one in batch.transfers:
        _transfer(SubElement(part, "CdtTrfTxInf"), one, batch.currency)


def _transfer(part: Element, one: Transfer, currency: str) -> None:
    name = SubElement(part, "PmtId")
    _say(name, "InstrId", end_to_end(one.claim_id))
    _say(name, "EndToEndId", end_to_end(one.claim_id))
    amount = SubElement(SubElement(part, "Amt"), "InstdAmt", Ccy=currency)
    amount.text = f"{one.amount:.2f}"
    _say(SubElement(part, "Cdtr"), "Nm", _clean(one.holder, _NAME_MAX))
    _account(SubElement(part, "CdtrAcct"), one.iban)
    _say(SubElement(part, "RmtInf"), "Ustrd", _clean(one.about, _NAME_MAX))


def _account(part: Element, iban: str) -> None:
    _say(SubElement(part, "Id"), "IBAN", iban)


def _say(part: Element, name: str, text: str) -> None:
    SubElement(part, name).text = text


def _clean(text: str, longest: int) -> str:
    """One line that XML can hold: what is not a printable sign becomes a blank."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]
