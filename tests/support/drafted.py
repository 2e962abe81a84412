"""The worked cases with a record as a firm would keep it, and their drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from support import respond_reports as made
from support.cli import invoke
from support.dossiers import dossier as by_hand

from mimawari import app
from mimawari.app import casework
from mimawari.examples.builder import build_cases
from mimawari.faces.cli import report_files
from mimawari.model import Deed, Dossier, Fact, Firm, Notice, NoticeKind, Situation
from mimawari.respond.notices import notices
from mimawari.respond.planning import planned

SITUATIONS = ("our-device", "our-account", "address-only", "exposed", "undetermined")
NOW = "2022-11-12T03:00:00Z"
KNOWN_AT = "2022-11-10T00:30:00Z"
"""10 November 2022, a Thursday, 9:30 in Japan."""
COUNTS: Mapping[str, Fact] = {
    "people": 1234, "reachable": 1200, "datum-name": 1234, "datum-mail-address": 1200, "datum-order": 300, "tie-wrote": 900,
    "template-customer": 1000, "template-partner": 234, "gaps": 2, "first": "2019-04-01", "last": "2022-11-09", "sha256": "ab" * 32,
}  # fmt: skip
STEPS = {"our-device": "unplug@PC-YAMA", "our-account": "end-sessions@mori@midori.example.jp", "address-only": "keep-mails"}


@dataclass(frozen=True)
class Worked:
    """A worked case: its folder with ``us.toml``, its record, and the firm that it is of."""

    name: str
    folder: Path
    case: Path
    dossier: Dossier
    firm: Firm

    def drafts(self, *kinds: NoticeKind, tongues: tuple[str, ...] = ("ja", "en")) -> tuple[Notice, ...]:
        return notices(self.dossier, self.firm, app.known(), kinds=kinds, tongues=tongues)


def worked(folder: Path) -> dict[str, Worked]:
    """All of them, checked and with a record."""
    build_cases(folder)
    return {name: _worked(folder, name) for name in SITUATIONS}


def _worked(folder: Path, name: str) -> Worked:
    case, report = folder / "cases" / name, folder / f"{name}.json"
    report.write_text(invoke("check", "--us", str(case / "us.toml"), str(case / "evidence"), "--json").stdout, "utf-8")
    at, known, state = folder / f"{name}.case", app.known(), folder / "state"
    given = casework.Given(report.name, report.read_bytes(), report_files.of_content(report.name, report.read_bytes()))
    casework.begin_case(str(at), name, "山田", [given], known, state)
    for deed, about, text, facts in _told(name):
        with _opened(at, state) as opened:
            casework.record(opened, deed, "山田", about=about, text=text, facts=facts)
    with _opened(at, state) as opened:
        dossier = casework.dossier(opened, known, NOW)
    return Worked(name, case, at, dossier, app.firm.read(case / "us.toml"))


def _opened(at: Path, state: Path):  # type: ignore[no-untyped-def]  # a context manager of casework
    return casework.open_case(str(at), app.known(), lambda content: report_files.of_content("kept", content), state)


def _told(name: str) -> list[tuple[Deed, str, str, Mapping[str, Fact]]]:
    made: list[tuple[Deed, str, str, Mapping[str, Fact]]] = [
        (Deed.KNOWN_AT, "", KNOWN_AT, {}),
        (Deed.CONTACTED, "ipa-organisation", "相談した", {}),
        (Deed.EXPOSED, "", "", COUNTS),
    ]
    return [*made, (Deed.STEP_DONE, STEPS[name], "済ませた", {})] if name in STEPS else made


def flat(notice: Notice) -> str:
    return "".join(one.text for one in notice.texts)


def of_report(name: str) -> Dossier:
    """A case of a report made by hand."""
    report, verdict = made.case(name)
    return replace(by_hand(Situation.OUR_DEVICE), report=report, verdict=verdict, plan=planned(report, verdict, app.known()))


def suspected() -> Dossier:
    """A PC is suspected and nothing is certain."""
    return of_report("suspected")
