"""Which page of the portal a mail leads to."""

from grants.contracts.event import EventData

HOME = "/"
"""Where what waits for the reader is listed."""
_BY_ADDRESS = (
    ("evaluation.feedback.", "/applications/{about}/feedback"),
    ("evaluation.objection.", "/applications/{about}/feedback"),
    ("evaluation.committee.", "/committees/{about}"),
    ("evaluation.session.", "/committees/{about}"),
    ("evaluation.approval_pack.", "/packs/{about}"),
    ("monitoring.appropriation.", "/payments"),
    ("monitoring.bank_statement.", "/payments"),
    ("monitoring.", "/grants/{about}"),
    ("application.", "/applications/{about}"),
)
"""By the beginning of an event's address, the first that fits."""


def page_of(event: EventData, about: str) -> str:
    """The path of the page, from the root of the portal."""
    for beginning, path in _BY_ADDRESS:
        if event.SUBJECT.startswith(beginning):
            return path.format(about=about)
    return HOME
