"""New ids: UUIDv7, so that they sort by the time they were made."""

import uuid_utils.compat


def new_id() -> str:
    return str(uuid_utils.compat.uuid7())
