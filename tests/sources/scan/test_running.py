"""A drive of the running Windows, on an interface in its shape: links, folders of a cloud, sizes that are no longer true."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason
from mimawari.sources.running import rights, stamps
from mimawari.sources.scan import Below, Dated, Filed, Listed
from mimawari.sources.scan import running as windows
from mimawari.sources.scan.disk import Disk

DISK = Disk("C:\\", Origin("s", "l"), lambda way: (way,), lambda _: None)
FOLDER, REPARSE = stat.FILE_ATTRIBUTE_DIRECTORY, stat.FILE_ATTRIBUTE_REPARSE_POINT
RECALL_ON_DATA_ACCESS, RECALL_ON_OPEN = 0x400000, 0x40000
# [MS-FSCC] 2.1.2.1: the tags as they are assigned.
MOUNT_POINT, SYMLINK, CLOUD, WCI, LX_SYMLINK = 0xA0000003, 0xA000000C, 0x9000001A, 0x80000018, 0xA000001D


def entry(name: str, mode: int, attributes: int, tag: int | None = 0, size: int = 0) -> Any:
    """What ``os.scandir`` gives on Windows; *tag* None: a Python that tells none."""
    tags = {} if tag is None else {"st_reparse_tag": tag}
    status = SimpleNamespace(st_mode=mode, st_file_attributes=attributes, st_size=size, **tags)
    return SimpleNamespace(name=name, stat=lambda follow_symlinks: status)


def listed(monkeypatch: pytest.MonkeyPatch, *entries: Any) -> list[Listed]:
    @contextmanager
    def scandir(path: str) -> Iterator[Iterator[Any]]:
        assert path == "\\\\?\\C:\\"
        yield iter(entries)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(rights, "prepare", lambda: True)
    return list(windows.listed(DISK, "", "C:\\"))


def kinds(things: list[Listed]) -> list[str]:
    return [type(thing).__name__ for thing in things]


@pytest.mark.parametrize("tag", [MOUNT_POINT, SYMLINK, LX_SYMLINK])
def test_a_folder_that_stands_for_another_place_is_not_entered(monkeypatch: pytest.MonkeyPatch, tag: int) -> None:
    found = listed(monkeypatch, entry("away", stat.S_IFDIR, FOLDER | REPARSE, tag))
    assert found == [Looked("special-file", 1)]


@pytest.mark.parametrize("tag", [CLOUD, CLOUD | 0x6000, WCI])
def test_a_folder_of_a_cloud_is_a_folder(monkeypatch: pytest.MonkeyPatch, tag: int) -> None:
    found = listed(monkeypatch, entry("OneDrive", stat.S_IFDIR, FOLDER | REPARSE, tag))
    assert found[0] == Below("OneDrive", None)
    assert kinds(found) == ["Below", "Filed"]


@pytest.mark.parametrize("tag", [0, None])
def test_a_reparse_point_of_which_nobody_tells_the_tag_is_not_entered(monkeypatch: pytest.MonkeyPatch, tag: int | None) -> None:
    assert listed(monkeypatch, entry("odd", stat.S_IFDIR, FOLDER | REPARSE, tag)) == [Looked("special-file", 1)]


@pytest.mark.parametrize("away", [RECALL_ON_DATA_ACCESS, RECALL_ON_OPEN, stat.FILE_ATTRIBUTE_OFFLINE])
def test_a_folder_that_only_the_cloud_can_list_is_a_gap(monkeypatch: pytest.MonkeyPatch, away: int) -> None:
    (found,) = listed(monkeypatch, entry("OneDrive", stat.S_IFDIR, FOLDER | REPARSE | away, CLOUD))
    assert isinstance(found, Gap)
    assert (found.reason, found.wanted, found.origin.path) == (Reason.MISSING, "file", ("OneDrive",))
    assert found.detail == "the list of its files is not on this PC"


def test_a_folder_that_is_a_plain_one_is_entered_whatever_else_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    found = listed(monkeypatch, entry("old", stat.S_IFDIR, FOLDER | stat.FILE_ATTRIBUTE_OFFLINE))
    assert kinds(found) == ["Below", "Filed"]


def dated(monkeypatch: pytest.MonkeyPatch, listed_size: int) -> Dated:
    (filed,) = listed(monkeypatch, entry("a.exe", stat.S_IFREG, 0, size=listed_size))
    assert isinstance(filed, Filed)
    (found,) = filed.dated()
    assert isinstance(found, Dated)
    return found


def test_the_size_is_that_of_the_file_and_not_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second name of a file lists the size of the day on which it was made (FindFirstFile, remarks)."""
    monkeypatch.setattr(stamps, "streams", lambda real: iter(()))
    monkeypatch.setattr(stamps, "handle_of", lambda real: 1)
    monkeypatch.setattr(stamps, "close", lambda handle: None)
    monkeypatch.setattr(stamps, "function", function)
    found = dated(monkeypatch, 0)
    assert found.blob.content.size == 5 << 32 | 7
    assert found.stamp == f"{5 << 32 | 7}:0:0:{2 << 32 | 9}:0"
    assert found.same == f"abc:{found.stamp}"


def function(library: str, called: str, *types: object) -> Any:
    """Windows' answers for a file of 5 * 2^32 + 7 bytes with two names, on a volume without a journal."""

    def information(handle: object, about: Any) -> int:
        # BY_HANDLE_FILE_INFORMATION: attributes, three times, volume, size, links, index.
        about[:] = [0, *[0] * 6, 0xABC, 5, 7, 2, 2, 9]
        return 1

    return information if called == "GetFileInformationByHandle" else lambda *given: 0


def test_a_file_that_cannot_be_opened_keeps_the_size_that_its_folder_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(real: str) -> stamps.Stamped:
        raise BadEvidence(Reason.DENIED, "in use by another program")

    monkeypatch.setattr(stamps, "streams", lambda real: iter(()))
    monkeypatch.setattr(stamps, "stamp", shut)
    assert dated(monkeypatch, 77).blob.content.size == 77


def test_more_streams_than_are_looked_at_are_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "MOST_STREAMS", 2)
    monkeypatch.setattr(stamps, "stamp", lambda real: stamps.Stamped("now", "", 1))
    monkeypatch.setattr(stamps, "_named", lambda *given: iter([("a", 1), ("b", 1), ("c", 1)]))
    monkeypatch.setattr(stamps, "function", lambda library, called, *types: lambda *given: 1)
    (filed,) = listed(monkeypatch, entry("a.exe", stat.S_IFREG, 0, size=1))
    assert isinstance(filed, Filed)
    first, a, b, gap = filed.dated()
    assert [one.key for one in (first, a, b) if isinstance(one, Dated)] == ["a.exe", "a.exe:a", "a.exe:b"]
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.wanted, gap.detail) == (Reason.TOO_LARGE, "file", "more than 2 named streams")
