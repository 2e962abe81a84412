"""What several commands need: the knowledge, the exit status of a report, reports read from files."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli.spoken import Refused
from mimawari.faces.safe import shown
from mimawari.faces.streams import note
from mimawari.model import Conflict, Report, Words

NOTHING_OPENED = 3
MAX_REPORT = 1 << 28
"""Bytes of a report that is read; more is refused, because it would not fit in memory."""

_UNREADABLE = Words(en="{path}: cannot be read ({why}).", ja="{path}：読み取れません（{why}）。")
_FOREIGN = Words(en="{path}: not a report of mimawari ({why}).", ja="{path}：mimawariのレポートではありません（{why}）。")
_DAMAGED = Words(en="{path}: the report is damaged ({why}).", ja="{path}：レポートが壊れています（{why}）。")
_TOO_LARGE = Words(en="{path}: too large for a report.", ja="{path}：レポートとしては大きすぎます。")
_CONFLICT = Words(
    en="two reports say different things about the same piece of work ({what}). One of them was changed, or is damaged.",
    ja="同じ調査結果の内容が、レポートによって異なります（{what}）。どちらかが書き換えられたか、壊れています。",
)
_KNOWLEDGE = Words(en="the knowledge cannot be used: {why}", ja="知識データを使用できません：{why}")
_NONE_OPENED = Words(en="mimawari: could not be opened: {paths}", ja="mimawari：開けませんでした：{paths}")
_SKIPPED = Words(
    en="mimawari: {path} is not a report of mimawari; skipped.",
    ja="mimawari：{path} はmimawariのレポートではないため、除外しました。",
)


def refused(words: Words, tongue: str, **facts: object) -> Refused:
    """The error that *words* say, with harmless values."""
    return Refused(words.fill({name: shown(value) for name, value in facts.items()}), tongue)


def known(folder: str | None, tongue: str) -> app.Knowledge:
    """The knowledge, with what *folder* has taken from there."""
    path = Path(folder) if folder else None
    if path and not path.is_dir():
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
        return json_report.read(_text(path, tongue))
    except json_report.NotAReport as error:
        raise refused(_FOREIGN if error.foreign else _DAMAGED, tongue, path=path, why=error) from error


def _text(path: str, tongue: str) -> str:
    """The text, in whichever UTF it is: what PowerShell redirects is UTF-16."""
    try:
        content = sys.stdin.buffer.read(MAX_REPORT + 1) if path == "-" else _content(Path(path))
    except (OSError, ValueError) as error:
        raise refused(_UNREADABLE, tongue, path=path, why=getattr(error, "strerror", None) or error) from error
    if len(content) > MAX_REPORT:
        raise refused(_TOO_LARGE, tongue, path=path)
    try:
        return content.decode(json.detect_encoding(content), "surrogatepass")
    except UnicodeDecodeError as error:
        raise refused(_FOREIGN, tongue, path=path, why="UnicodeDecodeError") from error


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_REPORT + 1)


def read_reports(paths: tuple[str, ...], tongue: str) -> Iterator[Report]:
    """The reports of files and of folders of files. In a folder, JSON that is no report is named and left out."""
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield read_report(path, tongue)
            continue
        for file in json_files(Path(path)):
            yield from _in_folder(file, tongue)


def _in_folder(file: Path, tongue: str) -> Iterator[Report]:
    try:
        yield json_report.read(_text(str(file), tongue))
    except json_report.NotAReport as error:
        if not error.foreign:
            raise refused(_DAMAGED, tongue, path=file, why=error) from error
        note(_SKIPPED.say(tongue).format(path=shown(file)))


def json_files(folder: Path) -> Iterator[Path]:
    """The ``*.json`` below a folder, in order; no link is followed and nothing but regular files is opened."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if name.lower().endswith(".json") and stat.S_ISREG(path.lstat().st_mode):
                yield path
