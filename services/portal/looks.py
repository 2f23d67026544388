"""The templates of the pages."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from services.portal.grant_acts import open_on, to_do
from services.portal.labels import told


@cache
def templates(*, styled: bool) -> Environment:
    """The templates; `styled` when the style sheet from npm was fetched. Made once: what is compiled stays so."""
    found = Environment(
        loader=PackageLoader("services.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(styled=styled, to_do=to_do, open_on=open_on, labels_of=told)
    return found
