"""The application form: its sections, all to be filled in before an application is submitted.

Source: the programme's guide as told in the papers of call 3 ([S] 001…): facts on the cluster, reference
projects, knowledge about the cluster, competitiveness by four factors, sustainability, vision and strategy.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from grants.breach import Breach

SECTIONS: Final = (
    "cluster_facts",
    "reference_projects",
    "cooperation_projects",
    "cluster_knowledge",
    "competitiveness",
    "sustainability",
    "vision_and_strategy",
)
"""In the order of the form."""


def breaches(form: Mapping[str, str]) -> tuple[Breach, ...]:
    """Everything that keeps a form from being complete."""
    return (*unknown(form), *_empty(form))


def unknown(form: Mapping[str, str]) -> Iterator[Breach]:
    """The sections the form does not have."""
    for name in form:
        if name not in SECTIONS:
            yield Breach("form.section_unknown", f"form.{name}"[:80], name[:80], ", ".join(SECTIONS), "Destek")


def _empty(form: Mapping[str, str]) -> Iterator[Breach]:
    for name in SECTIONS:
        if not form.get(name, "").strip():
            yield Breach("form.section_empty", f"form.{name}", name, "", "[S] 001… Kümelenme Desteği 3. Çağrısı")
