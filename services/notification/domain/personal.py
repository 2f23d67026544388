"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    file  coordinator_id,representative_id  identity  erased
    mail  addressee                         identity  erased
    mail  address                           contact   erased
    mail  subject,text,refusal              prose     erased
    """
)
PUBLIC = names(
    """
    about event_id id name path
    """
)
"""Texts that name no person."""
