"""A score sheet as a form. A field is named by the path of its part in the room's request, which has dots of its own:
`scores.competitiveness.level` is the points of the part `competitiveness.level`.
"""

from collections.abc import Mapping

from services.portal.filled import Fields, Json, Kind, Values, read
from services.portal.reading_evaluation import Assignment, Sheet

SCORES, REASONS, LEFT_OUT = "scores", "justifications", "not_applicable"
_GROUPS = (SCORES, REASONS, LEFT_OUT)


def fields_of(task: Assignment) -> Fields:
    """Points for each part, a reason for each block, and why it does not apply where that may be said."""
    found: dict[str, Kind] = {}
    for block in task.blocks:
        found |= {f"{SCORES}.{part}": Kind.DEGREES for part, _, _ in block.parts("")}
        found[f"{REASONS}.{block.code}"] = Kind.TEXT
        if block.may_be_not_applicable:
            found[f"{LEFT_OUT}.{block.code}"] = Kind.TEXT
    return found


def values_of(sheet: Sheet, language: str) -> dict[str, str]:
    """What is written so far, as a person of this language writes numbers."""
    written: Mapping[str, Mapping[str, str]] = {
        SCORES: {part: _typed(points, language) for part, points in sheet.scores.items()},
        REASONS: sheet.justifications,
        LEFT_OUT: sheet.not_applicable,
    }
    return {f"{group}.{code}": text for group, texts in written.items() for code, text in texts.items()}


def body_of(fields: Fields, values: Values) -> dict[str, Json]:
    """What the room is sent; what is blank is left out."""
    return {group: _of_group(group, fields, values) for group in _GROUPS}


def _of_group(group: str, fields: Fields, values: Values) -> dict[str, Json]:
    start = f"{group}."
    said = {name: text for name in fields if name.startswith(start) and (text := values.get(name, "").strip())}
    return {name.removeprefix(start): read(fields[name], text) for name, text in said.items()}


def written(fields: Fields, values: Values) -> Sheet:
    """The sheet as it stands in the form, to be looked at."""
    return Sheet.model_validate(body_of(fields, values))


def _typed(points: str, language: str) -> str:
    return points.replace(".", ",") if language == "tr" else points
