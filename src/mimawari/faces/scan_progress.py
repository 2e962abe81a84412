"""How far a full scan is: on a terminal in place, in a log a line each minute; and at once what was found."""

from __future__ import annotations

import shutil
import sys
import time
from collections import deque
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Self, TextIO

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.streams import note
from mimawari.faces.wrap import shortened
from mimawari.model import Finding, Words

_DONE = Words(
    en="{files} files, {size} read{of} ({rate}/s){left}{path}",
    ja="{files}個のファイル、{size}を調べました{of}（毎秒{rate}）{left}{path}",
)
_OF = Words(en=" of {all_files}, {all_size}", ja="／全{all_files}個、{all_size}")
_OF_SO_FAR = Words(en=" of {all_files}, {all_size} listed so far", ja="／これまでに{all_files}個、{all_size}を確認")
_LEFT = Words(en=", about {time} left", ja="、残り約{time}")
_AT_LEAST = Words(en=", at least {time} left", ja="、残り{time}以上")
_MINUTES, _HOURS = (
    Words(en="{n} min", ja="{n}分"),
    Words(en="{n} h {m} min", ja="{n}時間{m}分"),
)
_PATH = Words(en=": {path}", ja="：{path}")
_FOUND = Words(en="mimawari: found so far: {sentence} ({path})", ja="mimawari：これまでに見つかったもの：{sentence}（{path}）")
_MORE = Words(
    en="mimawari: more was found. The report at the end tells of it.",
    ja="mimawari：ほかにも見つかっています。内容は、終了後のレポートに示します。",
)
_TROUBLE = {
    app.journal.DAMAGED: Words(
        en="mimawari: {place}: what an earlier full scan remembered is damaged; all files are read anew.",
        ja="mimawari：{place}：前回のフルスキャンの記録が壊れているため、すべてのファイルを調べ直します。",
    ),
    app.journal.NO_ROOM: Words(
        en="mimawari: {place}: there is no room to remember which files were read. The scan goes on; if it is broken off, "
        "the next one begins anew.",
        ja="mimawari：{place}：空き容量が足りず、調べたファイルを記録できません。スキャンは続けますが、中断した場合は最初からやり直しになります。",
    ),
    app.journal.UNUSABLE: Words(
        en="mimawari: {place}: which files were read cannot be remembered. The scan goes on; if it is broken off, the next one "
        "begins anew.",
        ja="mimawari：{place}：調べたファイルを記録できません。スキャンは続けますが、中断した場合は最初からやり直しになります。",
    ),
}
_MOST_FOUND = 20
_TERMINAL, _LOG = 0.5, 60.0
_EACH = 256 << 10
"""What opening a file costs beside reading it, in bytes that could be read meanwhile: many small files take their time too."""
_FIRST = 5.0
_LATELY = 60.0
"""Seconds: files at the end may take longer than those before, so what the last minute gave counts where that is slower."""
_CLEAR = "\r\x1b[K"


class ScanProgress:
    """Told of full scans by the engine (:class:`app.Watch`); reads *board*, where workers say what they are at."""

    def __init__(self, language: str, board: Path | None, stream: TextIO | None = None) -> None:
        self._language, self._board = language, board
        self._stream = stream or sys.stderr
        self._known: dict[str, tuple[int, int, bool]] = {}
        self._found: set[Finding] = set()
        self._since = time.monotonic()
        self._lately: deque[tuple[float, int]] = deque()
        self._lock, self._end = Lock(), Event()
        self._on = self._stream.isatty()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(5)
        self.clear()

    def found(self, finding: Finding) -> None:
        """Say it, unless it was said, or much was."""
        if finding in self._found or len(self._found) > _MOST_FOUND:
            return
        self._found.add(finding)
        words = _FOUND if len(self._found) <= _MOST_FOUND else _MORE
        path = shown(" > ".join(finding.origin.path) or finding.origin.locator)
        self._say(words.say(self._language).format(sentence=shown(finding.sentence.say(self._language)), path=path))

    def known(self, source: str, files: int, size: int, is_all: bool) -> None:
        """So much there is to be read."""
        self._known[source] = (files, size, is_all)

    def trouble(self, locator: str, what: str) -> None:
        """What is wrong with the journal."""
        self._say(_TROUBLE[what].say(self._language).format(place=shown(locator)))

    def _say(self, text: str) -> None:
        with self._lock:
            self._clear()
            note(text)

    def clear(self) -> None:
        """Take away what is shown, before something else is written."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        if self._on:
            self._write(_CLEAR)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._on = False

    def _run(self) -> None:
        while not self._end.wait(_TERMINAL if self._on else _LOG):
            text = self.line()
            if not text:
                continue
            with self._lock:
                if self._on:
                    self._write(_CLEAR + shortened(text, shutil.get_terminal_size().columns - 1))
                else:
                    note(f"mimawari: {text}")

    def line(self) -> str:
        """How far it is; empty before anything is known."""
        at = list(app.board.read(self._board)) if self._board else []
        done, size = sum(one.files for one in at), sum(one.size for one in at)
        if not at or not self._known:
            return ""
        known, known_size = sum(row[0] for row in self._known.values()), sum(row[1] for row in self._known.values())
        is_all = all(row[2] for row in self._known.values())
        seconds = self._seconds(done)
        rate = size / seconds if seconds else 0.0
        left, work = max(0, known_size - size) + _EACH * max(0, known - done), size + _EACH * done
        of = (_OF if is_all else _OF_SO_FAR).say(self._language)
        path = next((one.file for one in at if one.file), "")
        return _DONE.say(self._language).format(
            files=f"{done:,}",
            size=_amount(size),
            of=of.format(all_files=f"{max(known, done):,}", all_size=_amount(max(known_size, size))),
            rate=_amount(rate),
            left=self._left(left * self._pace(seconds, work), is_all) if work else "",
            path=_PATH.say(self._language).format(path=shown(path, 60)) if path else "",
        )

    def _seconds(self, done: int) -> float:
        """How long files have been read; before the first is done the program is only just starting."""
        if not done:
            self._since = time.monotonic()
        return time.monotonic() - self._since

    def _pace(self, seconds: float, work: int) -> float:
        """Seconds for so much work: as all of it took, or the last minute, whichever is slower; 0 where that gave nothing."""
        now, lately = time.monotonic(), self._lately
        lately.append((now, work))
        while len(lately) > 2 and lately[1][0] <= now - _LATELY:
            lately.popleft()
        since, before = lately[0]
        if now - since < _LATELY:
            return seconds / work
        return max(seconds / work, (now - since) / (work - before)) if work > before else 0.0

    def _left(self, seconds: float, is_all: bool) -> str:
        """The time that is left if the rest goes on like what is done; nothing while that is hardly anything."""
        if seconds <= 0 or time.monotonic() - self._since < _FIRST:
            return ""
        words = _LEFT if is_all else _AT_LEAST
        return words.say(self._language).format(time=_time(seconds, self._language))


def _time(seconds: float, language: str) -> str:
    minutes = max(1, int(seconds / 60 + 0.99))
    if minutes < 90:
        return _MINUTES.say(language).format(n=minutes)
    return _HOURS.say(language).format(n=minutes // 60, m=minutes % 60)


def _amount(size: float) -> str:
    for unit, width in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= width:
            return f"{size / width:.1f} {unit}"
    return f"{size:.0f} B"
