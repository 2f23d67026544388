"""The people one can sign in as, read from a YAML file."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Person(BaseModel):
    """Somebody to sign in as. `roles` are plain words here; what they allow is for others to say."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")
    name: str = Field(min_length=1, max_length=200)
    roles: tuple[str, ...] = ()
    title: str = ""
    email: str = ""
    organisation: str | None = None
    tax_number: str | None = None


class PeopleUnreadable(ValueError):  # noqa: N818 - says what is the matter
    """The file of people is absent, is no YAML, or names somebody wrongly or twice."""


_PEOPLE = TypeAdapter(tuple[Person, ...])


def load_people(path: Path) -> tuple[Person, ...]:
    """The people in the file: a list, or a mapping with the list under `people`, in the file's order.

    Raises PeopleUnreadable, naming the file and everything wrong in it.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        people = _PEOPLE.validate_python(content.get("people") if isinstance(content, dict) else content)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PeopleUnreadable(f"{path}: {error}") from error
    ids = [person.id for person in people]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice or not people:
        raise PeopleUnreadable(f"{path}: " + (f"named twice: {', '.join(twice)}" if twice else "nobody in it"))
    return people
