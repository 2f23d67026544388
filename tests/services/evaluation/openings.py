"""Every door of the room, taken from the room itself, so that no new one is forgotten; and something to say at each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
from fastapi import FastAPI
from pypdf import PdfReader

from tests.rooms import ApiClient

_OTHERS = ("/health/", "/metrics", "/docs", "/redoc", "/openapi")
_QUERY = {"person_id": "nobody", "one": 1, "other": 1, "table": "applications"}
_WORDS = {"string": "2027-03-08", "integer": 1, "number": 1, "boolean": True, "null": None, "array": [], "object": {}}


@dataclass(frozen=True)
class Opening:
    """One door. body: such as it asks for, as far as its own description tells."""

    method: str
    route: str
    query: Mapping[str, Any]
    body: Any

    async def knock(self, client: ApiClient, ids: Mapping[str, str]) -> httpx.Response:
        """Ask for the things of these ids. A path that names another kind of thing is a mistake of the test."""
        path = re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], self.route)
        if self.method == "GET":
            return await client.get(path, **self.query)
        return await client.post(path, self.body)


def openings(app: FastAPI, ids: Mapping[str, str]) -> tuple[Opening, ...]:
    """All doors that ask who is there; `ids` fill fields of bodies by their names."""
    said = app.openapi()
    return tuple(
        Opening(method.upper(), route, _query(door), _body(door, said, ids))
        for route, doors in said["paths"].items()
        for method, door in doors.items()
        if not route.startswith(_OTHERS)
    )


def _query(door: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = (one for one in door.get("parameters", ()) if one["in"] == "query" and one.get("required"))
    return {one["name"]: _QUERY[one["name"]] for one in asked}


def _body(door: Mapping[str, Any], said: Mapping[str, Any], ids: Mapping[str, str]) -> Any:
    content = door.get("requestBody", {}).get("content", {})
    return _made(content["application/json"]["schema"], said, ids) if content else {}


def _made(schema: Mapping[str, Any], said: Mapping[str, Any], ids: Mapping[str, str]) -> Any:
    """The least that a description asks for."""
    if "$ref" in schema:
        return _made(said["components"]["schemas"][schema["$ref"].rpartition("/")[2]], said, ids)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _made(schema["anyOf"][0], said, ids)
    if "properties" in schema:
        wanted = schema.get("required", ())
        return {name: ids.get(name) or _made(schema["properties"][name], said, ids) for name in wanted}
    if schema.get("minItems"):
        return [_made(schema["items"], said, ids)]
    return schema.get("const", _WORDS[schema.get("type", "string")])


def read(answer: httpx.Response) -> str:
    """The words of an answer; those of a paper as they are printed."""
    if "pdf" not in answer.headers.get("content-type", ""):
        return answer.text
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def routes_of(doors: tuple[Opening, ...], method: str) -> Iterator[str]:
    return (one.route for one in doors if one.method == method)
