"""The file for the bank has what the bank needs; what the bank sends is hostile until it has been read."""

from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

import pytest

from grants.breach import RulesBroken
from grants.iban import is_iban
from services.monitoring.domain import camt053, pain001
from tests.services.monitoring.statements import MINISTRY, PAYEE, entry, statement

CLAIM = "01890a5d-ac96-774b-bcce-b302099a8057"
DAY = date(2028, 2, 29)
ORDER = pain001.Batch(
    id="01890a5d-ac96-774b-bcce-b302099a8058",
    made_at=datetime(2028, 2, 28, 21, 30, tzinfo=UTC),
    execute_on=DAY,
    debtor="Sanayi ve Teknoloji Bakanlığı",
    account=MINISTRY,
    currency="TRY",
    transfers=(
        pain001.Transfer(CLAIM, "g", Decimal("225.00"), PAYEE, "Temiz & <b>Teknolojiler</b>\x00\x0b A.Ş.", "KDP-1 / 1"),
        pain001.Transfer(ORDER_2 := CLAIM[:-1] + "9", "h", Decimal("0.01"), PAYEE, "Ş" * 200, "KDP-2 / 3"),
    ),
)
MANDATORY = (
    *("GrpHdr/MsgId", "GrpHdr/CreDtTm", "GrpHdr/NbOfTxs", "GrpHdr/InitgPty/Nm", "PmtInf/PmtInfId", "PmtInf/PmtMtd"),
    *("PmtInf/ReqdExctnDt/Dt", "PmtInf/Dbtr/Nm", "PmtInf/DbtrAcct/Id/IBAN", "PmtInf/DbtrAgt/FinInstnId/Othr/Id"),
    *("PmtInf/CdtTrfTxInf/PmtId/EndToEndId", "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "PmtInf/CdtTrfTxInf/Cdtr/Nm"),
    *("PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "PmtInf/CdtTrfTxInf/RmtInf/Ustrd"),
)
SEQUENCE = ("PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt")
"""The order in which the standard wants the parts of a batch, before its transfers."""


def document() -> Element:
    return fromstring(pain001.written(ORDER))[0]  # noqa: S314 - our own file


def found(path: str) -> list[str]:
    names = "/".join(f"{{{pain001.NAMESPACE}}}{part}" for part in path.split("/"))
    return [one.text or "" for one in document().findall(names)]


@pytest.mark.parametrize("path", MANDATORY)
def test_the_file_has_every_mandatory_element_and_none_is_empty(path: str) -> None:
    assert found(path)
    assert all(found(path))


def test_parts_stand_in_the_order_of_the_standard() -> None:
    batch = next(one for one in document() if one.tag.endswith("PmtInf"))
    names = [one.tag.rpartition("}")[2] for one in batch]
    assert names == [*SEQUENCE, "CdtTrfTxInf", "CdtTrfTxInf"]
    transfer = [one.tag.rpartition("}")[2] for one in batch[-1]]
    assert transfer == ["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"]


def test_counts_sums_and_ids_are_those_of_the_claims() -> None:
    for part in ("GrpHdr", "PmtInf"):
        assert (found(f"{part}/NbOfTxs"), found(f"{part}/CtrlSum")) == (["2"], ["225.01"])
    assert found("PmtInf/CdtTrfTxInf/PmtId/EndToEndId") == [CLAIM.replace("-", ""), ORDER_2.replace("-", "")]
    assert (
        max(len(one) for path in ("GrpHdr/MsgId", "PmtInf/CdtTrfTxInf/PmtId/EndToEndId") for one in found(path)) <= 35
    )
    assert found("GrpHdr/CreDtTm") == ["2028-02-29T00:30:00+03:00"]


def test_a_name_is_one_line_that_xml_holds_and_no_longer_than_the_standard_lets_it_be() -> None:
    first, second = found("PmtInf/CdtTrfTxInf/Cdtr/Nm")
    assert first == "Temiz & <b>Teknolojiler</b> A.Ş."
    assert len(second) == 140


def test_the_same_order_is_written_the_same_to_the_byte() -> None:
    assert pain001.written(ORDER) == pain001.written(ORDER)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "bank.hostile"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "bank.hostile"),
        ("<!DOCTYPE a><a/>", "bank.hostile"),
        ("<a>" * 100_000, "bank.hostile"),
        ("<a>", "bank.xml"),
        ("not xml", "bank.xml"),
        ("\x00", "bank.xml"),
        ("<a/>", "bank.format"),
        (statement(space="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"), "bank.format"),
        (statement(space="http://evil/camt.053.001.08"), "bank.format"),
        ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>', "bank.missing"),
        (statement(account=""), "bank.missing"),
        (statement(entry("A", "1.005", "x", DAY)), "bank.amount"),
        (statement(entry("A", "-1.00", "x", DAY)), "bank.amount"),
        (statement(entry("A", "1e3", "x", DAY)), "bank.amount"),
        (statement(entry("A", "٣.00", "x", DAY)), "bank.amount"),
        (statement(entry("A", "1.00", "x", DAY).replace("2028-02-29", "2028-02-30")), "bank.day"),
        (statement(entry("A", "1.00", "x", DAY, direction="BOTH")), "bank.missing"),
        (statement("<Ntry/>" * (camt053.MOST_LINES + 1)), "bank.missing"),
    ],
)
def test_what_is_no_statement_is_refused_with_what_is_wrong(text: str, rule: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        camt053.read(text)
    assert rule in {one.rule for one in refused.value.breaches}


def test_everything_that_cannot_be_read_is_named_with_its_place() -> None:
    lines = [entry("A", "1.00", "x", DAY), entry("B", "x", "x", DAY), entry("C", "2", "x", DAY, direction="")]
    with pytest.raises(RulesBroken) as refused:
        camt053.read(statement(*lines))
    assert [(one.rule, one.subject) for one in refused.value.breaches] == [("bank.amount", "2"), ("bank.missing", "3")]


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_any_version_of_the_standard_is_read(version: str) -> None:
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    plain = entry("A", "12.30", CLAIM, DAY).replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    (one,) = camt053.read(statement(plain, space=space))
    (line,) = one.lines
    assert (one.account, line.amount, line.booked_on, line.is_booked) == (MINISTRY, Decimal("12.30"), DAY, True)


def test_transfers_booked_in_one_entry_are_lines_of_their_own_with_their_own_names() -> None:
    many = "".join(
        f"<TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs><Amt Ccy='TRY'>{amount}</Amt></TxDtls>"
        for name, amount in ((CLAIM, "1.00"), (ORDER_2, "2.00"))
    )
    whole = entry("A", "3.00", "x", DAY)
    start, end = whole.index("<TxDtls>"), whole.index("</NtryDtls>")
    (one,) = camt053.read(statement(whole[:start] + many + whole[end:]))
    assert [(line.place, line.amount) for line in one.lines] == [("1.1", Decimal("1.00")), ("1.2", Decimal("2.00"))]
    assert len({line.reference for line in one.lines}) == 2


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (MINISTRY, True),
        (PAYEE, True),
        ("DE89370400440532013000", True),
        ("TR330006100519786457841327", False),
        ("TR33000610051978645784132", False),
        ("tr330006100519786457841326", False),
        ("TR33 0006 1005 1978 6457 8413 26", False),
        ("TR٣٣0006100519786457841326", False),
        ("", False),
    ],
)
def test_an_account_number_has_its_length_and_its_check_digits(text: str, is_one: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_iban(text) is is_one
