"""Named streams as extended attributes: each that cannot be read is named, and hides none behind it."""

import errno
import os
from pathlib import Path

import pytest
from support.scanning import MARK, Marked, gaps, paths, scanned

from mimawari import app, knowledge
from mimawari.model import Level
from mimawari.sources.scan.mounts import Mount
from mimawari.sources.scan.opened import attribute_streams

LARGE = "a named stream of more than 64 KiB, which this system does not hand out"


@pytest.fixture
def on_ntfs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.sources.scan.mounts.mounts", lambda: (Mount("8:1", "/", "/", "ntfs"),))


def attributes(monkeypatch: pytest.MonkeyPatch, streams: dict[str, bytes | int], listing: int = 0) -> None:
    """The extended attributes of every file; a number is the error that Linux answers with (xattr(7), getxattr(2))."""

    def names(path: object, *, follow_symlinks: bool) -> list[str]:
        assert not follow_symlinks
        if listing:
            raise OSError(listing, os.strerror(listing))
        return list(streams)

    def value(path: object, name: str, *, follow_symlinks: bool) -> bytes:
        assert not follow_symlinks
        data = streams[name]
        if isinstance(data, int):
            raise OSError(data, os.strerror(data))
        return data

    monkeypatch.setattr(os, "listxattr", names, raising=False)
    monkeypatch.setattr(os, "getxattr", value, raising=False)


@pytest.mark.parametrize("error", [errno.E2BIG, errno.ERANGE])
def test_a_large_stream_is_named_and_hides_none_behind_it(
    tmp_path: Path, marked: Marked, on_ntfs: None, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    (tmp_path / "a.txt").write_text("x")
    attributes(monkeypatch, {"user.Zone": b"z" + MARK, "user.Big": error, "security.selinux": b"s" + MARK})
    source = scanned(tmp_path)
    assert gaps(source) == [("a.txt:Big", "too-large", "file", LARGE)]
    assert paths(source.findings) == ["a.txt:Zone"]


def test_without_a_finding_a_stream_that_was_not_read_is_never_clean(
    tmp_path: Path, marked: Marked, on_ntfs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")
    attributes(monkeypatch, {"user.a": errno.EACCES, "user.b": errno.EIO, "user.c": b"c"})
    source = scanned(tmp_path)
    assert [found[:3] for found in gaps(source)] == [("a.txt:a", "denied", "file"), ("a.txt:b", "corrupt", "file")]
    assert marked.asked == ["a.txt", "a.txt:c"]
    assert app.level_of(source) is Level.UNDETERMINED


@pytest.mark.parametrize(("error", "reason"), [(errno.EACCES, "denied"), (errno.EIO, "corrupt"), (errno.E2BIG, "too-large")])
def test_names_of_streams_that_cannot_be_had_are_a_gap_of_the_file(
    tmp_path: Path, marked: Marked, on_ntfs: None, monkeypatch: pytest.MonkeyPatch, error: int, reason: str
) -> None:
    (tmp_path / "a.txt").write_text("x")
    attributes(monkeypatch, {}, listing=error)
    source = scanned(tmp_path)
    assert [found[:3] for found in gaps(source)] == [("a.txt", reason, "file")]
    assert source.looked_at["file"] == 1


@pytest.mark.parametrize("error", [errno.ENOTSUP, errno.EOPNOTSUPP])
def test_a_file_system_that_has_none_lacks_nothing(monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    attributes(monkeypatch, {}, listing=error)
    assert list(attribute_streams("a.txt")) == []


@pytest.mark.parametrize(
    "phrase",
    [
        LARGE,
        "the list of named streams is too long for this system",
        "named streams: Permission denied",
        "more than 10000 named streams",
        "more than 2000000 files",
        "the list of its files is not on this PC",
    ],
)
def test_what_they_say_is_said_in_japanese(phrase: str) -> None:
    assert any(ord(letter) > 0x3000 for letter in knowledge.load().details.japanese(phrase) or "")
