"""Reports from files: one file, or a folder of files in which a file that gives no report stops nobody and is never left out."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.json_claims import contradiction
from mimawari.faces.safe import harmless, shown
from mimawari.faces.streams import note
from mimawari.model import Conflict, Reason, Report, Source, Words
from mimawari.model.os_words import cause
from mimawari.model.report import SourceKey

MAX_REPORT = 1 << 28
"""Bytes of a report that is read; more is refused, because it would not fit in memory."""

_UNREADABLE = Words(en="{path}: cannot be read ({why}).", ja="{path}：読み取れません（{why}）。")
_FOREIGN = Words(en="{path}: not a report of mimawari ({why}).", ja="{path}：mimawariのレポートではありません（{why}）。")
_DAMAGED = Words(en="{path}: the report is damaged ({why}).", ja="{path}：レポートが壊れています（{why}）。")
_WHY_JA = {True: "JSONとして読み取れません", False: "mimawariのレポートの形式ではありません"}
"""Why a file is no report, by whether it is not even JSON."""
_NEWER = Words(
    en="{path}: a newer version of mimawari made this report ({why}). Use the newer version.",
    ja="{path}：このレポートは、新しい版のmimawariで作成されています。新しい版を使ってください。",
)
_TOO_LARGE = Words(en="{path}: too large for a report.", ja="{path}：レポートとしては大きすぎます。")
_PIPE = Words(
    en="{path}: a pipe or another special file, not a report. It was not read; give the file itself, or - for standard input.",
    ja="{path}：ファイルではない特殊なもの（パイプなど）のため、読み取っていません。"
    "レポートのファイルを指定してください（標準入力は -）。",
)
_CONFLICT = Words(
    en="{path}: says something else than another report about the same piece of work ({why}).",
    ja="{path}：同じ調査結果について、別のレポートと内容が異なります（{why}）。",
)
_CHANGED = Words(
    en="{path}: the report was changed after it was written, or is damaged: {why}. It is not used, and nothing was recorded. "
    "If another version of mimawari wrote it, `mimawari merge --json` writes it anew.",
    ja="{path}：レポートが作成後に変えられたか、壊れています（{why}）。このレポートは使わず、何も記録していません。"
    "別の版のmimawariで作成したものなら、mimawari merge --json で作り直してください。",
)
_COUNTED = Words(
    en="mimawari: {said} It is counted as undetermined.",
    ja="mimawari：{said}「判断できず」として数えます。",
)
_SKIPPED = Words(
    en="mimawari: {path} is not a report of mimawari; skipped.",
    ja="mimawari：{path} はmimawariのレポートではないため、除外しました。",
)
_PART = Words(
    en="mimawari: {path}: this check did not finish, or is still running. "
    "Unless there is a later report of that PC, it is counted "
    "as undetermined.",
    ja="mimawari：{path}：調査が途中で終わったか、まだ実行中です。同じPCの新しいレポートがなければ、「判断できず」として数えます。",
)
_LINK = Words(
    en="mimawari: {path} is a link or no regular file; skipped.",
    ja="mimawari：{path} はリンクか特殊なファイルのため、除外しました。",
)
_RENAMED = "_mimawari.json"
"""What the name of a report holds, whatever a program that carried it has put behind it (``.txt``)."""
_OF_HOST = re.compile(r"(?P<host>.+)_(?P<time>\d{8}T\d{6}Z)(?:-\d+)?_mimawari\.json(?P<part>\.part)?", re.IGNORECASE)
_ITEM = '"schema":"mimawari.item/'


class Unusable(Exception):
    """A file that gives no report. ``foreign``: it does not claim to be one, and nothing is lost by leaving it out."""

    def __init__(self, words: Words, path: str, why: str | Words, reason: Reason = Reason.CORRUPT, foreign: bool = False) -> None:
        super().__init__(path, why)
        self.words, self.path, self.why, self.reason, self.foreign = words, path, why, reason, foreign

    @property
    def detail(self) -> str:
        """Why, as a gap tells it."""
        return self.why.en if isinstance(self.why, Words) else self.why

    @property
    def said(self) -> Words:
        """The whole sentence, with harmless values."""
        return self.words.fill({"path": shown(self.path), "why": harmless(self.why)})


def load(path: str) -> Report:
    """The report in a file, or on stdin for ``-``. Raises :class:`Unusable`."""
    return of_content(path, content_of(path))


def of_content(path: str, content: bytes) -> Report:
    """The report that the *content* of a file holds; *path* is for what is said of it. Raises :class:`Unusable`."""
    text = _text(path, content)
    try:
        return json_report.read(text)
    except json_report.NotAReport as error:
        raise _unusable(path, text, error) from error


def whole(path: str, content: bytes) -> Report:
    """As :func:`of_content`, of a report that has to be as it was written: what it says of itself follows from what it holds."""
    report = of_content(path, content)
    if why := contradiction(json.loads(_text(path, content)), report):
        raise Unusable(_CHANGED, path, why)
    return report


def _unusable(path: str, text: str, error: json_report.NotAReport) -> Unusable:
    if "".join(text[:100].split()).lstrip("\ufeff{").startswith(_ITEM):
        return Unusable(_FOREIGN, path, "--jsonl", Reason.UNSUPPORTED)
    if error.newer:
        return Unusable(_NEWER, path, str(error), Reason.UNSUPPORTED)
    is_foreign = error.foreign and (not error.torn or "emocheck_version" in text)
    is_ours = not error.foreign or "mimawari.report/" in text[:200] or _OF_HOST.fullmatch(Path(path).name)
    why = Words(en=str(error), ja=_WHY_JA[error.torn]) if error.foreign else str(error)
    return Unusable(_DAMAGED if is_ours else _FOREIGN, path, why, foreign=is_foreign)


def _text(path: str, content: bytes) -> str:
    """The text, in whichever UTF it is: what PowerShell redirects is UTF-16."""
    if len(content) > MAX_REPORT:
        raise Unusable(_TOO_LARGE, path, "", Reason.TOO_LARGE)
    try:
        return content.decode(json.detect_encoding(content), "surrogatepass")
    except UnicodeDecodeError as error:
        why = Words(en=type(error).__name__, ja=_WHY_JA[True])
        raise Unusable(_FOREIGN, path, why, foreign=b"emocheck_version" in content) from error


def content_of(path: str) -> bytes:
    """The bytes of a file, or of stdin for ``-``. Raises :class:`Unusable`."""
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_REPORT + 1)
        if _waits(Path(path)):
            raise Unusable(_PIPE, path, "")
        with Path(path).open("rb") as file:
            return file.read(MAX_REPORT + 1)
    except (OSError, ValueError) as error:
        raise Unusable(_UNREADABLE, path, *_cause(error)) from error


def _waits(path: Path) -> bool:
    """Whether it is a named pipe: opening one waits until somebody writes to it. What a shell has opened already does not."""
    return path.is_fifo() and not path.is_relative_to("/dev") and not path.is_relative_to("/proc")


def _cause(error: Exception) -> tuple[Words, Reason]:
    denied = isinstance(error, PermissionError)
    return cause(error), Reason.DENIED if denied else Reason.CORRUPT


def is_folder(path: str) -> bool:
    """Whether *path* is one; what cannot be asked is not."""
    try:
        return path != "-" and Path(path).is_dir()
    except OSError:
        return False


def folder(path: str, tongue: str, known: app.Knowledge) -> Report:
    """All reports below a folder as one; each file that gives none is named on stderr and in the report."""
    joined: dict[SourceKey, Source] = {}
    for one in _below(Path(path), tongue):
        try:
            _take(joined, one)
        except Unusable as unusable:
            for source in _kept(unusable, tongue, known):
                joined[source.key] = source
    return Report.of(joined.values())


def _take(joined: dict[SourceKey, Source], one: Path | Unusable) -> None:
    if isinstance(one, Unusable):
        raise one
    _join(joined, load(str(one)), str(one))


def _kept(unusable: Unusable, tongue: str, known: app.Knowledge) -> Iterator[Source]:
    if unusable.foreign:
        note(_SKIPPED.say(tongue).format(path=shown(unusable.path)))
        return
    name = _OF_HOST.fullmatch(Path(unusable.path).name)
    if name and name["part"]:
        note(unusable.said.say(tongue))
        yield app.unfinished(unusable.path, name["host"], _iso(name["time"]), known)
        return
    note(_COUNTED.say(tongue).format(said=unusable.said.say(tongue)))
    yield app.unread(unusable.path, name["host"] if name else "", unusable.reason, unusable.detail, known)


def _iso(stamp: str) -> str:
    """The time in a file's name (``20261126T010203Z``) as times are written elsewhere."""
    day, time = stamp.upper().split("T")
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}"


