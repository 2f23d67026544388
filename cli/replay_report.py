"""What a replay found, for people and for programs: one page without anything around it, and the same as JSON."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

from cli.inspection import Inspection
from cli.proof import Proof

STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #0b0c0c; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #b1b4b6; }
td { overflow-wrap: anywhere; }
.holds { color: #00703c; } .broken { color: #d4351c; font-weight: bold; }
"""


@dataclass(frozen=True, slots=True)
class Report:
    """Every file that was looked through."""

    inspections: tuple[Inspection, ...]

    @property
    def holds(self) -> bool:
        return all(one.holds for one in self.inspections)

    def as_dict(self) -> dict[str, object]:
        return {"holds": self.holds, "files": [one.as_dict() for one in self.inspections]}


def write(report: Report, folder: Path) -> Path:
    """Put report.json and report.html into a folder; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(report.as_dict(), ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(told, encoding="utf-8")
    page = folder / "report.html"
    page.write_text(html(report), encoding="utf-8")
    return page


def html(report: Report) -> str:
    """One page: what is broken first, then every file with all that was looked at."""
    broken = [one for one in report.inspections if not one.holds]
    counted = f"{len(report.inspections)} looked through, {len(broken)} broken."
    parts = ["<h1>Replay</h1>", f"<p>{counted}</p>"]
    if broken:
        parts.append("<h2>Broken</h2>")
        rows = ((one, proof) for one in broken for proof in one.proofs if not proof.holds)
        parts.append(_table([_row(proof, one.application_id) for one, proof in rows], "File"))
    for one in report.inspections:
        parts.append(f'<h2 id="{escape(one.application_id, quote=True)}">{escape(one.application_id)}</h2>')
        parts.append(_table([_row(proof) for proof in one.proofs]))
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>Replay: {counted}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _table(rows: list[str], first: str = "") -> str:
    names = [*([first] if first else []), "Looked at", "", "Found", "Meaning"]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(proof: Proof, file: str = "") -> str:
    state = '<td class="holds">holds</td>' if proof.holds else '<td class="broken">broken</td>'
    link = f'<td><a href="#{escape(file, quote=True)}">{escape(file)}</a></td>' if file else ""
    found, meaning = escape(proof.found), escape(proof.meaning)
    return f"<tr>{link}<td>{escape(proof.what)}</td>{state}<td>{found}</td><td>{meaning}</td></tr>"
