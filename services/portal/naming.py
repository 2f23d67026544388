"""The fields of an act in which people are named: who is offered there, who was meant, and whom nobody knows yet."""

from asyncio import gather
from collections.abc import Iterator
from dataclasses import replace

from services.portal.acting import Act, Scene
from services.portal.forms import Fault, Form
from services.portal.people import ANYWAY, STRANGERS, Offered, offered, strangers
from services.portal.visit import Visit

_ID, _NAME = "person_id", "name"


async def with_people(visit: Visit, scene: Scene) -> Scene:
    """The page with who can be named in the fields of its acts. Raises SignInNeeded."""
    tasks = sorted({task for act in scene.acts for task in act.tasks})
    found = await gather(*(offered(visit, scene.room, f"/people/for/{task}") for task in tasks))
    return replace(scene, people={task: there for task, there in zip(tasks, found, strict=True) if there is not None})


def read_back(form: Form, act: Act, scene: Scene) -> Form:
    """The form with the ids of those who were chosen; a name that was left blank beside one comes with it."""
    values = dict(form.values)
    for name, there in _fields(form, act, scene):
        values[name] = meant = there.meant(form.value(name))
        beside = name.removesuffix(_ID) + _NAME
        if name.endswith(_ID) and form.pattern(beside) in act.fields and not values.get(beside, "").strip():
            values[beside] = there.names.get(meant, "")
    return replace(form, values=values)


def unknown(visit: Visit, form: Form, act: Act, scene: Scene) -> tuple[Form, tuple[Fault, ...]]:
    """What is said of those nobody knows yet, unless the box was ticked for just them. Who stood there before stays."""
    if not act.tasks:
        return form, ()
    stood = set(scene.values.values())
    fields = ((name, there, form.value(name)) for name, there in _fields(form, act, scene))
    named = [one for one in fields if one[2].strip() not in stood]
    found = strangers(visit.wording, named)
    who = sorted({form.value(one.name).strip() for one in found})
    is_ticked = bool(form.value(ANYWAY)) and set(who) <= set(form.value(STRANGERS).split())
    form = replace(form, values={**form.values, STRANGERS: " ".join(who), ANYWAY: "1" if who and is_ticked else ""})
    if not found or is_ticked:
        return form, ()
    return form, (*found, Fault(ANYWAY, visit.wording.say("portal.person.anyway_first")))


def _fields(form: Form, act: Act, scene: Scene) -> Iterator[tuple[str, Offered]]:
    """Each field of the form in which somebody can be named, with who is offered."""
    for name in form.names():
        field = act.fields.get(form.pattern(name))
        if field is not None and field.task is not None and field.task in scene.people:
            yield name, scene.people[field.task]
