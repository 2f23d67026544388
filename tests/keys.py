"""Keys of what workflows carry, in a folder: the same for all that a test brings together."""

from pathlib import Path
from typing import TypedDict

from runtime.payload_keys import mint


class Keys(TypedDict):
    """The settings that name them."""

    payload_keys_url: str
    payload_master_key_file: str


def keys_in(folder: Path) -> Keys:
    """Made there, where there are none yet."""
    mint(folder / "payload-master.key")
    return Keys(
        payload_keys_url=(folder / "payload-keys").as_uri(),
        payload_master_key_file=str(folder / "payload-master.key"),
    )


def as_environment(keys: Keys) -> dict[str, str]:
    return {f"DESTEK_{name.upper()}": str(value) for name, value in keys.items()}
