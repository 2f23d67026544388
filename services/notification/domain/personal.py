"""What is personal in the tables of this room, and what becomes of it; every other text names nobody."""

from grants.personal import columns, names

COLUMNS = columns(
    """
    file  coordinator_id,representative_id  identity  contract
    mail  addressee                         identity  duty
    mail  address                           contact   duty
    mail  subject,text,refusal              prose     duty
    """
)
PUBLIC = names(
    """
    about event_id id name path
    """
)
"""Texts that name no person."""
