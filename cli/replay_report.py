"""What a replay found, for people and for programs: one page without anything around it, and the same as JSON."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

from cli.inspection import Inspection
from cli.phrases import ENGLISH, Phrase, said
from cli.proof import Proof

STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #0b0c0c; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #b1b4b6; }
td { overflow-wrap: anywhere; }
.holds { color: #00703c; } .broken { color: #d4351c; font-weight: bold; }
"""


STATES = {True: "holds", False: "broken"}


@dataclass(frozen=True, slots=True)
class Report:
    """Every file that was looked through."""

    inspections: tuple[Inspection, ...]

    @property
    def holds(self) -> bool:
        return bool(self.inspections) and all(one.holds for one in self.inspections)

    @property
    def broken(self) -> list[Inspection]:
        """Those in which something does not hold, those that could not be read included."""
        return [one for one in self.inspections if not one.holds]

    def counted(self, language: str) -> str:
        """How many there are, in one sentence."""
        unread = sum(one.is_unread for one in self.inspections)
        count, broken = len(self.inspections), len(self.broken) - unread
        return Phrase.of("replay.report.counted", count=count, broken=broken, unread=unread).said(language)

    def as_dict(self, language: str = ENGLISH) -> dict[str, object]:
        return {
            "holds": self.holds,
            "count": len(self.inspections),
            "broken": len(self.broken),
            "unread": sum(one.is_unread for one in self.inspections),
            "language": language,
            "files": [one.as_dict(language) for one in self.inspections],
        }


def write(report: Report, folder: Path, language: str = ENGLISH) -> Path:
    """Put report.json and report.html into a folder; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(report.as_dict(language), ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(told, encoding="utf-8")
    page = folder / "report.html"
    page.write_text(html(report, language), encoding="utf-8")
    return page


def html(report: Report, language: str = ENGLISH) -> str:
    """One page: what is broken first, then every file with all that was looked at."""
    page = _Page(language)
    counted = escape(report.counted(language))
    parts = [f"<h1>{page.word('title')}</h1>", f"<p>{counted}</p>"]
    if report.broken:
        parts.append(f"<h2>{page.word('broken')}</h2>")
        rows = ((one, proof) for one in report.broken for proof in one.proofs if not proof.holds)
        parts.append(page.table([page.row(proof, one.application_id) for one, proof in rows], "file"))
    for one in report.inspections:
        parts.append(f'<h2 id="{escape(one.application_id, quote=True)}">{escape(one.application_id)}</h2>')
        parts.append(page.table([page.row(proof) for proof in one.proofs]))
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>{page.word("title")}: {counted}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="{page.language}"><head>{head}</head><body>\n{body}\n</body></html>\n'


@dataclass(frozen=True, slots=True)
class _Page:
    """The page in one language."""

    language: str

    def word(self, name: str) -> str:
        return escape(Phrase.of(f"replay.report.{name}").said(self.language))

    def table(self, rows: list[str], first: str = "") -> str:
        names = [*([first] if first else []), "what", "state", "found", "meaning"]
        heads = "".join(f'<th scope="col">{self.word(name)}</th>' for name in names)
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def row(self, proof: Proof, file: str = "") -> str:
        name = STATES[proof.holds]
        word = escape(Phrase.of(f"replay.state.{name}").said(self.language))
        state = f'<td class="{name}">{word}</td>'
        link = f'<td><a href="#{escape(file, quote=True)}">{escape(file)}</a></td>' if file else ""
        what, found, meaning = (escape(said(one, self.language)) for one in (proof.what, proof.found, proof.meaning))
        return f"<tr>{link}<td>{what}</td>{state}<td>{found}</td><td>{meaning}</td></tr>"
