"""The templates of the pages."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates(*, styled: bool) -> Environment:
    """The templates; `styled` when the style sheet from npm was fetched."""
    found = Environment(
        loader=PackageLoader("services.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["styled"] = styled
    return found
