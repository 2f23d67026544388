"""Every setting of every process, read once from the environment, frozen, and refused when wrong.

`DESTEK_<NAME>` for what all processes share, `DESTEK_<ROOM>_<NAME>` for what one room needs.
"""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from grants.contracts.privacy_events import LEAST_YEARS

BUS_DAYS = 90
"""How long a stream of the bus keeps events: it is the transport; the outboxes and the ledger are the record."""
LEAST_OUTBOX_DAYS = BUS_DAYS + 1
"""How long every outbox keeps what it told at least: longer than the bus does."""
MARGIN_DAYS = 30
"""Between the last copy of an event that may come and the day on which it is forgotten that it came."""


class PlatformSettings(BaseSettings):
    """What every process needs to find the others.

    payload_keys_url: where the keys of what workflows carry are kept, without which it is not encrypted; needed in
    production. payload_master_key_file: what opens them, 32 bytes as base64 in a file that nobody else may read.
    payload_make_key: it is made where there is none. portal_api_url: where people find the pages; "" where none are.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_", frozen=True, extra="ignore")

    nats_url: str = "nats://127.0.0.1:4222"
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "destek"
    temporal_tls: bool = False
    oidc_issuer: str = "http://127.0.0.1:8080"
    oidc_audience: str = "destek"
    clock: Literal["system", "temporal"] = "system"
    production: bool = False
    log_format: Literal["json", "pretty"] = "json"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    build_id: str = "development"
    code_revision: str = ""
    adopt_runs: bool = False
    make_current: bool = True
    stop_seconds: float = Field(default=4, gt=0, le=600)
    stream_replicas: int = Field(default=1, ge=1, le=5)
    documents_url: str = "memory:///"
    payload_keys_url: str = ""
    payload_master_key_file: str = ""
    payload_make_key: bool = False
    mail_dir: str = ""
    smtp_url: str = ""
    portal_api_url: str = ""
    api_host: str = "127.0.0.1"
    health_port: int = Field(default=0, ge=0, le=65535)
    otlp_endpoint: str = ""


class RoomSettings(BaseSettings):
    """What one room needs: its own database and its own door. Made by `room_settings(name)`.

    migration_url: the same database as the role that owns its tables, where the room itself may not change them
    all; given to `destek migrate` alone.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str
    database_pool: int = Field(default=8, ge=2, le=100)
    migration_url: str = ""
    api_port: int = Field(default=0, ge=0, le=65535)
    api_url: str = ""


def room_settings(room: str) -> RoomSettings:
    """The settings of one room, from `DESTEK_<ROOM>_…`; pydantic's error names what is missing."""
    return RoomSettings(_env_prefix=f"DESTEK_{room.upper()}_")


class SealSettings(BaseSettings):
    """The key under the ledger's roots, `DESTEK_AUDIT_…`: an Ed25519 key in a PEM file that nobody else may read.

    key_file: without one a key is made for this process alone, which only development may do.
    previous_key_file: the key before it, needed once, to vouch for a new one. root_seconds: between two roots;
    sweep_seconds: between two looks at the outboxes; archive_seconds: at the workflows that went on. codec_origin:
    where Temporal's own pages are, which read through the codec server of this room.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_AUDIT_", frozen=True, extra="ignore")

    key_file: str = ""
    previous_key_file: str = ""
    make_key: bool = False
    root_seconds: float = Field(default=300, gt=0)
    sweep_seconds: float = Field(default=300, gt=0)
    archive_seconds: float = Field(default=30, gt=0)
    codec_origin: str = ""


class KeepingSettings(BaseSettings):
    """How long the plumbing of every room keeps what is over, in days of real time, `DESTEK_KEEPING_…`.

    outbox_days: what the ledger has vouched for. inbox_days: that an event was heard; longer than any copy of it may
    still come, out of an outbox and then out of the bus (90 days). answers_days: what was answered to a write; its key
    is refused from then on. orders_days: what was answered to an order of a workflow; longer than any workflow lives.
    rights_years: with which rights a person was seen, by the programme's clock, from the day on which they were seen.
    no_file_years: what is personal in the record and of no file, from when it was told; whoever checks the record takes
    no shorter time. unused_years: who acts for a party with which nothing ever came about.
    round_seconds: between two rounds.
    duty_years, log_years: of what outlives an erasure in the rooms' own tables, who decided by duty and who erased; by
    the programme's clock, from the erasure on.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_KEEPING_", frozen=True, extra="ignore")

    outbox_days: int = Field(default=180, ge=LEAST_OUTBOX_DAYS, le=3_650)
    inbox_days: int = Field(default=400, ge=1, le=7_300)
    answers_days: int = Field(default=30, ge=1, le=3_650)
    orders_days: int = Field(default=7_300, ge=3_650, le=36_500)
    round_seconds: float = Field(default=3_600, gt=0)
    duty_years: int = Field(default=5, ge=0, le=100)
    log_years: int = Field(default=3, ge=3, le=100)
    rights_years: int = Field(default=10, ge=1, le=100)
    unused_years: int = Field(default=10, ge=1, le=100)
    no_file_years: int = Field(default=10, ge=LEAST_YEARS, le=100)

    @model_validator(mode="after")
    def _heard_is_known_longer_than_told(self) -> Self:
        if self.inbox_days < self.outbox_days + BUS_DAYS + MARGIN_DAYS:
            least = self.outbox_days + BUS_DAYS + MARGIN_DAYS
            raise ValueError(f"DESTEK_KEEPING_INBOX_DAYS: at least {least}, by DESTEK_KEEPING_OUTBOX_DAYS and the bus")
        return self


class LockSettings(BaseSettings):
    """Object lock, where the bucket of the documents has it, `DESTEK_LOCK_…`: of what is evidence, object by object.

    mode: governance (who has the right may lift it) or compliance (nobody may). days: for how long, from when it was
    kept; ten years unless told. Both are defaults of ours, and no law's: no paper of a programme names them.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_LOCK_", frozen=True, extra="ignore")

    mode: Literal["governance", "compliance"] = "governance"
    days: int = Field(default=3653, ge=1, le=36_500)


class PortalSettings(BaseSettings):
    """What the pages need: their own address, a secret for the session cookie, and the rooms' addresses.

    codec_origin: where Temporal's own pages are, which ask here for what they cannot read; "" where none may.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_PORTAL_", frozen=True, extra="ignore")

    api_port: int = Field(default=0, ge=0, le=65535)
    api_url: str
    session_secret: str = Field(min_length=32)
    client_id: str = "destek-portal"
    secure_cookies: bool = False
    codec_origin: str = ""


class Addresses(BaseSettings):
    """Where the doors of the rooms are, for those who call them over HTTP."""

    model_config = SettingsConfigDict(env_prefix="DESTEK_", frozen=True, extra="ignore")

    application_api_url: str
    evaluation_api_url: str
    monitoring_api_url: str
    audit_api_url: str
    notification_api_url: str = ""
