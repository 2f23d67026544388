"""What a draft still lacks before it can be submitted, each with the page on which it is put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grants.explanation import Explanation, Line
from services.portal.drafting import Plan, link_to, located
from services.portal.reading_applying import Draft
from services.portal.wording import Wording
from services.portal.writing import Writing

CONSORTIUM = "consortium"
_CAPS = frozenset({"step.plan.item_cap", "money.item_cap"})


@dataclass(frozen=True, slots=True)
class Lack:
    """text: in the person's language. link: where it is put right. about: the path within the plan; "" for another."""

    text: str
    link: str
    about: str = ""


def lacks_of(writing: Writing, wording: Wording) -> tuple[Lack, ...]:
    """Everything, in the order of the page on which it is written."""
    start, form = writing.start, writing.form
    return (
        *_of_consortium(writing, wording),
        *(
            Lack(wording.say("portal.draft.empty", name=wording.name_of("form.section", name)), f"{start}/form/{name}")
            for name in writing.sections
            if not form.get(name, "").strip()
        ),
        *_of_plan(writing, wording),
    )


def said_of_plan(plan: Plan | None, explanation: Explanation | None, wording: Wording) -> tuple[Lack, ...]:
    """What is broken in a plan, each by its path within the packages; links are for whoever shows it to make."""
    if explanation is None:
        return ()
    told = wording.explained(explanation).steps
    steps = zip(explanation.steps, told, strict=True)
    return tuple(Lack(said.text, "", located(plan, step.subject)) for step, said in steps if not step.held)


def most_of(plan: Plan | None, explanation: Explanation | None, wording: Wording) -> Mapping[str, str]:
    """The most that each budget line may ask for, as the rules reckon it, by the path of the line."""
    capped = [one for one in (explanation.steps if explanation else ()) if one.rule in _CAPS and one.allowed]
    told = wording.steps(Line(rule="portal.draft.at_most", allowed=one.allowed) for one in capped)
    paths = (located(plan, one.subject).removesuffix(".grant") for one in capped)
    return {path: said.text for path, said in zip(paths, told, strict=True)}


def _of_consortium(writing: Writing, wording: Wording) -> Iterator[Lack]:
    """What is wrong with its members; in the talks they are looked at no more."""
    if writing.sections:
        found = _broken(writing.draft, CONSORTIUM, wording)
        yield from (Lack(one.text, f"/consortia/{writing.draft.consortium.id}") for one in found)


def _of_plan(writing: Writing, wording: Wording) -> Iterator[Lack]:
    if writing.plan is None:
        yield Lack(wording.say("portal.draft.no_plan"), writing.plan_at)
    for one in said_of_plan(writing.plan, writing.explanation, wording):
        yield Lack(one.text, link_to(one.about, writing.start), one.about)


def _broken(draft: Draft, decision: str, wording: Wording) -> Iterator[Lack]:
    explanation = draft.explained(decision)
    told = wording.explained(explanation).steps if explanation else ()
    yield from (Lack(one.text, "") for one in told if not one.held)
