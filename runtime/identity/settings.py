"""Settings of the development sign-in provider, `DESTEK_IDENTITY_…`."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class IdentitySettings(BaseSettings):
    """What the provider needs to know.

    api_port: port to listen on, 0 for any. api_url: its own address as browsers and services see it, which
    is the issuer of its tokens. key_file: where its signing key is kept (made when absent). people: YAML
    file of those who may be picked. clients: known public clients. audience: whom access tokens are for.
    redirects: addresses off this machine that a browser may be sent back to, compared letter by letter;
    addresses on this machine (loopback) always may. token_lifetime: seconds.
    """

    model_config = SettingsConfigDict(env_prefix="DESTEK_IDENTITY_", frozen=True, extra="ignore", populate_by_name=True)

    api_port: int = Field(default=0, ge=0, le=65535)
    api_url: str
    key_file: Path
    people: Path
    clients: tuple[str, ...] = Field(default=("destek-portal",), min_length=1)
    audience: str = "destek"
    redirects: tuple[str, ...] = ()
    token_lifetime: int = Field(default=3600, ge=60, le=86_400)
    production: bool = Field(default=False, validation_alias="DESTEK_PRODUCTION")

    @field_validator("api_url")
    @classmethod
    def _is_an_issuer(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or "?" in value or "#" in value:
            raise ValueError("must be an http(s) address without query or fragment")
        return value.rstrip("/")
