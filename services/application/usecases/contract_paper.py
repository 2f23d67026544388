"""The support contract as PDF."""

from grants.calendar import start_of
from runtime.papers import lay_out
from services.application.domain.contract_text import ContractFacts, contract_text


async def contract_paper(facts: ContractFacts) -> bytes:
    """The bytes of the PDF; it bears the day it was prepared on."""
    dated = start_of(facts.prepared_on)
    return await lay_out("services.application", "contract.typ", dated, contract=contract_text(facts))
