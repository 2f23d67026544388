"""RFC 9457 problem details: every refusal names field and rule, and says what is wrong in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from grants.breach import Breach, Refused
from runtime.auth import NotSignedIn
from runtime.messages import Catalogue, language_of

MEDIA_TYPE = "application/problem+json"
_ABSENT = "missing"
"""What is not there has no value to show; the reader hands over all that stands around it instead."""
_FEW = "too_short"
"""A list with fewer entries than it must have; the reader counts those it could read."""
_OF_THE_READER = frozenset({"error"})
"""What the reader of a value says for itself, in no language of ours."""
_DAY, _MOMENT, _AMOUNT = "2027-03-01", "2027-03-01T17:00:00+03:00", "1500.50"
_FOR_MACHINES: Mapping[str, str] = MappingProxyType(
    {
        "decimal_parsing": _AMOUNT,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
        "datetime_parsing": _MOMENT,
        "datetime_from_date_parsing": _MOMENT,
    }
)
"""How programs write what could not be read; its message says how people write it."""
Statuses = Mapping[type[Refused], int]


def problem(
    status: int, rule: str, title: str, errors: Sequence[dict[str, str]] = (), instance: str = ""
) -> JSONResponse:
    """A problem+json answer. errors: [{field, rule, message, asked, allowed, source}], all at once."""
    errors = [{name: _sayable(text) for name, text in error.items()} for error in errors]
    body: dict[str, Any] = {
        "type": f"urn:destek:problem:{rule}",
        "title": title,
        "status": status,
        "detail": "; ".join(error["message"] for error in errors)[:2000] or title,
        "errors": errors,
    }
    if instance:
        body["instance"] = instance
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None  # noqa: PLR2004 - the status
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


class Problems:
    """Turns what went wrong into problem details. `statuses` is the room's one table error → HTTP status."""

    def __init__(self, texts: Catalogue, statuses: Statuses) -> None:
        self._texts = texts
        self._statuses = statuses

    def of_refusal(self, request: Request, refused: Refused) -> JSONResponse:
        language = language_of(request.headers.get("accept-language"))
        status = next((self._statuses[kind] for kind in type(refused).__mro__ if kind in self._statuses), 422)
        errors = [self._error(language, breach) for breach in refused.breaches]
        title = self._texts.say(language, f"problem.{refused.rule}")
        return problem(status, refused.rule, title, errors, request.url.path)

    def _error(self, language: str, breach: Breach) -> dict[str, str]:
        values = {**breach.as_dict(), "subject": breach.subject or "-"}
        return {
            "field": breach.subject,
            "rule": breach.rule,
            "message": self._texts.say(language, breach.rule, **values),
            "asked": breach.asked,
            "allowed": breach.allowed,
            "source": breach.source,
        }

    def of_validation(self, request: Request, error: RequestValidationError) -> JSONResponse:
        language = language_of(request.headers.get("accept-language"))
        errors = [self._field_error(language, entry) for entry in _first(_said_once(error.errors()), 100)]
        title = self._texts.say(language, "problem.invalid")
        return problem(422, "invalid", title, errors, request.url.path)

    def _field_error(self, language: str, entry: Mapping[str, Any]) -> dict[str, str]:
        kind = str(entry["type"])
        context = {name: _listed(str(value))[:200] for name, value in (entry.get("ctx") or {}).items()}
        key = f"invalid.{kind}"
        keys = (f"pattern.{context.get('pattern')}", key)
        said = next((one for one in keys if self._texts.knows(one)), "invalid.other")
        message = self._texts.say(language, said, kind=kind, **context)
        told = (f"{name}: {value}" for name, value in context.items() if name not in _OF_THE_READER)
        return {
            "field": _path(entry.get("loc", ())),
            "rule": key,
            "message": message,
            "asked": "" if kind == _ABSENT else str(entry.get("input", ""))[:100],
            "allowed": _FOR_MACHINES.get(kind) or "; ".join(told),
            "source": "",
        }

    def of_http(self, request: Request, error: HTTPException) -> JSONResponse:
        language = language_of(request.headers.get("accept-language"))
        rule = f"http_{error.status_code}"
        title = self._texts.say(language, f"problem.{rule}")
        return problem(error.status_code, rule, title, (), request.url.path)

    def of_sign_in(self, request: Request, error: NotSignedIn) -> JSONResponse:
        language = language_of(request.headers.get("accept-language"))
        title = self._texts.say(language, "problem.not_signed_in", reason=str(error))
        return problem(401, "not_signed_in", title, (), request.url.path)

    def of_rule(self, request: Request, status: int, rule: str, field: str = "") -> JSONResponse:
        """A problem of the door itself, like a missing header."""
        language = language_of(request.headers.get("accept-language"))
        message = self._texts.say(language, rule, subject=field)
        entry = {"field": field, "rule": rule, "message": message, "asked": "", "allowed": "", "source": ""}
        return problem(status, rule, message, [entry], request.url.path)


def _sayable(text: str) -> str:
    """What was asked may hold half a sign (a lone surrogate), which no answer can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _first(entries: Iterable[Any], count: int) -> list[Any]:
    return list(entries)[:count]


def _said_once(entries: Sequence[Any]) -> list[Any]:
    """Without what only follows: a list is read as too short when entries of it are wrong, however many were given."""
    return [one for one in entries if not _only_follows(one)]


def _only_follows(entry: Mapping[str, Any]) -> bool:
    given, least = entry.get("input"), (entry.get("ctx") or {}).get("min_length")
    return entry["type"] == _FEW and isinstance(given, list) and isinstance(least, int) and len(given) >= least


def _path(location: Sequence[str | int]) -> str:
    """("body", "members", 3, "kind") → "members[3].kind"."""
    parts = location[1:] if location and location[0] in {"body", "query", "path", "header"} else location
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _listed(choices: str) -> str:
    """What a field may be, without the English "or" between the last two."""
    return choices.replace("' or '", "', '")
