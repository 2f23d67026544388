"""The demo people: at least one for each role, all invented."""

from cli.cases.shapes import Json, read_table


def people() -> list[Json]:
    """Everyone, in the order of the file.

    All have id, name, title, roles, email and organisation; who belongs to a body with a tax number has
    "tax_number". Evaluators have "nace", "employer" and "employer_tax_number"; committee members have
    "background" and "seat" ("full" or "substitute").
    """
    return list(read_table("people.yaml")["people"])


def in_role(role: str) -> list[Json]:
    """Everyone who has this role."""
    return [person for person in people() if role in person["roles"]]
