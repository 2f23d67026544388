"""What a browser posts: taken from our own forms only, within limits, and never lost when it cannot be acted on."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from runtime.identifiers import new_id
from runtime.unseen import is_unseen
from services.portal.filled import of_fields
from services.portal.forms import Fault, Fields, Form, Values
from services.portal.labels import LABELS, heard
from services.portal.people import refused_by_name
from services.portal.rooms import Answer, Got, Refusal, Room, Unavailable
from services.portal.visit import FLASH_COOKIE, PageRefused, SignInNeeded, Visit, Visitor

TOKEN = "form"  # noqa: S105 - the name of a field
BUTTON = "do"
MOST_BYTES = 1_500_000
MOST_FIELDS = 1_500
MOST_OF_A_FIELD = 600_000
"""As it travels: a letter that is not of English takes up to nine bytes, and a field may hold 60,000 of them."""
_NOT_TRIED = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED})
"""Of a room that knows no trying, and of a session that is over: that is said when it is sent in earnest."""
_SENT_BEFORE = "http.key_reused"
"""A page that was done with, gone back to, changed and sent again. To be sent once more it needs a key of its own."""
_DRAINED = 3
"""So many times the limit is read and thrown away, so that the browser listens to the answer."""


class Kept(Exception):  # noqa: N818 - says what is the matter
    """It could not be acted on; what was typed is shown with a way on. why: `portal.kept.<why>`; key: "" for a new one.

    token: as it was sent, for when there is no session to mint one in. title: what a room said.
    """

    def __init__(
        self, why: str, status: int, values: Values, key: str = "", *, token: str = "", title: str = ""
    ) -> None:
        self.why, self.status, self.values, self.key = why, status, values, key
        self.token, self.title = token, title
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent. key: names the act to the room. do: the button, if it has a name. files: by field."""

    key: str
    values: Values
    do: str = ""
    files: tuple[tuple[str, UploadFile], ...] = ()

    def fresh(self) -> str:
        """A key for what may be done anew each time, as keeping a draft."""
        return new_id()

    def form(self, visit: Visit, fields: Fields) -> Form:
        """The form as it was filled in."""
        address = visit.request.url.path
        return visit.form(address, fields, of_fields(fields, self.values), self.key)


@dataclass(frozen=True, slots=True)
class Accepting:
    """Reads a post of at most so many bytes and files."""

    most_bytes: int = MOST_BYTES
    most_files: int = 0
    most_fields: int = MOST_FIELDS

    async def __call__(self, visit: Visitor) -> AsyncIterator[Sent]:
        """What was sent, from a form of ours in this session. Raises Kept and PageRefused."""
        must_come_from_here(visit.request, visit.front.url)
        data = await self._read(visit.request)
        try:
            yield _sent(visit, data)
        finally:
            await data.close()

    async def _read(self, request: Request) -> FormData:
        limited = _Limited(request, self.most_bytes)
        try:
            return await Request(request.scope, limited.receive).form(
                max_files=self.most_files, max_fields=self.most_fields, max_part_size=MOST_OF_A_FIELD
            )
        except (HTTPException, ValueError) as error:  # ValueError: a character set that reads nothing
            too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            raise PageRefused(too_large if limited.is_exceeded else HTTPStatus.BAD_REQUEST) from error


Posted = Annotated[Sent, Depends(Accepting())]


