"""Progress is for somebody who looks, and says what is left."""

import io
import time

import pytest

from mimawari.faces.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_written_where_nobody_looks() -> None:
    stream = io.StringIO()
    shown = Progress("ja", stream)
    shown(1, 2, "x")
    shown.clear()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "done", "known", "language", "said"),
    [
        (10, 1, 4, "en", "about 30 s left"),
        (60, 1, 11, "en", "about 10 min left"),
        (10, 1, 4, "ja", "残り約30秒"),
        (9, 3, 3, "en", "3 of 3 done:"),
    ],
)
def test_what_is_left_is_told_from_what_is_done(
    monkeypatch: pytest.MonkeyPatch, seconds: int, done: int, known: int, language: str, said: str
) -> None:
    moments = iter([100.0, 100.0 + seconds])
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    stream = Terminal()
    shown = Progress(language, stream)
    shown(done, known, "case/pc1")
    assert said in stream.getvalue()
    assert "case/pc1" in stream.getvalue()


def test_a_hostile_name_cannot_leave_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    Progress("en", stream)(1, 2, "a\nb\x1b[2J" + "c" * 500)
    last = stream.getvalue().rsplit("\r\x1b[K", 1)[1]
    assert len(last) < 60
    assert "\n" not in last
    assert "\x1b" not in last
