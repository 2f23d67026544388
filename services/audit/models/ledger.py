"""The ledger, its places, the tree over it and the roots. The service's role may add to these tables and read them."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class LedgerRow(Row, table=True):
    """One event. body: its canonical JSON, text, because JSONB would not keep the bytes. Never changed.

    What is personal in the body is veiled (`grants.proof.veil`); openings: what it was, under the subject's key, and
    who acted among it: no person stands beside the record.
    A partition a year. What has to be unique over all years stands in `RecordRow`.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_about", "about", "chain_index"),
        Index("ix_ledger_about_time", "about", "time", "place"),
        Index("ix_ledger_about_type", "about", "type"),
        {"postgresql_partition_by": "RANGE (recorded_at)"},
    )

    place: int = Field(primary_key=True, sa_type=BigInteger)
    recorded_at: datetime = Field(primary_key=True, sa_type=MOMENT)
    about: str
    chain_index: int
    event_id: str
    type: str
    time: datetime = Field(sa_type=MOMENT)
    actor_role: str
    regime: str = ""
    application_id: str = ""
    body: str
    openings: str = ""
    hash: str
    previous_hash: str


class RecordRow(Row, table=True):
    """The narrow key of a record: where it stands in the ledger and in its chain, and its hash. Never changed.

    place: counted from 1 without a gap, through all chains; leaf `place - 1` of the tree. room: who said it.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("uq_record_about", "about", "chain_index", unique=True),
        Index("uq_record_event_id", "event_id", unique=True),
        Index("ix_record_room_event_id", "room", "event_id"),
    )

    place: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    event_id: str
    about: str
    chain_index: int
    hash: str
    room: str


class NodeRow(Row, table=True):
    """A whole subtree of 2^level leaves, kept so that a proof need not read all leaves; levels 8, 16, 24…"""

    __tablename__ = "node"

    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    hash: str


class RootRow(Row, table=True):
    """A signed root of the tree: see `grants.proof.signatures.RootStatement`. at: as it was signed."""

    __tablename__ = "root"
    __table_args__ = (Index("ix_root_size", "size"),)

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int = Field(sa_type=BigInteger)
    root: str
    at: str
    previous: str
    key: str
    signature: str


class SigningKeyRow(Row, table=True):
    """The public half of a key that signs, or signed; voucher: of the key before it, empty for the first."""

    __tablename__ = "signing_key"
    __table_args__ = (Index("uq_signing_key_place", "place", unique=True),)

    id: str = Field(primary_key=True)
    place: int
    public: str
    since: str
    voucher_key: str = ""
    voucher: str = ""