def must_come_from_here(request: Request, url: str) -> None:
    """A form of another site may not act here. Browsers say where a form stands; others have no session to lose."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", url)
    if site not in {"same-origin", "none"} or origin != url:
        raise PageRefused(HTTPStatus.FORBIDDEN)


async def body_within(request: Request, most: int) -> bytes | None:
    """What was sent, read no further than it may be long; none where it is longer."""
    try:
        return await Request(request.scope, _Limited(request, most).receive).body()
    except MultiPartException:
        return None


async def finish(
    visit: Visit,
    sent: Sent,
    form: Form,
    answer: Answer,
    *,
    to: str,
    said: str,
    again: Callable[[Form], Awaitable[Response]],
) -> Response:
    """Where the person is led after an act. to: the page; said: what it says there, `portal.said.<said>`.

    Raises Kept when the room is away or the session is over.
    """
    match answer:
        case Got():
            return done(visit, to, said)
        case Refusal(status=HTTPStatus.UNAUTHORIZED):
            raise Kept("sign_in", HTTPStatus.UNAUTHORIZED, sent.values, sent.key)
        case Unavailable():
            raise Kept("away", HTTPStatus.SERVICE_UNAVAILABLE, sent.values, sent.key)
        case Refusal() if answer.breaks(_SENT_BEFORE):
            anew = replace(form, token=visit.token(form.address))
            before = Fault("", visit.wording.say("portal.form.sent_before"))
            return await _shown_again(sent, anew.with_faults((before,), answer.status), answer, again)
        case Refusal():
            return await _shown_again(sent, refused(form, await refused_by_name(visit, answer)), answer, again)


async def with_the_rest(visit: Visit, form: Form, own: Sequence[Fault], room: Room, door: str, body: object) -> Form:
    """The form with what is wrong before the room is asked, and with all that the room would find wrong besides."""
    answer = await visit.caller().tried(room, door, body)
    found: tuple[Fault, ...] = ()
    if isinstance(answer, Refusal) and answer.status not in _NOT_TRIED:
        taken = {form.place(one.name) for one in own} - {""}
        found = tuple(one for one in refused(form, answer).faults if form.place(one.name) not in taken)
    return form.with_faults((*found, *own), HTTPStatus.UNPROCESSABLE_ENTITY)


def refused(form: Form, answer: Refusal) -> Form:
    """The form with what the room says of it."""
    faults = tuple(Fault(one.name, one.message) for one in answer.faults) or (Fault("", answer.title),)
    return form.with_faults(faults, answer.status)


async def _shown_again(
    sent: Sent, form: Form, answer: Refusal, again: Callable[[Form], Awaitable[Response]]
) -> Response:
    try:
        page = await again(form)
    except SignInNeeded as error:
        raise Kept("sign_in", HTTPStatus.UNAUTHORIZED, sent.values, sent.key) from error
    except PageRefused as error:  # the page around the form is no longer for this person, or away
        raise Kept("refused", answer.status, sent.values, sent.key, title=answer.title) from error
    if form.token.encode() not in bytes(page.body):  # it was closed meanwhile: the page has no such form any more
        said = " ".join(fault.message for fault in form.faults)
        raise Kept("refused", answer.status, sent.values, sent.key, title=said)
    return page


def done(visit: Visit, to: str, said: str) -> Response:
    """On to the page, which says what was done; a reload of it sends nothing."""
    response = RedirectResponse(to, HTTPStatus.SEE_OTHER)
    secure = visit.front.url.startswith("https:")
    response.set_cookie(FLASH_COOKIE, said, max_age=60, secure=secure, httponly=True, samesite="lax")
    return response


def _sent(visit: Visit, data: FormData) -> Sent:
    values = _texts(data)
    files = tuple((name, file) for name, file in data.multi_items() if isinstance(file, UploadFile))
    token = values.pop(TOKEN, "")
    minted = visit.front.tokens.open(token, visit.request.url.path)
    visit.request.state.pressed = do = values.pop(BUTTON, "")
    visit.request.state.labels = heard(values.pop(LABELS, ""))
    if visit.session is None:
        raise Kept("sign_in", HTTPStatus.UNAUTHORIZED, values, token=token)
    if minted is None or minted.person != visit.session.person_id:
        raise Kept("check", HTTPStatus.FORBIDDEN, values)
    if not minted.is_of(visit.session):
        raise Kept("check", HTTPStatus.FORBIDDEN, values, minted.key)
    visit.request.state.sent = sent = Sent(minted.key, values, do, files)
    return sent


def _texts(data: FormData) -> dict[str, str]:
    """Each field once, several of a name as lines; without what is no text, or none that anybody sees."""
    found: dict[str, str] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            text = "" if is_unseen(value) else _clean(value)
            found[_clean(name)] = f"{found[name]}\n{text}" if found.get(name) else text
    return found


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\x00", "")


class _Limited:
    """Reads a request up to a limit. Raises MultiPartException beyond it, once the rest was thrown away."""

    def __init__(self, request: Request, most: int) -> None:
        self._request, self._most, self._read = request, most, 0

    async def receive(self) -> Message:
        message = await self._request.receive()
        self._read += len(message.get("body", b""))
        if self._read <= self._most:
            return message
        while message.get("more_body") and self._read <= self._most * _DRAINED:
            message = await self._request.receive()
            self._read += len(message.get("body", b""))
        raise MultiPartException("too large")  # the reader knows this one, and puts away what it has read

    @property
    def is_exceeded(self) -> bool:
        return self._read > self._most
