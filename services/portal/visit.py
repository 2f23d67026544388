"""One look at one page: who looks, in which language, at what time, and what the rooms may be asked for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

import structlog
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from pydantic import BaseModel, ValidationError

from grants.policy import TABLE, Action, decide
from runtime.clock import Clock
from runtime.messages import LANGUAGES, Catalogue
from services.portal.filled import amounts_in
from services.portal.forms import EMPTY, Fields, Form, Values
from services.portal.provider import Provider
from services.portal.rooms import Answer, Caller, Got, Refusal, Room, Rooms, Unavailable
from services.portal.session import Cookies, Session
from services.portal.tokens import Tokens
from services.portal.wording import Wording

LANGUAGE_COOKIE = "destek_language"
FLASH_COOKIE = "destek_said"
_NAVIGATION = (
    ("portal.nav.tasks", "/", Action.TASKS_READ),
    ("portal.nav.applications", "/applications", Action.APPLICATION_LIST),
    ("portal.nav.apply", "/apply", Action.CONSORTIUM_CREATE),
    ("portal.nav.calls", "/calls", Action.CALL_PUBLISH),
    ("portal.nav.evaluators", "/evaluators", Action.EVALUATOR_READ),
    ("portal.nav.grants", "/grants", Action.GRANT_LIST),
    ("portal.nav.visits", "/visits", Action.VISIT_MAKE),
    ("portal.nav.payments", "/payments", Action.PAYMENT_ORDER_READ),
    ("portal.nav.desk", "/desk", Action.AUDIT_READ),
    ("portal.nav.ledger", "/desk/ledger", Action.GAPS_READ),
    ("portal.nav.erasure", "/erasure", Action.PERSONAL_DATA_ERASE),
    ("portal.nav.appropriations", "/appropriations", Action.APPROPRIATION_READ),
    ("portal.nav.registry", "/registry", Action.REGISTRY_READ),
    ("portal.nav.mails", "/mails", Action.TASKS_READ),
)
_log = structlog.get_logger(__name__)
ModelT = TypeVar("ModelT", bound=BaseModel)


class SignInNeeded(Exception):  # noqa: N818 - said in the words of the person at the door
    """The page is for people who signed in. is_over: somebody had, and the session has ended."""

    def __init__(self, *, is_over: bool = False) -> None:
        self.is_over = is_over
        super().__init__("sign in")


class PageRefused(Exception):  # noqa: N818 - not a fault
    """The page cannot be shown. status: what the room said, or 503; title: in the room's words."""

    def __init__(self, status: int, title: str = "") -> None:
        self.status, self.title = status, title
        super().__init__(f"{status} {title}")


