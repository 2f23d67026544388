"""Reading our own papers: their fences, their links, and the commands they tell people to type."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")


def papers() -> list[Path]:
    """Every paper of the project, the shortest way from its root first."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def fences(text: str, language: str) -> list[str]:
    """The content of each fenced block of a language."""
    return [content for name, content in _FENCE.findall(text) if name == language]


def links(text: str) -> list[tuple[str, str]]:
    """Text and target of every link."""
    return _LINK.findall(text)


def commands(text: str, program: str) -> list[list[str]]:
    """The words after a program's name, of every line of the shell blocks that calls it."""
    lines = (line for block in fences(text, "sh") for line in block.splitlines())
    typed = (shlex.split(line, comments=True) for line in lines)
    return [words[1:] for words in typed if words and words[0].rpartition("/")[2] == program]
