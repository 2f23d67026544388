"""The sign-in provider, for those who knock at doors."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.rooms import Signer


@pytest.fixture
def identity(tmp_path: Path) -> FastAPI:
    return Signer(tmp_path / "key.json").app
