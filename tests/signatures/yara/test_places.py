"""A marker is found wherever what is opened holds it, in flat memory, or what was not looked at is named."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from support.archives import PNG, Member, disc, zipped
from support.mail_files import attached, mixed, text
from support.office import ooxml_writer as word
from support.office.vba_writer import Source, vba_project
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, seen, written

from mimawari.formats.budget import Allowance
from mimawari.formats.kept import Kept
from mimawari.model import Gap
from mimawari.signatures.yara import Rules, streams

HELD = b"A text with an " + MARK + b" in it."


@pytest.fixture
def made(tmp_path: Path) -> Rules:
    return rules(written(tmp_path / "s", ANYWHERE))


def seven(name: str, data: bytes) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(data, name)
    return out.getvalue()


def test_in_a_7z_in_an_iso_in_a_zip(made: Rules) -> None:
    data = zipped(Member(b"i.iso", disc({"inner.7z": seven("a.txt", HELD)}, joliet=True)))
    assert ("marker", "i.iso/inner.7z/a.txt", 15) in fits(seen(made, blob(Kept.of(data), "x.zip")))


def test_in_an_encrypted_zip_whose_password_stands_in_the_mail(made: Rules) -> None:
    mail = mixed(text("解凍パスワード：hanako22"), attached('"a.zip"', zipped(Member(b"a.txt", HELD, password=b"hanako22"))))
    assert [way for _, way, _ in fits(seen(made, blob(Kept.of(mail), "m.eml")))] == ["a.zip/a.txt"]


def test_in_an_attachment_of_an_attachment(made: Rules) -> None:
    inner = mixed(text("x"), attached('"notes.txt"', HELD), boundary="i")
    outer = mixed(text("x"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    ways = [way for _, way, _ in fits(seen(made, blob(Kept.of(outer), "m.eml")))]
    assert any(way.endswith("notes.txt") for way in ways), ways


def test_in_a_macro_that_lies_compressed_in_a_document(made: Rules) -> None:
    project = vba_project([Source("ThisDocument", "", "document"), Source("Module1", "' Inert " * 9 + MARK.decode())])
    data = word.package("docm", word.page(word.run("x")), vba=project)
    assert MARK not in data
    assert [way for _, way, _ in fits(seen(made, blob(Kept.of(data), "a.docm")))] == ["Module1"]


def test_in_a_formula_of_a_macro_sheet_that_is_put_together(made: Rules) -> None:
    book = 'C;Y1;X1;K0;E"Inert-"&"Marker-71d0"'
    data = ("ID;PWXL;N;E\r\nO;E\r\n" + book + "\r\nE\r\n").encode()
    assert MARK not in data
    (way,) = [way for _, way, _ in fits(seen(made, blob(Kept.of(data), "a.slk")))]
    assert way


def test_in_a_file_of_no_known_kind(made: Rules) -> None:
    data = zipped(Member(b"thing.xyz", b"\x01\x02\x03\x04" * 50 + MARK))
    assert fits(seen(made, blob(Kept.of(data), "x.zip"))) == [("marker", "thing.xyz", 200)]
    assert fits(seen(made, blob(Kept.of(b"\x01\x02\x03\x04" + MARK), "thing.xyz"))) == [("marker", "", 4)]


def test_on_a_container_and_on_its_member_are_two_places(made: Rules) -> None:
    data = zipped(Member(b"a.txt", HELD, method=0))
    assert [way for _, way, _ in fits(seen(made, blob(Kept.of(data), "x.zip")))] == ["", "a.txt"]


def test_what_stays_locked_is_a_gap(made: Rules) -> None:
    found = seen(made, blob(Kept.of(zipped(Member(b"a.txt", HELD, password=b"unguessable")))))
    assert fits(found) == []
    assert any(isinstance(one, Gap) and one.reason == "encrypted" for one in found)


@pytest.mark.parametrize("end", [False, True])
def test_what_is_cut_out_of_the_middle_is_seen_while_it_is_unpacked(
    made: Rules, monkeypatch: pytest.MonkeyPatch, end: bool
) -> None:
    """Noise that does not fit into what may be kept: the marker lies where nothing is kept of it."""
    monkeypatch.setattr(streams, "WHOLE", 2 << 20)
    monkeypatch.setattr(streams, "WINDOW", 1 << 20)
    monkeypatch.setattr(streams, "OVERLAP", 64 << 10)
    monkeypatch.setattr("mimawari.signatures.yara.WHOLE", 2 << 20)
    noise = PNG + Random(7).randbytes(24 << 20)
    at = len(noise) - len(MARK) if end else 12 << 20
    data = zipped(Member(b"a.png", noise[:at] + MARK + noise[at + len(MARK) :]))
    found = seen(made, blob(Kept.of(data), "x.zip"), allowance=Allowance(kept=8 << 20))
    assert any("too large to be kept whole" in one.detail for one in found if isinstance(one, Gap))
    assert ("marker", "a.png", at) in fits(found)
    assert faults(found) == []


def test_a_little_thing_that_could_not_be_kept_is_seen_as_a_whole(tmp_path: Path) -> None:
    made = rules(
        written(tmp_path / "s", f"rule size {{ condition: filesize == {len(PNG) + (6 << 20)} and uint32(0) == 0x474E5089 }}")
    )
    data = zipped(Member(b"a.png", PNG + os.urandom(6 << 20)))
    found = seen(made, blob(Kept.of(data), "x.zip"), allowance=Allowance(kept=3 << 20))
    assert any("too large to be kept whole" in one.detail for one in found if isinstance(one, Gap))
    assert (fits(found), faults(found)) == ([("size", "a.png", None)], [])


_MEASURE = """
import re, resource, sys
from pathlib import Path
from random import Random
sys.path.insert(0, sys.argv[3])
from support.rule_sets import blob, faults, fits, rules, seen
from mimawari.signatures import yara
from mimawari.sources.single_file import Lying
yara.parent_process = lambda: "as in a worker"
def told(what):
    return int(re.search(what + r":\\s*([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024
made = rules(Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_DATA, ((told("VmData") + int(sys.argv[4])) << 20,) * 2)
found = seen(made, blob(Lying(Path(sys.argv[1]))), reraise=False)
print(fits(found), faults(found))
"""


def limited(path: Path, folder: Path, megabytes: int) -> str:
    """What fits *path*, and what was not matched, in a process that may hold so much memory more than when it was ready.

    What is mapped does not count: it is given back whenever something else needs the memory.
    """
    support = Path(__file__).parents[2]
    command = [sys.executable, "-c", _MEASURE, str(path), str(folder), str(support), str(megabytes)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="only where memory can be limited and measured in this way")
@pytest.mark.parametrize("at", [0, 100 << 20, (200 << 20) - len(MARK)])
def test_a_loose_file_of_200_mb_is_mapped_and_not_held(tmp_path: Path, at: int) -> None:
    folder = written(tmp_path / "s", ANYWHERE, "rule whole { condition: filesize == 200MB }")
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(200 << 20)
        file.seek(at)
        file.write(MARK)
    assert limited(path, folder, 96) == f"[('marker', '', {at}), ('whole', '', None)] []"


def packed(path: Path, pieces: Iterator[bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive, archive.open("a.png", "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
    return path


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only where memory can be limited and measured in this way")
def test_members_of_hundreds_of_megabytes_are_searched_in_flat_memory(tmp_path: Path) -> None:
    folder = written(tmp_path / "s", ANYWHERE)
    noise = [os.urandom(1 << 20) for _ in range(3)]

    def pieces(count: int, marked: int, *, random: bool) -> Iterator[bytes]:
        yield PNG
        for number in range(count):
            plain = noise[number % 3][number:] + noise[number % 3][:number] if random else bytes(1 << 20)
            yield plain[: -len(MARK)] + MARK if number == marked else plain

    def at(number: int) -> int:
        return len(PNG) + ((number + 1) << 20) - len(MARK)

    for name, count, marked, random in (("end", 150, 149, False), ("noise", 260, 130, True), ("padded", 560, 0, False)):
        path = packed(tmp_path / f"{name}.zip", pieces(count, marked, random=random))
        assert f"('marker', 'a.png', {at(marked)})" in limited(path, folder, 300), name
    stored = packed(tmp_path / "stored.zip", pieces(150, 149, random=True), zipfile.ZIP_STORED)
    assert f"('marker', 'a.png', {at(149)})" in limited(stored, folder, 150)
