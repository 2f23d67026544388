"""What stands behind the numbers of the reports."""

from sqlmodel import Field

from services.monitoring.models.row import Row


class EvidenceRow(Row, table=True):
    """One body, structure or product that a measure of a report counts. own: it belongs to its grant."""

    __tablename__ = "indicator_evidence"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    code: str
    kind: str
    name: str
    name_key: str
    tax_number: str
    own: bool
    note: str
