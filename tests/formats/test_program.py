"""Programs: their headers, names, padding and what is glued to them; kinds that only look like programs."""

import io
import time
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.pe_files import pe

from mimawari.formats import program_help
from mimawari.formats.budget import Budget
from mimawari.formats.program import FORMAT
from mimawari.model import Blob, Gap, Origin, Program
from mimawari.sources.single_file import Lying


def program(data: bytes, name: str = "given") -> Program:
    return inside(FORMAT, data, name).one(Program)


@pytest.mark.parametrize("machine", ["x86", "x64", "arm64"])
def test_a_library(machine: str) -> None:
    data = pe(machine, own_name="Y.dll", exports=["DllRegisterServer", "Other"], signature=bytes(8) + b"x")
    found = program(data)
    assert (found.form, found.machine, found.is_library, found.own_name) == ("pe", machine, True, "Y.dll")
    assert found.exports == ("DllRegisterServer", "Other")
    assert found.signed
    assert found.padding == 0


def test_a_plain_program() -> None:
    found = program(pe(library=False) + b"x")
    assert (found.is_library, found.own_name, found.exports, found.signed) == (False, "", (), False)


def test_only_the_first_hundred_exports() -> None:
    assert len(program(pe(exports=[f"n{i}" for i in range(101)])).exports) == 100


def test_padding_counts_the_equal_bytes_at_the_end() -> None:
    assert program(pe(overlay=b"end", padding=5 << 20)).padding == 5 << 20
    assert program(pe(overlay=b"end" + b"A" * 77)).padding == 77


def test_half_a_gigabyte_of_zeros_in_flat_memory_and_little_time(tmp_path: Path) -> None:
    path = tmp_path / "padded.dll"
    head = pe(own_name="Y.dll", overlay=b"x")
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + (500 << 20))
    begun = time.process_time()
    [found] = FORMAT.open(Blob(Origin("s", "l"), "padded.dll", Lying(path)), Budget())
    assert isinstance(found, Program)
    assert (found.padding, found.own_name) == (500 << 20, "Y.dll")
    assert time.process_time() - begun < 10


def test_what_stands_behind_the_padding_does_not_hide_it(tmp_path: Path) -> None:
    path = tmp_path / "padded.dll"
    path.write_bytes(pe() + bytes(60_000_000) + b"tail" * 1000)
    [found] = FORMAT.open(Blob(Origin("s", "l"), "padded.dll", Lying(path)), Budget())
    assert isinstance(found, Program)
    # Whole blocks of 64 KiB are counted.
    assert 60_000_000 - (128 << 10) < found.padding <= 60_000_000


@pytest.mark.parametrize("pattern", [b"a" * 4096 + b"b" * 4096, Random(2).randbytes(4099), b"Lorem ipsum dolor sit amet. "])
def test_padding_that_is_a_pattern(tmp_path: Path, pattern: bytes) -> None:
    path, count = tmp_path / "padded.dll", 52_000_000 // len(pattern)
    path.write_bytes(pe() + pattern * count + b"tail")
    [found] = FORMAT.open(Blob(Origin("s", "l"), "padded.dll", Lying(path)), Budget())
    assert isinstance(found, Program)
    assert len(pattern) * count - (256 << 10) < found.padding <= len(pattern) * count


@pytest.mark.parametrize(("size", "told"), [(50_000_000, True), (49_999_999, False)])
def test_much_behind_the_sections_is_told(tmp_path: Path, size: int, told: bool) -> None:
    path = tmp_path / "setup.exe"
    path.write_bytes(pe() + Random(1).randbytes(size))
    found = list(FORMAT.open(Blob(Origin("s", "l"), "setup.exe", Lying(path)), Budget()))
    gaps = [one.detail for one in found if isinstance(one, Gap)]
    assert gaps == ["50 MB behind the program's structure, not looked at"] * told
    assert isinstance(found[0], Program)
    assert found[0].padding == 0


