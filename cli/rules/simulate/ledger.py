"""Decisions as the audit room's ledger keeps them: the explanations in an application's events."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from cli.client import ApiError, ApiSession
from grants.contracts.application_events import ApplicationSubmitted, CompletionSubmitted
from grants.explanation import Explanation

FORBIDDEN, UNKNOWN = 403, 404
_SUBMITTING = frozenset({ApplicationSubmitted.type_name(), CompletionSubmitted.type_name()})


@dataclass(slots=True)
class Told:
    """What the ledger tells of one application: the newest explanation of each kind, and those of its submission."""

    newest: dict[str, Explanation] = field(default_factory=dict)
    submitted: dict[str, Explanation] = field(default_factory=dict)

    def inputs(self, decision: str, *, as_submitted: bool = False) -> Mapping[str, Any] | None:
        """What a decision was made of; None where the ledger tells of none."""
        found = (self.submitted if as_submitted else self.newest).get(decision)
        return None if found is None else found.inputs

    def hear(self, kind: str, body: str) -> None:
        for one in explanations(body):
            self.newest[one.decision] = one
            if kind in _SUBMITTING:
                self.submitted[one.decision] = one


async def told_of(api: ApiSession, application_id: str) -> Told | None:
    """Read a page at a time, so that a long life takes no more memory than a short one.

    None: this reader may not read the ledger, as everyone but an inspector.
    """
    told = Told()
    try:
        async for entry in api.pages("audit", f"/applications/{application_id}/ledger"):
            told.hear(entry["type"], entry["body"])
    except ApiError as error:
        if error.status == FORBIDDEN:
            return None
        if error.status != UNKNOWN:
            raise
    return told


def explanations(body: str) -> Iterator[Explanation]:
    """Those an event carries that this version of the programme can read."""
    if '"explanations"' not in body:
        return
    for one in json.loads(body).get("data", {}).get("explanations", ()):
        try:
            yield Explanation.model_validate(one)
        except ValidationError:
            continue
