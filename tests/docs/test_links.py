"""No paper of the project points at what is not there, and none names what is not the project's."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, ROOT, links, papers

NAMES = [str(path.relative_to(ROOT)) for path in papers()]


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_every_link_into_the_project_leads_to_a_file_and_a_heading_that_exist(name):
    paper = ROOT / name
    for _, target in links(paper.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        found = (paper.parent / path) if path else paper
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            assert anchor in _anchors(found), target


def test_the_picture_is_well_formed_and_says_what_it_shows():
    picture = ET.parse(DOCS / "system.svg").getroot()  # noqa: S314 - our own file
    title, desc = (picture.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text
    assert desc is not None
    assert desc.text


def test_the_licence_is_the_one_the_project_declares():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_changelog_names_the_version_of_the_project():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert f"## {version.group(1)}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