def _join(joined: dict[SourceKey, Source], report: Report, path: str) -> None:
    """Add *report*; of two that contradict each other the worse stands, and the contradiction is told."""
    against: list[str] = []
    for source in report.sources:
        held = joined.get(source.key)
        try:
            joined[source.key] = held | source if held else source
        except Conflict:
            joined[source.key] = max((one for one in (held, source) if one), key=_weight)
            against.append(source.host or source.place)
    if against:
        raise Unusable(_CONFLICT, path, ", ".join(dict.fromkeys(against)))


def _weight(source: Source) -> tuple[int, list[str]]:
    """The worse, the heavier; of equals always the same one, whichever is read first."""
    return app.level_of(source).rank, [part.content for part in source.parts]


def _below(folder: Path, tongue: str) -> Iterator[Path | Unusable]:
    """The ``*.json`` below a folder, in order, and folders that cannot be listed; no link is followed, only files are opened."""
    denied: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=denied.append):
        folders.sort()
        for name in sorted(names):
            yield from _wanted(Path(place) / name, tongue)
    for error in denied:
        yield Unusable(_UNREADABLE, str(error.filename), *_cause(error))


def _wanted(path: Path, tongue: str) -> Iterator[Path | Unusable]:
    name = path.name.lower()
    if name.endswith(".part"):
        yield Unusable(_PART, str(path), "", Reason.TIMED_OUT, foreign=not _OF_HOST.fullmatch(name))
        return
    if not name.endswith(".json") and _RENAMED not in name:
        return
    try:
        is_file = stat.S_ISREG(path.lstat().st_mode)
    except OSError as error:
        yield Unusable(_UNREADABLE, str(path), *_cause(error))
        return
    if is_file:
        yield path
    else:
        note(_LINK.say(tongue).format(path=shown(path)))
