"""Pages of a case, read back as whoever gets them would: the text of a PDF by poppler, its structure by pypdf, HTML by a parser."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser
from pathlib import Path

from mimawari.faces.documents import written
from mimawari.model import Dossier

NAMES = ("management.html", "annex.html", "management.pdf", "annex.pdf")


def made(dossier: Dossier, tongue: str, folder: Path) -> dict[str, Path]:
    """The four files by name."""
    paths = written(dossier, tongue, folder, pdf=True)
    assert [path.name for path in paths] == list(NAMES)
    return {path.name: path for path in paths}


def pdf_text(path: Path) -> str:
    """All of its text, as poppler extracts it, without line breaks and spaces."""
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, timeout=60).stdout.decode()
    return "".join(text.split())


def pdf_fonts(path: Path) -> dict[str, bool]:
    """Each font and whether it is embedded."""
    text = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, timeout=60).stdout.decode()
    rows = [line.split() for line in text.splitlines()[2:]]
    return {row[0]: row[-5] == "yes" for row in rows}


class Tags(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data


def squeezed(text: str) -> str:
    """Without spaces, to compare with what a PDF gives."""
    return "".join(text.split())


def pages(dossier: Dossier, tongue: str, folder: Path) -> tuple[str, str]:
    """The management page and the annex as HTML."""
    management, annex = written(dossier, tongue, folder, pdf=False)
    return management.read_text("ascii"), annex.read_text("ascii")


def texts(dossier: Dossier, tongue: str, folder: Path) -> tuple[str, str]:
    """Their texts."""
    management, annex = pages(dossier, tongue, folder)
    return Tags(management).text, Tags(annex).text
