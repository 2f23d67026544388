"""Bank statements to test with: camt.053 as a bank would write it."""

from datetime import date

MINISTRY = "TR330006100519786457841326"
PAYEE = "TR320010009999901234567890"
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    reference: str,
    amount: str,
    name: str,
    day: date,
    *,
    currency: str = "TRY",
    direction: str = "DBIT",
    status: str = "BOOK",
    about: str = "",
) -> str:
    """One entry with one transfer."""
    bank = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    said = f"<RmtInf><Ustrd>{about}</Ustrd></RmtInf>" if about else ""
    transfer = f"<TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs>{said}</TxDtls>"
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{day.isoformat()}</Dt></BookgDt>{bank}<NtryDtls>{transfer}</NtryDtls></Ntry>"
    )


def statement(*entries: str, account: str = MINISTRY, space: str = SPACE, number: str = "2027-1") -> str:
    """One statement of one account with these entries."""
    head = f"<Id>{number}</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>"
    return f'<Document xmlns="{space}"><BkToCstmrStmt><Stmt>{head}{"".join(entries)}</Stmt></BkToCstmrStmt></Document>'
