"""Opening to any depth: one budget an item, limits that are said, the same file reached."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import PNG, Member, disc, zipped
from support.mail_files import attached, mixed, raw, text

from mimawari.engine.opening import MOST_GAPS, opened
from mimawari.formats.budget import Allowance, Budget
from mimawari.formats.kept import Kept
from mimawari.model import Archive, Artifact, Blob, Gap, Looked, Origin, Reason, Unrecognised


def blob(data: bytes, name: str = "given.zip", passwords: tuple[str, ...] = ()) -> Blob:
    return Blob(Origin("s", "given"), name, Kept.of(data), passwords=passwords)


def gaps(seen: Iterator[Artifact | Gap | Looked]) -> list[Gap]:
    return [thing for thing in seen if isinstance(thing, Gap)]


def nested(depth: int) -> bytes:
    data = PNG
    for _ in range(depth):
        data = zipped(Member(b"n", data))
    return data


def test_nested_carriers_are_opened_without_a_gap() -> None:
    inner = zipped(Member(b"a.png", PNG, password=b"0912"))
    data = zipped(Member(b"i.iso", disc({"inner.zip": inner}, joliet=True)))
    seen = list(opened([blob(data, passwords=("0912",))], Budget(), reraise=True))
    assert [thing for thing in seen if isinstance(thing, Gap)] == []
    assert {(one.form, one.within) for one in seen if isinstance(one, Archive)} == {
        ("zip", ()), ("iso", ("zip",)), ("zip", ("zip", "iso")),
    }  # fmt: skip


def test_a_password_in_one_mail_of_a_thread_opens_the_archive_in_another() -> None:
    archive = attached('"a.zip"', zipped(Member(b"a.png", PNG, password=b"hanako22")))
    names_it = raw("From: b@example.com", "Subject: Re: x", "", "解凍パスワード：hanako22")
    holds_it = mixed(text("パスワードは別途"), archive, boundary="h")
    part = b"Content-Type: message/rfc822\r\n\r\n"
    for mail in (mixed(text("x"), archive, part + names_it), mixed(text("x"), part + holds_it, part + names_it)):
        seen = list(opened([blob(mail, "m.eml")], Budget(), reraise=True))
        assert [thing for thing in seen if isinstance(thing, Gap)] == []
        assert [one.opened_with for one in seen if isinstance(one, Archive)] == ["mail"]
    assert gaps(opened([blob(mixed(text("x"), part + holds_it), "m.eml")], Budget(), reraise=True))


def test_an_unknown_thing_is_a_gap() -> None:
    (gap,) = gaps(opened([blob(b"\x01\x02\x03\x04" * 50, "thing.xyz")], Budget(), reraise=True))
    assert (gap.reason, gap.wanted, gap.detail) == (Reason.UNSUPPORTED, "content", "thing.xyz")


def test_of_an_unknown_thing_inside_another_the_name_is_told() -> None:
    data = zipped(Member(b"thing.xyz", b"\x01\x02\x03\x04" * 50), Member(b"a.png", PNG))
    found = [thing for thing in opened([blob(data)], Budget(), reraise=True) if isinstance(thing, Unrecognised)]
    assert [(one.name, one.within, one.size) for one in found] == [("thing.xyz", ("zip",), 200)]
    alone = opened([blob(b"\x01\x02\x03\x04" * 50, "thing.xyz")], Budget(), reraise=True)
    assert [thing for thing in alone if isinstance(thing, Unrecognised)] == []


def test_depth_is_limited_and_said() -> None:
    assert gaps(opened([blob(nested(16))], Budget(), reraise=True)) == []
    found = gaps(opened([blob(nested(17))], Budget(), reraise=True))
    assert [(gap.reason, gap.detail) for gap in found] == [(Reason.TOO_LARGE, "more than 16 containers inside each other")]


def test_things_are_limited_and_said_once() -> None:
    data = zipped(*(Member(b"%d.png" % number, PNG, method=0) for number in range(60)))
    found = gaps(opened([blob(data)], Budget(Allowance(things=20)), reraise=True))
    assert [gap.detail for gap in found] == ["more than 20 things inside, the rest was not opened"]


def test_unpacked_bytes_are_shared_by_all_that_lies_inside() -> None:
    inner = zipped(*(Member(b"%d.png" % number, PNG + bytes(1 << 20)) for number in range(4)))
    data = zipped(*(Member(b"%d.zip" % number, inner) for number in range(4)))
    found = gaps(opened([blob(data)], Budget(Allowance(unpacked=6 << 20)), reraise=True))
    assert any("more than 6.0 MB inside" in gap.detail for gap in found)
    assert gaps(opened([blob(data), blob(data)], Budget(Allowance(unpacked=17 << 20)), reraise=True)) == []


def test_a_flood_of_gaps_is_told_as_one() -> None:
    data = zipped(*(Member(b"%d.xyz" % number, b"\x01\x02\x03\x04", method=0) for number in range(MOST_GAPS + 30)))
    found = gaps(opened([blob(data)], Budget(), reraise=True))
    assert len(found) == MOST_GAPS + 1
    assert found[-1].detail == "30 more things in it could not be looked at"


_MEASURE = """
import re, sys
from pathlib import Path
from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.model import Blob, Gap, Origin
from mimawari.sources.single_file import Lying
for thing in opened([Blob(Origin("s", "x"), "x", Lying(Path(sys.argv[1])))], Budget()):
    if isinstance(thing, Gap):
        print(thing.reason, thing.detail)
print("peak", int(re.search(r"VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def measured(path: Path) -> tuple[int, str]:
    """Peak memory in MiB and the gaps of opening *path* in a process of its own.

    ``ru_maxrss`` would not do: it outlives exec, so that it is at least what this process had when it forked.
    """
    done = subprocess.run([sys.executable, "-c", _MEASURE, path], capture_output=True, text=True, check=True)
    told, _, peak = done.stdout.rpartition("peak ")
    return int(peak), told


def stream_into(path: Path, pieces: Iterator[bytes]) -> Path:
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.png", "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
    return path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak of memory")
def test_padding_and_bombs_are_borne_in_little_memory(tmp_path: Path) -> None:
    import os

    zeros = stream_into(tmp_path / "zeros.zip", (PNG if not number else bytes(1 << 20) for number in range(551)))
    peak, told = measured(zeros)
    assert told == ""
    assert peak <= 200
    large = stream_into(tmp_path / "large.zip", (PNG if not number else bytes(1 << 20) for number in range(2200)))
    peak, told = measured(large)
    assert "looked at the first 2.0 GB only" in told
    assert peak <= 200
    noise = stream_into(tmp_path / "noise.zip", (PNG if not number else os.urandom(1 << 20) for number in range(260)))
    peak, told = measured(noise)
    assert "too large to be kept whole" in told
    assert peak <= 400