@pytest.mark.parametrize("start", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00", b"MSCF\0\0\0\0", b"PK\x03\x04", b"MZ"])
def test_what_is_glued_to_it_is_opened(start: bytes) -> None:
    overlay = start + b"rest"
    found = inside(FORMAT, pe(overlay=overlay))
    assert found.contents() == {"overlay": overlay}
    assert found.blobs[0].within == ("program",)


def test_settings_before_an_archive_are_passed_over() -> None:
    overlay = b";!@Install@!UTF-8!\r\nTitle\r\n;!@InstallEnd@!"
    assert inside(FORMAT, pe(overlay=overlay + b"7z\xbc\xaf\x27\x1crest")).contents() == {"overlay": b"7z\xbc\xaf\x27\x1crest"}


def test_behind_the_signature() -> None:
    assert inside(FORMAT, pe(signature=bytes(7) + b"s", overlay=b"PK\x03\x04")).contents() == {"overlay": b"PK\x03\x04"}


def test_an_installer_that_is_not_read_is_a_gap() -> None:
    found = inside(FORMAT, pe(overlay=b"\0\0\0\0\xef\xbe\xad\xdeNullsoftInst" + b"x" * 20))
    assert found.gaps == [("unsupported", "what an NSIS installer carries")]


def test_honest_trailing_bytes_are_nothing() -> None:
    found = inside(FORMAT, pe(overlay=b"debug symbols"))
    assert found.blobs == [] and found.gaps == []


def test_old_programs() -> None:
    dos = b"MZ".ljust(0x18, b"\0") + b"\x1c\0".ljust(0x24, b"\0") + bytes(100)
    assert program(dos + b"x").form == "dos"
    ne = b"MZ".ljust(0x3C, b"\0") + b"\x40\0\0\0" + b"NE" + bytes(100)
    assert program(ne).form == "ne"


def test_a_start_without_a_header_is_a_program_with_a_gap() -> None:
    found = inside(FORMAT, b"MZ" + bytes(1000))
    assert found.one(Program).padding == 1000
    assert [reason for reason, _ in found.gaps] == ["unsupported"]


@pytest.mark.parametrize("length", [0x41, 0x84, 0x90, 0x190, 0x1A0, 0x410])
def test_cut_off(length: int) -> None:
    found = inside(FORMAT, pe(own_name="Y.dll", exports=["a"])[:length])
    assert found.one(Program).form == "pe"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_bytes(data: st.DataObject) -> None:
    damaged = bytearray(pe(own_name="Y.dll", exports=["a", "b"], signature=b"12345678", overlay=b"PK\x03\x04"))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.one_of(st.integers(2, 0x1F0), st.integers(0x400, 0x440)))
        damaged[at] = data.draw(st.integers(0, 255))
    assert len(inside(FORMAT, bytes(damaged)).all(Program)) == 1


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\x7fELF" + bytes(60), "elf"),
        (b"\xcf\xfa\xed\xfe" + bytes(60), "mach-o"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02" + bytes(60), "mach-o"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60), "java"),
        (zipped("META-INF/MANIFEST.MF", "a/Main.class"), "java"),
        (zipped("AppxManifest.xml", "a.exe"), "appx"),
        (zipped("AppxMetadata/AppxBundleManifest.xml", "a.appx"), "appx"),
    ],
)
def test_other_kinds_of_program(data: bytes, form: str) -> None:
    assert recognises(FORMAT, data)
    assert program(data).form == form


@pytest.mark.parametrize(
    "data",
    [
        zipped("META-INF/manifest.xml", "content.xml"),
        zipped("META-INF/MANIFEST.MF", "a.txt"),
        b"MZ is a text that begins so and goes on long enough to have the size of a header.",
        b"MZ",
        b"ZM" + bytes(100),
    ],
)
def test_near_misses(data: bytes) -> None:
    assert not recognises(FORMAT, data)


@pytest.mark.parametrize("start", [b"ITSF", b"\x3f\x5f\x03\x00"])
def test_compiled_help_is_a_gap(start: bytes) -> None:
    data = start + bytes(100)
    assert recognises(program_help.FORMAT, data)
    assert [reason for reason, _ in inside(program_help.FORMAT, data).gaps] == ["unsupported"]
