"""A file's alternate data streams, in each way in which evidence keeps them."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

import pytest
from support.tools import need
from support.volumes import ntfs, run

from mimawari.model import BadEvidence, Origin
from mimawari.trees import Tree
from mimawari.trees.directory import DirectoryTree
from mimawari.trees.image import open_image
from mimawari.trees.layered import Layered
from mimawari.trees.mft import open_mft
from mimawari.trees.ntfs_record import BrokenRecord
from mimawari.trees.ntfs_side import resident
from mimawari.trees.rooted import Rooted
from mimawari.trees.side import LIMIT, side_stream

MARK = b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.com/a.doc\r\n"
LONG = MARK + b"ReferrerUrl=https://example.com/" + b"x" * 9_000
STREAM = "Zone.Identifier"
HERE = Origin("disk", "disk.img")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume with a short mark, one too long for its record, another stream, and none."""
    need("ntfscp")
    folder = tmp_path_factory.mktemp("side")
    (folder / "C/Users/花子").mkdir(parents=True)
    for name in ("short.doc", "long.doc", "other.doc", "none.doc"):
        (folder / "C/Users/花子" / name).write_bytes(b"content of " + name.encode())
    made = ntfs(folder / "C", folder / "ntfs.img", "6M")
    for name, stream, content in (
        ("short.doc", STREAM, MARK),
        ("long.doc", STREAM, LONG),
        ("other.doc", "summary", b"none of ours"),
    ):
        (folder / "stream").write_bytes(content)
        run("ntfscp", "-f", "-q", "-N", stream, made, folder / "stream", f"Users/花子/{name}")
    return made


@pytest.fixture
def tree(image: Path) -> Tree:
    (volume,) = open_image(image, HERE).volumes
    return volume.tree


def test_ntfs(tree: Tree) -> None:
    assert side_stream(tree, "Users/花子/short.doc", STREAM) == MARK
    assert side_stream(tree, "users/花子/SHORT.DOC", STREAM) == MARK
    assert side_stream(tree, "Users/花子/long.doc", STREAM) == LONG[:LIMIT]
    with tree.open("Users/花子/short.doc") as content:
        assert content.read() == b"content of short.doc"


@pytest.mark.parametrize("path", ["Users/花子/other.doc", "Users/花子/none.doc", "Users/花子", "Users/gone.doc", ""])
def test_no_stream_is_empty(tree: Tree, path: str) -> None:
    assert side_stream(tree, path, STREAM) == b""


def test_a_table_that_was_taken_out(image: Path) -> None:
    """It holds the short mark; the long one lies on the volume, which is not there."""
    from dissect.ntfs import NTFS

    with image.open("rb") as fh:
        table = NTFS(fh).mft.fh
        table.seek(0)
        listing = open_mft(io.BytesIO(bytes(table.read())))
    assert side_stream(listing, "Users/花子/short.doc", STREAM) == MARK
    for name in ("long.doc", "other.doc", "none.doc", "gone.doc"):
        assert side_stream(listing, f"Users/花子/{name}", STREAM) == b""


def test_a_damaged_table_gives_the_stream_or_nothing(image: Path) -> None:
    whole = image.read_bytes()
    records = (whole[at : at + 1024] for at in range(0, len(whole), 1024))
    record = next(one for one in records if one[:4] == b"FILE" and STREAM.encode("utf-16-le") in one and MARK in one)
    assert resident(record, STREAM) == MARK
    for offset in range(1024):
        spoilt = bytearray(record)
        spoilt[offset] ^= 0xFF
        with suppress(BrokenRecord):
            assert len(resident(bytes(spoilt), STREAM) or b"") <= 1024


def test_from_a_folder_on_and_through_layers(tree: Tree, tmp_path: Path) -> None:
    rooted = Rooted(tree, "Users")
    assert side_stream(rooted, "花子/short.doc", STREAM) == MARK
    (tmp_path / "花子").mkdir()
    (tmp_path / "花子/short.doc").write_bytes(b"collected without its stream")
    layers = Layered([DirectoryTree(tmp_path), rooted])
    assert side_stream(layers, "花子/short.doc", STREAM) == MARK
    assert side_stream(layers, "花子/none.doc", STREAM) == b""


def test_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / f"a.doc:{STREAM}").write_bytes(LONG)
    (tmp_path / f"folder:{STREAM}").mkdir()
    (tmp_path / f"link:{STREAM}").symlink_to(tmp_path / "a.doc")
    tree = DirectoryTree(tmp_path)
    assert side_stream(tree, "a.doc", STREAM) == LONG[:LIMIT]
    assert [side_stream(tree, name, STREAM) for name in ("folder", "link", "none")] == [b"", b"", b""]


def test_as_ntfs_3g_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    try:
        os.setxattr(tmp_path / "a.doc", f"user.{STREAM}", MARK)
    except OSError:
        pytest.skip("the file system of the tests keeps no extended attributes")
    assert side_stream(DirectoryTree(tmp_path), "A.doc", STREAM) == MARK


def test_a_damaged_volume_gives_the_stream_or_nothing(image: Path, tmp_path: Path) -> None:
    whole = bytearray(image.read_bytes())
    at = whole.index(STREAM.encode("utf-16-le"))
    record = at - at % 1024
    assert whole[record : record + 4] == b"FILE"
    for offset in range(0, 1024, 7):
        spoilt = bytearray(whole)
        spoilt[record + offset] ^= 0xFF
        (tmp_path / "spoilt.img").write_bytes(spoilt)
        try:
            (volume,) = open_image(tmp_path / "spoilt.img", HERE).volumes
        except BadEvidence:
            continue
        for name in ("short.doc", "long.doc"):
            assert len(side_stream(volume.tree, f"Users/花子/{name}", STREAM)) <= LIMIT
