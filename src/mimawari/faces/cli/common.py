"""What several commands need: the knowledge, the exit status of a report, reports read from files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mimawari import app
from mimawari.faces.cli import places, report_files
from mimawari.faces.cli.spoken import Refused
from mimawari.faces.safe import harmless, shown
from mimawari.faces.streams import note
from mimawari.model import Conflict, Report, Words

NOTHING_OPENED = 3

_CONFLICT = Words(
    en="two reports say different things about the same piece of work ({what}). One of them was changed, or is damaged.",
    ja="同じ調査結果の内容が、レポートによって異なります（{what}）。どちらかが書き換えられたか、壊れています。",
)
_KNOWLEDGE = Words(en="the knowledge cannot be used: {why}", ja="知識データを使用できません：{why}")
_NONE_OPENED = Words(en="mimawari: could not be opened: {paths}", ja="mimawari：開けませんでした：{paths}")


def refused(words: Words, tongue: str, **facts: object) -> Refused:
    """The error that *words* say, with harmless values."""
    return Refused(words.fill({name: harmless(value) for name, value in facts.items()}), tongue)


PACKED = "packed"
"""What ``--knowledge`` says for the knowledge that came with the program, whatever is installed."""


@dataclass(frozen=True, slots=True)
class InUse:
    """The knowledge of a run, and the folder that its workers load it from (None: what came with the program)."""

    known: app.Knowledge
    folder: Path | None


def in_use(named: str | None, tongue: str) -> InUse:
    """The knowledge that ``--knowledge`` names; without it what is in force on this PC, with a word on what cannot be used."""
    if named == PACKED:
        return InUse(app.known(), None)
    if named:
        return InUse(_of_folder(Path(named), tongue), Path(named))
    forced = app.in_force(places.stores())
    for words in forced.complaints:
        note(f"mimawari: {shown(words.say(tongue))}")
    return InUse(forced.known, forced.folder)


def known(named: str | None, tongue: str) -> app.Knowledge:
    """As :func:`in_use`, for what has no workers."""
    return in_use(named, tongue).known


def _of_folder(path: Path, tongue: str) -> app.Knowledge:
    if not os.path.isdir(path):  # noqa: PTH112  # unlike its twin it never raises
        raise refused(_KNOWLEDGE, tongue, why=path)
    try:
        return app.known(path)
    except ValueError as error:
        raise refused(_KNOWLEDGE, tongue, why=error) from error


def status(report: Report, tongue: str) -> int:
    """The exit status, a pure function of the report; where nothing could be opened stderr says so too."""
    if report.sources and all(source.kind == app.UNOPENED for source in report.sources):
        paths = ", ".join(shown(source.place) for source in report.sources)
        note(_NONE_OPENED.say(tongue).format(paths=paths))
        return NOTHING_OPENED
    return app.judge(report).level.exit_status


def united(reports: Iterator[Report], tongue: str) -> Report:
    """All of them as one."""
    try:
        return Report.of(source for report in reports for source in report.sources)
    except Conflict as conflict:
        raise refused(_CONFLICT, tongue, what=conflict) from conflict


def read_report(path: str, tongue: str) -> Report:
    """The report in a file, or on stdin for ``-``."""
    try:
        return report_files.load(path)
    except report_files.Unusable as unusable:
        raise Refused(unusable.said, tongue) from unusable
