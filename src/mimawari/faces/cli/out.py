"""``--out DIR``: the report, a list of all that was not looked at, and every finding and gap as JSON lines, in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli.common import refused
from mimawari.model import LANGUAGES, Report, Words

UNWRITABLE = Words(en="cannot write to {path} ({why}).", ja="{path} に保存できません（{why}）。")
_TAKEN = Words(
    en="{path} already holds a report. Give another folder: no result is overwritten.",
    ja="{path} には、すでにレポートがあります。結果の上書きを避けるため、別のフォルダーを指定してください。",
)
INSIDE = Words(
    en="{path} lies in the evidence. Evidence is not written to: give another folder.",
    ja="{path} は、調べる対象の中にあります。証拠を変えないよう、別のフォルダーを指定してください。",
)


@dataclass(frozen=True, slots=True)
class Out:
    """Where results are kept, and the language to complain in."""

    folder: Path
    tongue: str

    @classmethod
    def prepared(cls, folder: str, locators: tuple[str, ...], tongue: str) -> Out:
        """The folder made ready; refused where it cannot be written, holds a report or lies in the evidence."""
        out = cls(Path(folder), tongue)
        if any(inside(out.folder, app.evidence(locator).path) for locator in locators):
            raise refused(INSIDE, tongue, path=folder)
        with out.writing():
            taken = out._report.exists()
        if taken:
            raise refused(_TAKEN, tongue, path=folder)
        with out.writing():
            out.parts.mkdir(parents=True, exist_ok=True)
            _try(out._report)
        return out

    @property
    def parts(self) -> Path:
        """Where the engine keeps the parts."""
        return self.folder / "parts"

    @property
    def _report(self) -> Path:
        return self.folder / "report.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Refuse, by name, what goes on in it and cannot write there."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: Exception) -> Exception:
        return refused(UNWRITABLE, self.tongue, path=self.folder, why=error)

    def write(self, report: Report, known: app.Knowledge) -> None:
        """Write the report as JSON, and as text in every language; and all that was not looked at, which may be long."""
        from mimawari.faces.text import page, plain
        from mimawari.faces.unseen_list import write

        with self.writing():
            for language in LANGUAGES:
                text = plain(page(report, known, language))
                (self.folder / f"report.{language}.txt").write_text(text, "utf-8", "backslashreplace")
                write(self.parts, self.folder / f"not-looked-at.{language}.txt", known, language)
            self._report.write_text(json_report.text(report, known) + "\n", "ascii")


def inside(folder: Path, evidence: Path) -> bool:
    """Whether a folder to write to lies in a folder of evidence."""
    try:
        return evidence.is_dir() and folder.resolve().is_relative_to(evidence.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _try(path: Path) -> None:
    """Raise ``OSError`` now, not after hours, where no file can be made there."""
    path.touch()
    path.unlink()