@dataclass(frozen=True, slots=True)
class Front:
    """What all pages share."""

    url: str
    cookies: Cookies
    provider: Provider
    rooms: Rooms
    texts: Catalogue
    clock: Clock
    templates: Environment
    security: str
    tokens: Tokens
    codec_origin: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one page."""

    front: Front
    request: Request
    session: Session | None
    wording: Wording

    @property
    def path(self) -> str:
        """Where the person is, to come back to."""
        query = self.request.url.query
        return f"{self.request.url.path}{'?' + query if query else ''}"

    def signed_in(self) -> Session:
        """Who looks. Raises SignInNeeded."""
        if self.session is None:
            raise SignInNeeded
        return self.session

    def caller(self) -> Caller:
        """Asks rooms for this person. Raises SignInNeeded."""
        return self.front.rooms.for_person(self.signed_in().token, self.wording.language)

    def may(self, action: Action) -> bool:
        """Whether the common policy has the person see a list at all; the rooms decide what is in it."""
        roles = frozenset(self.session.roles) if self.session else frozenset[str]()
        return decide(roles, action, frozenset()) is not None

    def may_of_some(self, action: Action) -> bool:
        """Whether a role of the person may do it on files it has to do with; on which, the rooms decide.

        What nobody in that role may ever see is not asked for: a room keeps on record whom it refused.
        """
        roles = self.session.roles if self.session else ()
        return any(role.value in roles for role in TABLE[action])

    def page(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
        """The page, in the person's language."""
        said = self._said()
        text = self.front.templates.get_template(template).render(
            visit=self,
            said=said,
            w=self.wording,
            t=self.wording.say,
            forms_on_page=tuple(_forms(values.values())),
            navigation=[(key, path) for key, path, action in _NAVIGATION if self.session and self.may(action)],
            **{"who": str, **values},
        )
        response = HTMLResponse(text, status)
        if said:
            response.delete_cookie(FLASH_COOKIE)
        return response

    def _said(self) -> str:
        """What was done just before, which the page says at its top; "" for nothing, or nothing we know of."""
        name, _, act = self.request.cookies.get(FLASH_COOKIE, "").partition(".")
        known = partial(self.wording.texts.knows, language=self.wording.language)
        if act or name == "act":
            what = f"portal.do.{act}"
            return self.wording.say("portal.said.act", act=self.wording.say(what)) if known(what) else ""
        return self.wording.say(f"portal.said.{name}") if known(f"portal.said.{name}") else ""

    def token(self, address: str, key: str = "") -> str:
        """The hidden token of a form sent to `address`; "" where nobody is signed in."""
        return self.front.tokens.mint(self.session, address, key) if self.session else ""

    def form(self, address: str, fields: Fields, values: Values = EMPTY, key: str = "") -> Form:
        """A form to be shown (services/portal/forms.py says how)."""
        return Form(address, self.token(address, key), fields, values)

    def kept(self, address: str, fields: Fields, values: Values) -> Form:
        """A form filled with what a room keeps: its amounts as people write them."""
        amounts = {name: self.wording.amount(said) for name, said in amounts_in(fields, values).items()}
        return self.form(address, fields, {**values, **amounts})

    def address(self, path: str, **query: str | None) -> str:
        """A link with what of the query is given."""
        given = {name: value for name, value in query.items() if value}
        return f"{path}?{urlencode(given)}" if given else path


def _forms(values: Iterable[Any]) -> Iterator[Form]:
    """The forms among what a page shows, those within others too."""
    for value in values:
        if isinstance(value, Form):
            yield value
        elif isinstance(value, Mapping):
            yield from _forms(value.values())
        elif isinstance(value, (list, tuple)):
            yield from _forms(getattr(one, "form", one) for one in value)


def read(answer: Answer, model: type[ModelT]) -> ModelT:
    """The main thing of a page. Raises SignInNeeded and PageRefused."""
    if isinstance(answer, Got):
        return _valid(answer.content, model)
    raise refusal(answer)


def refusal(answer: Refusal | Unavailable) -> SignInNeeded | PageRefused:
    """What to raise for an answer without which there is no page."""
    match answer:
        case Refusal(status=HTTPStatus.UNAUTHORIZED):
            return SignInNeeded(is_over=True)
        case Refusal(status=status, title=title):
            return PageRefused(status, title)
        case Unavailable():
            return PageRefused(HTTPStatus.SERVICE_UNAVAILABLE)


def read_part(answer: Answer, room: Room, model: type[ModelT]) -> tuple[ModelT | None, Room | None]:
    """A part of a page: what is there, or the room that did not say. Neither when it is not for this person.

    Raises SignInNeeded.
    """
    if isinstance(answer, Refusal) and answer.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return None, None
    try:
        return read(answer, model), None
    except PageRefused:
        return None, room


def _valid(content: object, model: type[ModelT]) -> ModelT:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        _log.error("room_answer_not_understood", model=model.__name__, errors=error.errors(include_input=False)[:3])
        raise PageRefused(HTTPStatus.SERVICE_UNAVAILABLE) from error


async def visit_of(request: Request) -> Visit:
    """The look this request is."""
    front: Front = request.app.state.front
    language = request.cookies.get(LANGUAGE_COOKIE, "")
    now = await _now(front.clock)
    wording = Wording(language if language in LANGUAGES else LANGUAGES[0], front.texts, now)
    return Visit(front, request, front.cookies.session(request), wording)


async def _now(clock: Clock) -> datetime:
    """The stack's time; the machine's own while the stack's clock does not answer, as a page must still come."""
    try:
        return await clock.now()
    except Exception as error:  # noqa: BLE001 - whatever fails, the page is worth more
        _log.warning("clock_does_not_answer", error=repr(error))
        return datetime.now(UTC)


Visitor = Annotated[Visit, Depends(visit_of)]
