"""The names the fields of a form were drawn with, sent along with it: what could not be acted on is shown under them,
also where the page cannot be made up again because its room is away.
"""

import json
import re
from collections.abc import Iterator, Mapping

from services.portal.filled import Values, pattern_of
from services.portal.forms import Form

LABELS = "labels"
"""The hidden field they travel in."""
_MOST = 20_000
"""Characters of them; the fields of a longer form are shown as far as this goes."""
_PLACE = re.compile(r"\[(\d+)\]")


def told(form: Form) -> str:
    """Those of a form that was drawn, each once for all its rows."""
    found: dict[str, str] = {}
    length = 0
    for name, label in form.labels.items():
        pattern = pattern_of(name)
        length += 0 if pattern in found else len(json.dumps([pattern, label], ensure_ascii=False))
        if length > _MOST:
            break
        found.setdefault(pattern, str(label))
    return written(found)


def written(labels: Mapping[str, str]) -> str:
    """As they stand in the hidden field."""
    return json.dumps(labels, ensure_ascii=False)


def heard(text: str) -> dict[str, str]:
    """As they came back; none where it is nothing of ours."""
    try:
        found = json.loads(text[: 2 * _MOST]) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {name: label for name, label in found.items() if isinstance(label, str)} if isinstance(found, dict) else {}


def named(values: Values, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was typed, each value under the name of its field and the number of its row.

    What has no name was not typed but sent along by the page; where no names are known, the fields' own stand for them.
    """
    for name, value in values.items():
        label = labels.get(pattern_of(name), "") if labels else name
        if label and value.strip():
            rows = [str(int(place) + 1) for place in _PLACE.findall(name)] if labels else []
            yield f"{label} ({'.'.join(rows)})" if rows else label, value
