"""A folder of this machine as a tree."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from support.volumes import MOMENT, plant
from support.walking import listing, walk

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import from_unix_ns
from mimawari.trees.directory import DirectoryTree

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file system")


def reason_of(call: object, *arguments: object) -> Reason:
    with pytest.raises(BadEvidence) as caught:
        result = call(*arguments)  # type: ignore[operator]
        list(result)
    return caught.value.reason


def test_it_lists_opens_and_keeps_times_to_100_ns(tmp_path: Path) -> None:
    files = plant(tmp_path)
    tree = DirectoryTree(tmp_path)
    found = {path: entry for path, entry in listing(tree).items() if not entry.is_folder}
    assert set(found) == set(files)
    for path, content in files.items():
        assert found[path].size == len(content)
        assert found[path].modified == from_unix_ns(MOMENT) + len(content)
        assert tree.open(path).read() == content
        assert tree.entry(path) == found[path]
    assert tree.exact


def test_letter_case_does_not_matter_and_the_exact_spelling_wins(tmp_path: Path) -> None:
    (tmp_path / "Windows/System32").mkdir(parents=True)
    (tmp_path / "Windows/System32/A.dll").write_bytes(b"upper")
    tree = DirectoryTree(tmp_path)
    assert tree.open("WINDOWS/system32/a.DLL").read() == b"upper"
    assert tree.entry("windows/SYSTEM32/a.dll") == tree.entry("Windows/System32/A.dll")
    if (tmp_path / "windows").exists():
        return
    (tmp_path / "Windows/System32/a.dll").write_bytes(b"lower")
    tree = DirectoryTree(tmp_path)
    assert tree.open("windows/system32/a.dll").read() == b"lower"
    assert tree.open("windows/system32/A.dll").read() == b"upper"
    assert [entry.name for entry in tree.list("windows/system32")] == ["A.dll", "a.dll"]


def test_entries_are_sorted_by_lower_case_name(tmp_path: Path) -> None:
    for name in ("b", "A", "_", "C"):
        (tmp_path / name).touch()
    assert [entry.name for entry in DirectoryTree(tmp_path).list("")] == ["_", "A", "b", "C"]


def test_the_root_has_an_entry_without_a_name(tmp_path: Path) -> None:
    root = DirectoryTree(tmp_path).entry("")
    assert root is not None
    assert (root.name, root.is_folder, root.special) == ("", True, False)


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    tree = DirectoryTree(tmp_path)
    assert tree.entry("nothing/at all") is None
    assert tree.entry("file/below") is None
    assert tree.entry("folder/..") is None
    for call, path in ((tree.list, "no"), (tree.list, "file"), (tree.open, "no"), (tree.open, "folder"), (tree.list, "folder/..")):
        assert reason_of(call, path) is Reason.MISSING
    assert reason_of(DirectoryTree(tmp_path / "gone").list, "") is Reason.MISSING


@posix_only
def test_links_are_listed_and_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "loop").symlink_to(root)
    (root / "out").symlink_to(outside)
    (root / "file").symlink_to(outside / "secret")
    (root / "self").symlink_to("self")
    tree = DirectoryTree(root)
    found = dict(walk(tree))
    assert set(found) == {"loop", "out", "file", "self"}
    assert all(entry.special and not entry.is_folder for entry in found.values())
    assert tree.entry("out/secret") is None
    for path in found:
        assert reason_of(tree.open, path) is Reason.UNSUPPORTED
        assert reason_of(tree.list, path) is Reason.MISSING


@posix_only
def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        old = Path.cwd()
        os.chdir(tmp_path)
        try:
            listening.bind("socket")
        finally:
            os.chdir(old)
        tree = DirectoryTree(tmp_path)
        assert {entry.name: entry.special for entry in tree.list("")} == {"pipe": True, "socket": True}
        assert reason_of(tree.open, "pipe") is Reason.UNSUPPORTED
        assert reason_of(tree.open, "socket") is Reason.UNSUPPORTED
    assert reason_of(DirectoryTree(Path("/dev")).open, "null") is Reason.UNSUPPORTED


@posix_only
def test_names_survive_whatever_they_hold(tmp_path: Path) -> None:
    names = [b"\x1b[31mred", b"tab\tnew\nline", b"\xff\xfe bad utf-8", "右\u202eexe.txt".encode()]
    if sys.platform != "linux":
        names = [name for name in names if b"\xff" not in name]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    tree = DirectoryTree(tmp_path)
    assert {os.fsencode(entry.name) for entry in tree.list("")} == set(names)
    for entry in tree.list(""):
        assert tree.open(entry.name).read() == os.fsencode(entry.name)


def test_stored_names_are_decoded_where_asked(tmp_path: Path) -> None:
    folder = tmp_path / "uploads/%5C%5C.%5CC%3A/Windows"
    folder.mkdir(parents=True)
    (folder / "a%2Fb").write_bytes(b"slash")
    (folder / "100%25").write_bytes(b"percent")
    tree = DirectoryTree(tmp_path, unquote)
    assert [entry.name for entry in tree.list("uploads")] == ["\\\\.\\C:"]
    assert tree.open("uploads/\\\\.\\c:/windows/100%").read() == b"percent"
    # A decoded slash would make two names of one: that name stays as it is stored.
    assert tree.open("uploads/\\\\.\\C:/Windows/a%2Fb").read() == b"slash"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(PermissionError(errno.EACCES, "no"), Reason.DENIED), (OSError(errno.EIO, "bad disk"), Reason.CORRUPT)],
)
def test_a_folder_that_cannot_be_read_is_never_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, reason: Reason
) -> None:
    (tmp_path / "closed/inner").mkdir(parents=True)
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise fault
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = DirectoryTree(tmp_path)
    assert [entry.name for entry in tree.list("")] == ["closed"]
    assert reason_of(tree.list, "closed") is reason
    assert reason_of(tree.entry, "closed/inner") is reason
    assert reason_of(tree.open, "closed/inner") is reason


def test_a_file_that_may_not_be_read_is_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "SAM").write_bytes(b"regf")
    real = os.open

    def closed(path: str, *rest: int) -> int:
        if str(path).endswith("SAM"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *rest)

    monkeypatch.setattr(os, "open", closed)
    tree = DirectoryTree(tmp_path)
    assert reason_of(tree.open, "sam") is Reason.DENIED


@posix_only
def test_a_file_swapped_for_a_link_behind_our_back_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "root/file").write_bytes(b"fine")
    tree = DirectoryTree(tmp_path / "root")
    assert tree.open("file").read() == b"fine"
    (tmp_path / "root/file").unlink()
    (tmp_path / "root/file").symlink_to(tmp_path / "secret")
    assert reason_of(tree.open, "file") is Reason.UNSUPPORTED


def test_a_deep_tree_and_an_absurd_path_are_no_trouble(tmp_path: Path) -> None:
    deep = "/".join(["d" * 100] * 30)
    (tmp_path / deep).mkdir(parents=True)
    (tmp_path / deep / "file").write_bytes(b"deep")
    tree = DirectoryTree(tmp_path)
    assert tree.open(f"{deep}/file").read() == b"deep"
    assert tree.entry("/".join(["x"] * 100_000)) is None
    assert tree.entry("y" * 100_000) is None


# [MS-FSCC] 2.1.2.1: the tags as they are assigned.
@pytest.mark.parametrize(
    ("tag", "special"),
    [(0xA0000003, True), (0xA000000C, True), (0x9000001A, False), (0x80000018, False), (0, True), (None, True)],
    ids=["mount-point", "symlink", "cloud", "container", "none", "not-told"],
)
def test_of_reparse_points_only_what_stands_for_another_place_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: int | None, special: bool
) -> None:
    as_reparse_point(tmp_path, monkeypatch, tag)
    tree = DirectoryTree(tmp_path)
    (found,) = tree.list("")
    assert (found.is_folder, found.special) == (True, special)
    if special:
        assert reason_of(tree.list, "OneDrive") is Reason.MISSING
    else:
        assert [entry.name for entry in tree.list("OneDrive")] == ["file"]
        assert tree.open("OneDrive/file").read() == b"x"


@pytest.mark.parametrize("away", [0x400000, 0x40000, stat.FILE_ATTRIBUTE_OFFLINE])
def test_a_folder_that_only_a_cloud_could_list_is_never_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: int
) -> None:
    as_reparse_point(tmp_path, monkeypatch, 0x9000001A, away)
    tree = DirectoryTree(tmp_path)
    assert [(entry.name, entry.special) for entry in tree.list("")] == [("OneDrive", True)]
    assert reason_of(tree.list, "OneDrive") is Reason.UNSUPPORTED
    assert reason_of(tree.entry, "OneDrive/file") is Reason.UNSUPPORTED


def as_reparse_point(root: Path, monkeypatch: pytest.MonkeyPatch, tag: int | None, attributes: int = 0) -> None:
    """A folder of which the system says what Windows says of a reparse point; *tag* None: it tells none."""
    (root / "OneDrive").mkdir()
    (root / "OneDrive/file").write_bytes(b"x")
    kept = (os.lstat, os.scandir)

    def told(status: os.stat_result) -> object:
        names = [name for name in dir(status) if name.startswith("st_")]
        about = {name: getattr(status, name) for name in names} | {"st_file_attributes": attributes | 0x400}
        about.pop("st_reparse_tag", None)
        return SimpleNamespace(**about, **({} if tag is None else {"st_reparse_tag": tag}))

    @contextmanager
    def scandir(path: str) -> Iterator[list[object]]:
        with kept[1](path) as found:
            yield [item if item.name != "OneDrive" else like(item) for item in found]

    def like(item: os.DirEntry[str]) -> object:
        return SimpleNamespace(name=item.name, stat=lambda follow_symlinks: told(item.stat(follow_symlinks=follow_symlinks)))

    def lstat(path: str) -> object:
        return told(kept[0](path)) if str(path).endswith("OneDrive") else kept[0](path)

    monkeypatch.setattr(os, "lstat", lstat)
    monkeypatch.setattr(os, "scandir", scandir)
