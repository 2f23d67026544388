"""The bank's answer: ISO 20022 bank to customer statement, camt.053 of any version. Pure.

What is uploaded is hostile until read: no document type, no entities, nothing fetched, so many lines and no more.
What cannot be read is named with the line it stands in; a statement is read as a whole or not at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from grants.breach import Breach, RulesBroken
from grants.values import KURUS

_ROOT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d{2}\}Document", re.ASCII)
_AMOUNT = re.compile(r"\d{1,16}(\.\d{1,5})?", re.ASCII)
MOST_LINES = 5000
_TEXT_MAX = 140
_DEEPEST = 40
_REFERENCE_MAX = 80


@dataclass(frozen=True, slots=True)
class BankLine:
    """One movement. place: of the entry, and of the transfer in it. is_debit: it left the account.

    reference: the bank's own, by which the same movement is known again; "" where it gives none. end_to_end: what we
    called the transfer. about: what stands with it. is_booked: whether it has taken place.
    """

    place: str
    reference: str
    is_debit: bool
    amount: Decimal
    currency: str
    booked_on: date
    end_to_end: str
    about: str
    is_booked: bool
    is_reversal: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account."""

    number: str
    account: str
    lines: tuple[BankLine, ...]


def read(text: str) -> tuple[Statement, ...]:
    """Every statement in the file. Raises `RulesBroken` with everything that cannot be read."""
    root = _parsed(text)
    if not _ROOT.fullmatch(str(root.tag)):
        raise RulesBroken(Breach("bank.format", "statement", str(root.tag)[:120], "camt.053", "ISO 20022"))
    reader = _Reader(str(root.tag).partition("}")[0] + "}")
    found = tuple(reader.statement(part) for part in root.iter(f"{reader.space}Stmt"))
    if not found:
        reader.wrong.append(_missing("statement", "Stmt"))
    if reader.wrong:
        raise RulesBroken(*reader.wrong[:100])
    return found


class _Shallow(TreeBuilder):
    """Builds the tree of a file, and stops at the first element that lies deeper than any statement needs."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RulesBroken(Breach("bank.hostile", "statement", str(self.depth), str(_DEEPEST), "Destek"))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _parsed(text: str) -> Element:
    parser = DefusedXMLParser(target=_Shallow(), forbid_dtd=True)
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DefusedXmlException as hostile:
        raise RulesBroken(Breach("bank.hostile", "statement", type(hostile).__name__, "", "Destek")) from hostile
    except (ParseError, ValueError) as broken:
        raise RulesBroken(Breach("bank.xml", "statement", str(broken)[:120], "", "XML 1.0")) from broken
    return root


def _missing(place: str, name: str) -> Breach:
    return Breach("bank.missing", place, name, "", "ISO 20022")


class _Reader:
    """Reads the parts of one file and remembers what it could not read."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.wrong: list[Breach] = []
        self.lines = 0

    def statement(self, part: Element) -> Statement:
        entries = part.findall(f"{self.space}Ntry")
        lines = [line for index, entry in enumerate(entries, 1) for line in self._entry(entry, str(index))]
        if self.lines > MOST_LINES:
            self.wrong.append(Breach("bank.too_many", "statement", str(self.lines), str(MOST_LINES), "Destek"))
        account = self._need(part, "statement", "Acct", "Id", "IBAN")
        return Statement(self._need(part, "statement", "Id"), account, tuple(lines))

    def _entry(self, entry: Element, place: str) -> Iterator[BankLine]:
        """An entry with one transfer or none is one line; with more, each is a line of its own."""
        transfers = [one for details in entry.findall(f"{self.space}NtryDtls") for one in self._transfers(details)]
        if len(transfers) <= 1:
            yield self._line(entry, transfers[0] if transfers else entry, place, whole=True)
            return
        for number, transfer in enumerate(transfers, 1):
            yield self._line(entry, transfer, f"{place}.{number}", whole=False)

    def _transfers(self, details: Element) -> list[Element]:
        return details.findall(f"{self.space}TxDtls")

    def _line(self, entry: Element, transfer: Element, place: str, *, whole: bool) -> BankLine:
        self.lines += 1
        money = (entry if whole else transfer).find(f"{self.space}Amt")
        direction = self._text(transfer, "CdtDbtInd") or self._text(entry, "CdtDbtInd")
        if direction not in {"CRDT", "DBIT"}:
            self.wrong.append(_missing(place, "CdtDbtInd"))
        own = self._text(transfer, "Refs", "EndToEndId") or self._text(transfer, "RmtInf", "Strd", "CdtrRefInf", "Ref")
        status = self._text(entry, "Sts", "Cd") or self._text(entry, "Sts")
        return BankLine(
            place=place,
            reference=self._reference(entry, transfer, whole=whole),
            is_debit=direction == "DBIT",
            amount=self._amount(money, place),
            currency="" if money is None else money.get("Ccy", "")[:3],
            booked_on=self._day(entry, place),
            end_to_end=own[:_REFERENCE_MAX],
            about=(self._text(transfer, "RmtInf", "Ustrd") or self._text(entry, "AddtlNtryInf"))[:_TEXT_MAX],
            is_booked=status in {"BOOK", ""},
            is_reversal=self._text(entry, "RvslInd") in {"true", "1"} or self._has(transfer, "RtrInf"),
        )

    def _reference(self, entry: Element, transfer: Element, *, whole: bool) -> str:
        """The bank's own name of a movement; of several in one entry, the entry's with that of the transfer."""
        of_entry = self._text(entry, "AcctSvcrRef") or self._text(entry, "NtryRef")
        if whole:
            return (of_entry or self._text(transfer, "Refs", "AcctSvcrRef"))[:_REFERENCE_MAX]
        of_one = self._text(transfer, "Refs", "AcctSvcrRef") or self._text(transfer, "Refs", "EndToEndId")
        return f"{of_entry}/{of_one}"[: 2 * _REFERENCE_MAX] if of_entry and of_one else ""

    def _amount(self, money: Element | None, place: str) -> Decimal:
        text = "" if money is None or money.text is None else money.text.strip()
        if not _AMOUNT.fullmatch(text):
            self.wrong.append(Breach("bank.amount", place, text[:40], "", "ISO 20022"))
            return Decimal(0)
        try:
            exact = Decimal(text)
            kurus = exact.quantize(KURUS)
        except InvalidOperation:
            kurus = exact = Decimal(0)
        if kurus != exact:
            self.wrong.append(Breach("bank.amount", place, text[:40], "", "ISO 20022"))
        return kurus

    def _day(self, entry: Element, place: str) -> date:
        text = self._text(entry, "BookgDt", "Dt") or self._text(entry, "BookgDt", "DtTm")[:10]
        text = text or self._text(entry, "ValDt", "Dt") or self._text(entry, "ValDt", "DtTm")[:10]
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong.append(Breach("bank.day", place, text[:40], "", "ISO 20022"))
            return date.min

    def _need(self, part: Element, place: str, *names: str) -> str:
        text = self._text(part, *names)
        if not text:
            self.wrong.append(_missing(place, "/".join(names)))
        return text[:_REFERENCE_MAX]

    def _text(self, part: Element, *names: str) -> str:
        found = part.find("/".join(f"{self.space}{name}" for name in names))
        return "" if found is None or found.text is None else found.text.strip()

    def _has(self, part: Element, name: str) -> bool:
        return part.find(f"{self.space}{name}") is not None
