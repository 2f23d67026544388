"""What is written by several people, or in two windows: nobody saves over what another saved meanwhile unawares.

A form says in a field of its own how that stood which it was filled in over. Where it stands otherwise by now, what was
typed is shown again, and is saved over it only by pressing once more.
"""

from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from json import dumps

from services.portal.forms import Fault, Form
from services.portal.visit import Visit

MARK = "mark"
"""The field that says how it stood when the form was shown."""


def mark_of(content: object) -> str:
    """Tells one content from another; content: as JSON has it."""
    return sha256(dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def overtaken(visit: Visit, form: Form, mark: str) -> Form:
    """The form as it was typed, to be saved over what stands there now, of which this is the mark."""
    fault = Fault("", visit.wording.say("portal.draft.overtaken"))
    return replace(form, values={**form.values, MARK: mark}).with_faults([fault], HTTPStatus.CONFLICT)
