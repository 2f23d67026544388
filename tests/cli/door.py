"""A door of a room that answers as a test tells it to."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.rooms import ISSUER

ROOM = "http://room.test"
URLS = {"application": ROOM, "audit": ROOM, "identity": ISSUER}


class RoomDoor:
    """A door that answers as it is told, once each, and keeps what it was asked."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []
        self.app = FastAPI()
        self.app.add_api_route("/{path:path}", self.answer, methods=["GET", "POST"])

    async def answer(self, request: Request) -> Response:
        await request.body()  # so that a test can read it afterwards
        self.asked.append(request)
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return Response(body, status) if isinstance(body, str) else JSONResponse(body, status)
