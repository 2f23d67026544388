"""Requests made from a room's own description of itself: such as it asks for, such as it does not, and worse."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

SEED = 20150227
"""The day call 2 opened; the same requests each time."""
JSON = "application/json"
NOTHING = b""
LEAVES: tuple[Any, ...] = (
    0.1,
    float("nan"),
    float("-inf"),
    10**400,
    -1,
    "9" * 400,
    "1e400",
    "\x00",
    "\ud800",
    "1\u00a0000,00",
    "٣" * 10,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "-271821-04-20T00:00:00Z",
    99999999999999,
    "{asked}{0.__class__}%s",
    "<script>alert(1)</script>",
    "İıŞğ'\"; DROP TABLE outbox; --",
    "x" * 30_000,
    None,
    [],
    {},
    [[]],
    True,
)
"""What may stand in the place of any field."""


@dataclass(frozen=True)
class Asked:
    """One request. path_values: for the names in the path; others than the real ids only where `astray`."""

    method: str
    route: str
    path_values: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    content: bytes = NOTHING
    content_type: str = JSON
    astray: bool = False
    is_filled: bool = False

    def path(self, ids: dict[str, str]) -> str:
        values = self.path_values if self.astray else {**self.path_values, **ids}
        path = self.route
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", quote(value, safe="", errors="surrogatepass"))
        return path

    def raw(self, ids: dict[str, str]) -> bytes:
        if self.content or self.body is None:
            return self.content
        return json.dumps(self.filled(ids).body, default=str).encode()

    def filled(self, ids: dict[str, str]) -> "Asked":
        """With real ids in the body, where it has fields for them."""
        if self.is_filled or not isinstance(self.body, dict):
            return self
        known = {name: value for name, value in ids.items() if name in self.body}
        return replace(self, body={**self.body, **known}, is_filled=True)

    def params(self) -> list[tuple[str, str]]:
        return [(_text(name), _text(value)) for name, value in self.query.items()]


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text.encode(errors="replace").decode()


@dataclass(frozen=True)
class Operation:
    """A door by its description."""

    described: Any

    @property
    def label(self) -> str:
        return str(self.described.label)

    @property
    def writes(self) -> bool:
        return str(self.described.method).upper() == "POST"

    def generated(self, mode: GenerationMode, count: int) -> list[Asked]:
        """Requests that fit the description, or do not."""
        found: list[Asked] = []

        @seed(SEED)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(self.described.as_strategy(generation_mode=mode))
        def collect(case: schemathesis.Case) -> None:
            found.append(_asked(case, astray=mode is GenerationMode.NEGATIVE and len(found) % 2 == 0))

        try:
            collect()
        except Unsatisfiable:  # a door without parameters cannot be asked wrongly
            return found
        return found[:count]


def operations(openapi: dict[str, Any]) -> list[Operation]:
    schema = schemathesis.openapi.from_dict(openapi)
    return [Operation(result.ok()) for result in schema.get_all_operations()]


def _asked(case: schemathesis.Case, *, astray: bool) -> Asked:
    body: Any = case.body
    raw = body if isinstance(body, bytes) else NOTHING
    given_none = isinstance(body, bytes) or type(body).__name__ == "NotSet"
    return Asked(
        method=str(case.method).upper(),
        route=str(case.path),
        path_values={name: str(value) for name, value in case.path_parameters.items()},
        query=dict(case.query),
        body=None if given_none else body,
        content=b"null" if body is None else raw,
        astray=astray,
    )


def spoiled(good: Asked, count: int) -> Iterator[Asked]:
    """The same request with one field after the other replaced by something hostile."""
    places = list(_places(good.body))
    for place, value in zip(cycle(places), LEAVES * 3, strict=False) if places else ():
        if count == 0:
            return
        count -= 1
        body = copy.deepcopy(good.body)
        _put(body, place, value)
        yield replace(good, body=body)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, part in inside:
        yield from _places(part, (*way, key))


def _put(body: Any, way: tuple[Any, ...], value: Any) -> None:
    for step in way[:-1]:
        body = body[step]
    body[way[-1]] = value


def worse(door: Asked) -> Iterator[Asked]:
    """What no description speaks of: bodies that are none, other types, other methods."""
    deep = b"[" * 100_000 + b"]" * 100_000
    pairs = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    contents = (
        NOTHING,
        b"null",
        b"[]",
        b'"text"',
        b"NaN",
        b"1" * 5_000,
        b"{",
        b"\xff\xfe\x00{",
        b'{"a":"\xc3"}',
        b'{"\\ud800":"\\udfff"}',
        b"{" + b" " * 3_000_000 + b"}",
        deep,
        pairs,
        b'{"a":1,"a":2,"__proto__":{}}',
        b"\xef\xbb\xbf{}",
    )
    for content in contents:
        yield replace(door, body=None, content=content)
    for kind in (
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        yield replace(door, content_type=kind)
    for method in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"):
        yield replace(door, method=method)
