"""``check --clamd``: every content to any depth is shown to ClamAV, in both languages, in this process and in workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.archives import Member, zipped
from support.clamd import EMOTET, OTHER, SMALL, Clamd
from support.cli import invoke, status
from support.mail_files import attached, mixed, text

from mimawari.signatures.clamav.session import Session

HIT = "Win.Trojan.Emotet-1-0.UNOFFICIAL"
LIMIT = 512 << 10


@pytest.fixture(scope="module")
def daemon() -> Iterator[Clamd]:
    with Clamd(SMALL, datetime.now(UTC) - timedelta(days=1)) as one:
        yield one


def checked(daemon: Clamd, path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    given = ("--clamd", daemon.socket, "--clamd-config", str(daemon.config))
    result = invoke("check", str(path), *given, "--json", "--jobs", "0", *more)
    return status(result), json.loads(result.stdout)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def hits(report: dict[str, Any]) -> dict[str, list[str]]:
    """The paths of what a signature fits, by its name."""
    found: dict[str, list[str]] = {}
    for one in report["findings"]:
        if one["kind"] == "rule-hit":
            found.setdefault(one["facts"]["rule"], []).append("/".join(one["origin"]["path"]))
    return found


def gaps(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["reason"], one["detail"]) for one in report["gaps"] if one["wanted"] == "signature"]


def test_a_file_that_it_knows_is_dangerous_by_its_name(daemon: Clamd, tmp_path: Path) -> None:
    code, report = checked(daemon, put(tmp_path, "a.txt", b"a text " + EMOTET))
    assert (code, report["verdict"]["level"], report["verdict"]["families"]) == (12, "exposed", ["emotet"])
    (finding,) = (one for one in report["findings"] if one["kind"] == "rule-hit")
    facts = finding["facts"]
    assert (facts["by"], facts["rule"], facts["file"], facts["collection"]) == ("clamav", HIT, "a.txt", "ClamAV 27550")
    assert finding["words"]["ja"].startswith("ClamAVが「a.txt」を Win.Trojan.Emotet")
    assert gaps(report) == []


def test_a_file_that_it_does_not_know(daemon: Clamd, tmp_path: Path) -> None:
    code, report = checked(daemon, put(tmp_path, "a.txt", b"a text of no consequence"))
    assert (code, hits(report), gaps(report)) == (0, {}, [])


def test_what_it_would_not_reach_is_shown_to_it(daemon: Clamd, tmp_path: Path) -> None:
    """Deeper than its MaxRecursion, behind a password, and in an attachment of an attachment."""
    deep = EMOTET
    for _ in range(6):
        deep = zipped(Member(b"n.txt", deep))
    locked = zipped(Member(b"n.txt", EMOTET, password=b"0912"))
    inner = mixed(text("x"), attached('"l.zip"', locked), boundary="i")
    outer = mixed(text("パスワードは 0912 です"), b"Content-Type: message/rfc822\r\n\r\n" + inner, boundary="o")
    _, report = checked(daemon, put(tmp_path, "deep.zip", deep))
    assert "/".join(["n.txt"] * 6) in hits(report)[HIT]
    code, report = checked(daemon, put(tmp_path, "mail.eml", outer))
    assert code == 12
    assert [path for path in hits(report)[HIT] if path.endswith("n.txt")]


def test_what_it_would_skip_is_a_gap(daemon: Clamd, tmp_path: Path) -> None:
    _, report = checked(daemon, put(tmp_path, "a.txt", b"line of text\n" * 50_000 + OTHER))
    assert (hits(report), gaps(report)) == ({}, [("too-large", "ClamAV looks at the first 512 kB only (MaxFileSize)")])
    _, report = checked(daemon, put(tmp_path, "a.zip", zipped(Member(b"n.txt", b"line of text\n" * 50_000 + OTHER))))
    assert gaps(report) == [("too-large", "ClamAV looks at the first 512 kB only (MaxFileSize)")]


def test_workers_say_the_same(daemon: Clamd, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"a text " + EMOTET)
    put(tmp_path, "b.zip", zipped(Member(b"n.txt", b"a text " + OTHER), Member(b"m.txt", b"line of text\n" * 50_000)))
    _, here = checked(daemon, tmp_path)
    _, there = checked(daemon, tmp_path, "--jobs", "2")
    for of in ("verdict", "sources", "findings", "gaps"):
        ours, theirs = ([{**one, "runs": 0} for one in report[of]] if of == "sources" else report[of] for report in (here, there))
        assert ours == theirs
    assert len(hits(here)) == 2


def test_old_signatures_are_a_gap(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", b"a text of no consequence")
    made = datetime.now(UTC) - timedelta(days=30)
    with Clamd(SMALL, made) as old:
        _, report = checked(old, path)
        assert gaps(report) == [("missing", f"ClamAV's signatures are old, they are of {made:%Y-%m-%d}")]
        said = invoke("check", str(path), "--clamd", old.place, "--jobs", "0", "--lang", "ja").stdout
    assert f"（{made:%Y-%m-%d}版）" in said
    assert "freshclam" in said


def test_without_it_all_else_goes_on_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.clamav.Session", partial(Session, first=0))
    path = put(tmp_path, "a.txt", b"a text of no consequence")
    result = invoke("check", str(path), "--clamd", str(tmp_path / "nobody"), "--json", "--jobs", "0")
    report = json.loads(result.stdout)
    assert report["sources"][0]["looked_at"]["content"] == 1
    assert set(gaps(report)) == {("missing", "ClamAV is not running, or listens elsewhere")}
    assert "apt install clamav-daemon" in {one["remedy"]["en"] for one in report["gaps"]}.pop()


def test_nobody_is_asked_who_was_not_named(daemon: Clamd, tmp_path: Path) -> None:
    before = daemon.log()
    invoke("check", str(put(tmp_path, "a.txt", EMOTET)), "--json", "--jobs", "0")
    assert daemon.log() == before
