"""What is asked of whoever looks at a committee now, and what else is open to that person. No rule stands here: the
room shows each person what that person may see, and says no where an act is not open after all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grants.policy import TABLE
from services.portal.acting import Act
from services.portal.reading_evaluation import Committee, Item
from services.portal.reading_sessions import Hearing, Minutes, Motion, Session, Sessions, Slot
from services.portal.sitting_acts import CLOSE, DECIDE, DISSENT, MOVE, OPEN, PLACES, PREPARE, SCORE, SESSION, SIGN, VOTE

_AGAINST = {"carried": "no", "failed": "yes"}


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next. name: of its words, `portal.step.<name>`; about: what it is about."""

    name: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A committee as one person sees it. minutes: where prepared.

    hearings: of applications that are open now, and of the next one where none is.
    """

    call_id: str
    me: str
    roles: frozenset[str]
    now: datetime
    committee: Committee
    sessions: Sessions
    hearings: Mapping[str, Hearing] = field(default_factory=dict)
    minutes: Minutes | None = None

    @property
    def address(self) -> str:
        return f"/committees/{self.call_id}"

    @property
    def is_member(self) -> bool:
        return self.committee.has(self.me)

    @property
    def chairs(self) -> bool:
        return self.committee.chair_id == self.me

    @property
    def is_open(self) -> bool:
        return self.committee.status == "open"

    @property
    def is_concluded(self) -> bool:
        return self.committee.status == "concluded"

    @property
    def undeclared(self) -> tuple[Item, ...]:
        """What the person has still to say about ties."""
        return tuple(one for one in self.committee.items if not one.declared) if self.is_member else ()

    @property
    def has_sat(self) -> bool:
        began = any(one.present is not None for one in self.sessions.sessions)
        return began or any(one.present is not None for one in self.committee.members)

    @property
    def slots(self) -> tuple[tuple[Session, Slot], ...]:
        """Every place on an agenda that still stands, with its session."""
        return tuple((each, slot) for each in self.sessions.sessions for slot in each.slots if slot.state != "deferred")

    def open_acts(self) -> frozenset[str]:
        """The names of the acts around the whole committee that fit how it stands, and who looks."""
        minutes, member, beside = self.minutes, self.is_member, not self.is_member
        fits = {
            "declarations": member and self.is_open and bool(self.undeclared),
            "conflict": member and self.is_open and bool(self.committee.items),
            "attendance": self.chairs and self.is_open,
            "conclusion": self.chairs and self.is_open,
            "appointment": beside and not self.has_sat and not self.is_concluded,
            "envelope": beside and not self.is_concluded,
            "new-session": beside and not self.is_concluded,
        }
        found = {act.name for place, acts in PLACES.items() for act in acts if fits.get(place) and self._may(act)}
        if self.chairs and self.is_concluded and not (minutes and minutes.complete):
            found.add(PREPARE.name)
        if minutes and member and not any(one.person_id == self.me for one in minutes.signatures):
            found.add(SIGN.name)
        return frozenset(found)

    def open_places(self) -> tuple[str, ...]:
        """The pages of acts on which something is open."""
        can = self.open_acts()
        return tuple(place for place, acts in PLACES.items() if any(act.name in can for act in acts))

    def in_session(self, session: Session) -> frozenset[str]:
        """The names of the acts that fit how a session stands."""
        began = session.starts_at is not None and session.starts_at <= self.now
        found = set()
        if self.chairs and self.is_open and began:
            found |= {act.name for act in SESSION["attendance"]}
        if not self.is_member and session.present is None and not self.is_concluded:
            found |= {act.name for act in SESSION["change"] if self._may(act)}
        return frozenset(found)

    def on_item(self, hearing: Hearing) -> frozenset[str]:
        """The names of the acts on one application that fit how it stands."""
        if not self.is_open:
            return frozenset()
        is_free = not hearing.state and not self.sessions.required
        found = set()
        if hearing.sits(self.me) and (is_free or hearing.state == "open"):
            found.add(SCORE.name)
        if hearing.sits(self.me) and hearing.state == "open":
            found.add(MOVE.name)
        if hearing.presiding == self.me and hearing.state:
            found.add(CLOSE.name if hearing.state == "open" else OPEN.name)
        return frozenset(found)

    def on_motion(self, hearing: Hearing, motion: Motion) -> frozenset[str]:
        """The names of the acts on a motion that fit how it stands."""
        found = set()
        if motion.state == "open" and self.is_open:
            found |= {VOTE.name} if hearing.sits(self.me) else set()
            found |= {DECIDE.name} if hearing.presiding == self.me else set()
        if motion.own_vote and _AGAINST.get(motion.state) == motion.own_vote:
            found.add(DISSENT.name)
        return frozenset(found)

    def steps(self) -> tuple[Step, ...]:
        """What is asked of the person, the first first."""
        if self.undeclared and self.is_open:
            return (Step("declare", f"{self.address}/declarations"),)
        if self.is_concluded:
            return tuple(self._afterwards())
        return (*self._as_member(), *self._as_chair()) if self.is_open else ()

    def _as_member(self) -> Iterator[Step]:
        for one in self.committee.items:
            hearing, at = self.hearings.get(one.application_id), f"{self.address}/items/{one.application_id}"
            for motion in hearing.motions if hearing else ():
                if motion.state == "open" and self.me in motion.awaited:
                    yield Step("vote", f"{at}/motions/{motion.number}", one.consortium_name)
            if self.me in one.awaited and self._is_heard(one):
                yield Step("score", at, one.consortium_name)

    def _as_chair(self) -> Iterator[Step]:
        for application, hearing in self.hearings.items():
            at = f"{self.address}/items/{application}"
            if hearing.presiding != self.me:
                continue
            if hearing.state == "waiting":
                yield Step("open", at, hearing.consortium_name)
                continue
            ripe = [one for one in hearing.motions if one.state == "open" and not one.awaited]
            for motion in ripe:
                yield Step("decide", f"{at}/motions/{motion.number}", hearing.consortium_name)
            if not hearing.awaited and all(one.state != "open" for one in hearing.motions):
                yield Step("close", at, hearing.consortium_name)
            elif not ripe:
                yield Step("lead", at, hearing.consortium_name)
        if self.chairs:
            yield from self._leading()

    def _leading(self) -> Iterator[Step]:
        """What the chair does with the committee as a whole: one thing at a time."""
        due = next((one for one in self.sessions.sessions if self._is_due(one)), None)
        if due is not None:
            yield Step("attend_session", f"{self.address}/sessions/{due.number}/attendance")
        elif self._needs_attendance():
            yield Step("attend", f"{self.address}/attendance")
        elif self._is_through():
            yield Step("conclude", f"{self.address}/conclusion")

    def _afterwards(self) -> Iterator[Step]:
        can = self.open_acts()
        if SIGN.name in can:
            yield Step("sign", f"{self.address}/minutes")
        elif PREPARE.name in can and self.minutes is None:
            yield Step("prepare", f"{self.address}/minutes")

    def _is_due(self, session: Session) -> bool:
        began = session.starts_at is not None and session.starts_at <= self.now
        return session.present is None and began

    def _needs_attendance(self) -> bool:
        placed = {slot.application_id for _, slot in self.slots}
        free = [one for one in self.committee.items if one.application_id not in placed]
        taken = any(one.present is not None for one in self.committee.members)
        return bool(free) and not self.sessions.required and not taken

    def _is_heard(self, item: Item) -> bool:
        """Whether points can be given to it now, as far as its place on an agenda tells."""
        state = next((slot.state for _, slot in self.slots if slot.application_id == item.application_id), "")
        return state == "open" or (not state and not self.sessions.required)

    def _is_through(self) -> bool:
        """Nothing that the chair sees is awaited any more."""
        unheard = [slot for _, slot in self.slots if slot.state != "closed"]
        lacking = [one for one in self.committee.items if one.awaited or not one.quorum]
        lying = self.sessions.unscheduled if self.sessions.required else ()
        return not (unheard or lacking or lying)

    def _may(self, act: Act) -> bool:
        """Whether some role of the person may do it at all."""
        return any(role.value in self.roles for role in TABLE[act.action])
