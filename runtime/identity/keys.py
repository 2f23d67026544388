"""The provider's signing key, kept in a file so that tokens survive a restart."""

import json
import os
import tempfile
from pathlib import Path

from joserfc.jwk import RSAKey


def signing_key(path: Path) -> RSAKey:
    """The key in `path`; made and written there (readable by its owner alone) when the file is absent.

    RSA, because every OIDC client understands RS256. Raises ValueError if the file holds something else.
    """
    if not path.exists():
        _write_new(path)
    try:
        key = RSAKey.import_key(json.loads(path.read_bytes()))
    except Exception as error:
        raise ValueError(f"{path}: not a signing key of the sign-in provider") from error
    if not key.is_private:
        raise ValueError(f"{path}: the private part of the key is missing")
    key.ensure_kid()
    return key


def _write_new(path: Path) -> None:
    """Whole or not at all: written aside, then linked; of two that start at once the first one's key stays."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(key.as_dict(private=True), file)
        Path(path).hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        Path(aside).unlink()
