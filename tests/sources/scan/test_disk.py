"""A folder of this machine, file by file: everything that is regular, and nothing else."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest
from support.scanning import MARK, Marked, gaps, paths, scanned, use

from mimawari import app
from mimawari.engine import Scan
from mimawari.model import Gap, Level, Looked, Origin, Source
from mimawari.signatures import Chosen
from mimawari.sources.scan import Below
from mimawari.sources.scan.disk import Disk
from mimawari.sources.scan.mounts import Mount
from mimawari.sources.scan.opened import content

posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links and FIFOs can be made by anyone")


def level(source: Source) -> Level:
    return app.level_of(source)


def test_every_file_is_read_and_what_nothing_knows_is_counted(tmp_path: Path, marked: Marked) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/note.txt").write_text("hello")
    (tmp_path / "a/b/random.bin").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "empty").write_bytes(b"")
    source = scanned(tmp_path)
    assert sorted(marked.asked) == ["a/b/random.bin", "a/note.txt"]
    assert source.looked_at["file"] == 3
    assert source.looked_at["unknown-form"] == 1
    assert source.gaps == ()
    assert level(source) is Level.NO_SIGN


def test_without_signatures_what_no_format_knows_was_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch)
    (tmp_path / "random.bin").write_bytes(bytes(range(256)) * 8)
    source = scanned(tmp_path)
    assert gaps(source) == [("", "missing", "signature", ""), ("random.bin", "unsupported", "content", "random.bin")]
    assert level(source) is Level.UNDETERMINED


def linked(tmp_path: Path) -> Path:
    """A place with three folders, in each of which the same file lies."""
    place = tmp_path / "place"
    for number in "123":
        (place / number).mkdir(parents=True)
    (place / "1/one").write_text("x")
    for number in "23":
        os.link(place / "1/one", place / number / "one")
    return place


def test_a_log_is_a_text_among_others(tmp_path: Path, marked: Marked) -> None:
    lines = "".join(f"Nov 26 10:00:{second:02} mail postfix/smtp[123]: connect to example.com\n" for second in range(60))
    (tmp_path / "mail.log").write_text(lines)
    assert scanned(tmp_path).gaps == ()
    assert marked.asked == ["mail.log"]


def test_an_empty_folder_is_no_answer(tmp_path: Path, marked: Marked) -> None:
    source = scanned(tmp_path)
    assert gaps(source) == [("", "missing", "file", "there is no file in it")]
    assert level(source) is Level.UNDETERMINED
    assert marked.asked == []


@posix
def test_what_is_no_regular_file_is_counted_and_never_opened(tmp_path: Path, marked: Marked) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "away.txt").symlink_to("/etc/hostname")
    (tmp_path / "real.txt").write_text("x")
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(tmp_path)
        try:
            listening.bind("socket")
        finally:
            os.chdir(before)
        source = scanned(tmp_path)
    assert marked.asked == ["real.txt"]
    assert source.looked_at["special-file"] == 4
    assert source.gaps == ()


@posix
def test_a_file_that_lies_in_many_folders_is_read_once(tmp_path: Path, marked: Marked) -> None:
    place, state = linked(tmp_path), tmp_path / "state"
    source = scanned(place, state)
    assert marked.asked == ["1/one"]
    assert (source.looked_at["file"], source.looked_at["hard-link"]) == (1, 2)


@posix
def test_a_file_is_read_by_each_of_its_names(tmp_path: Path, marked: Marked) -> None:
    """Rules, lists and formats ask for it."""
    place, state = linked(tmp_path), tmp_path / "state"
    os.link(place / "1/one", place / "2/invoice.vbs")
    os.link(place / "1/one", place / "3/invoice.vbs")
    source = scanned(place, state)
    assert marked.asked == ["1/one", "2/invoice.vbs"]
    assert (source.looked_at["file"], source.looked_at["hard-link"]) == (2, 3)


@posix
@pytest.mark.parametrize("how", ["rule", "list"])
def test_a_rule_or_list_of_names_fits_whichever_name_is_met_first(tmp_path: Path, how: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "a.txt").write_text("x")
    os.link(place / "a.txt", place / "evil_invoice_7.vbs")
    given = tmp_path / ("names.yar" if how == "rule" else "names.csv")
    given.write_text('rule named { condition: filename == "evil_invoice_7.vbs" }' if how == "rule" else "evil_invoice_7.vbs\n")
    chosen = Chosen(rules=(given,)) if how == "rule" else Chosen(indicators=(given,))
    settings = app.Settings(signatures=chosen, scan=Scan(journal=tmp_path / "state"), reraise=True)
    for _ in range(2):
        (source,) = app.check([app.evidence(f"all:{place}")], settings, jobs=0)
        assert {path for one in source.findings if one.kind == "rule-hit" for path in one.origin.path} == {"evil_invoice_7.vbs"}


@posix
def test_the_name_that_was_read_is_gone_then_another_stands_for_the_file(tmp_path: Path, marked: Marked) -> None:
    place, state = linked(tmp_path), tmp_path / "state"
    scanned(place, state)
    (place / "1/one").unlink()
    source = scanned(place, state)
    assert len(marked.asked) == 2
    assert (source.looked_at["file"], source.looked_at["hard-link"]) == (1, 1)


@posix
def test_names_that_are_no_text_are_names(tmp_path: Path, marked: Marked) -> None:
    with open(os.fsencode(tmp_path) + b"/bad \xff\xfe name", "wb") as file:  # noqa: PTH123 - Path takes no bytes
        file.write(MARK)
    source = scanned(tmp_path, tmp_path.parent / f"{tmp_path.name}-state")
    assert paths(source.findings) == ["bad \udcff\udcfe name"]


@posix
def test_what_lies_deeper_than_a_path_can_be_long_is_read(tmp_path: Path, marked: Marked) -> None:
    name, depth = "d" * 200, 60
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=at)
        below = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    handle = os.open("deep", os.O_WRONLY | os.O_CREAT, dir_fd=at)
    os.write(handle, b"before " + MARK)
    os.close(handle)
    os.close(at)
    source = scanned(tmp_path, tmp_path.parent / f"{tmp_path.name}-state")
    assert paths(source.findings) == ["/".join([name] * depth + ["deep"])]
    assert gaps(source) == []


@posix
def test_a_folder_that_may_not_be_listed_is_named(tmp_path: Path, marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "open.txt").write_text("x")
    real = os.open

    def guarded(path: object, *given: object, **named: object) -> int:
        if str(path).endswith("shut"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", guarded)
    source = scanned(tmp_path)
    assert gaps(source) == [("shut", "denied", "file", "folder: Permission denied")]
    assert marked.asked == ["open.txt"]
    assert level(source) is Level.UNDETERMINED


@posix
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut.txt").write_text("x")
    (tmp_path / "open.txt").write_text("x")
    real = os.open

    def guarded(path: object, *given: object, **named: object) -> int:
        if str(path).endswith("shut.txt"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", guarded)
    source = scanned(tmp_path)
    assert gaps(source) == [("shut.txt", "denied", "content", "shut.txt: Permission denied")]
    assert source.looked_at["file"] == 1


def test_a_file_that_is_replaced_by_a_fifo_when_it_is_to_be_read_is_not_opened(tmp_path: Path, marked: Marked) -> None:
    if sys.platform == "win32":
        pytest.skip("only where FIFOs can be made by anyone")
    (tmp_path / "file").write_text("x")
    lying = content(str(tmp_path / "file"), 1)
    (tmp_path / "file").unlink()
    os.mkfifo(tmp_path / "file")
    with pytest.raises(Exception, match="unsupported"):
        lying.open()
    assert marked.asked == []


@posix
def test_a_sparse_file_is_read_with_all_that_it_stores(tmp_path: Path, marked: Marked) -> None:
    with (tmp_path / "sparse.vmem").open("wb") as file:
        file.truncate(1 << 30)
        file.seek(512 << 20)
        file.write(MARK)
    source = scanned(tmp_path)
    assert [finding.facts["offset"] for finding in source.findings if finding.kind == "rule-hit"] == [512 << 20]


def test_a_whole_file_says_where_it_lies(tmp_path: Path) -> None:
    lying = content(str(tmp_path / "a"), 1)
    assert getattr(lying, "lies_at", None) == tmp_path / "a"


def test_a_mark_at_the_first_byte_of_a_loose_file_of_550_mb(tmp_path: Path, marked: Marked) -> None:
    with (tmp_path / "padded.doc").open("wb") as file:
        file.write(MARK)
        file.truncate(550 << 20)
    source = scanned(tmp_path)
    assert [(finding.kind, finding.facts["offset"]) for finding in source.findings if finding.kind == "rule-hit"] == [
        ("rule-hit", 0)
    ]


@posix
def test_what_the_system_makes_up_is_refused(marked: Marked) -> None:
    if not Path("/proc/self/mountinfo").exists():
        pytest.skip("only where /proc is mounted")
    (source,) = app.check([app.evidence("all:/proc/self")], app.Settings(), jobs=0)
    assert [(gap.reason.value, gap.detail) for gap in source.gaps] == [
        ("unsupported", "only made up by the system when it is read")
    ]
    assert marked.asked == []


def test_one_file_alone_is_looked_at_with_all_that_is_in_it(tmp_path: Path, marked: Marked) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/it.bin", b"\0" * 100 + MARK)
    source = scanned(tmp_path / "a.zip")
    assert paths(source.findings) == ["in/it.bin"]


@posix
def test_folders_in_each_other_without_end_are_a_gap(tmp_path: Path, marked: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.sources.scan.disk.DEEPEST", 3)
    (tmp_path / "a/b/c/d").mkdir(parents=True)
    (tmp_path / "a/b/c/d/deep.txt").write_text("x")
    (tmp_path / "a/b/c/near.txt").write_text("x")
    source = scanned(tmp_path)
    assert gaps(source) == [("a/b/c/d", "too-large", "file", "more than 3 folders deep")]
    assert marked.asked == ["a/b/c/near.txt"]


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("ext4", Below("mnt", None)),
        ("ntfs3", Below("mnt", None)),
        ("proc", Looked("special-file", 1)),
        ("nfs4", "another machine's files, not looked at unless named"),
        ("fuse.sshfs", "another machine's files, not looked at unless named"),
    ],
)
def test_other_file_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, seen: object) -> None:
    disk = Disk(str(tmp_path), Origin("s", "l"), lambda way: (way,), lambda _: None)
    every = (Mount("8:9", "/", f"{tmp_path}/mnt", kind), Mount("8:1", "/", "/", "ext4"))
    monkeypatch.setattr("mimawari.sources.scan.mounts.mounts", lambda: every)
    (found,) = disk._mounted("mnt")
    assert (found.detail if isinstance(found, Gap) else found) == seen


def test_where_nothing_tells_of_mounts_other_file_systems_are_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.sources.scan.mounts.mounts", tuple)
    disk = Disk("/", Origin("s", "l"), lambda way: (way,), lambda _: None)
    assert list(disk._mounted("Users")) == [Below("Users", None)]
    assert list(disk._mounted("dev")) == [Looked("special-file", 1)]
