"""Zips: every way of packing and locking, and archives that say one thing here and another there."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import GIF, PNG, Member, look, zipped

from mimawari.formats import Head
from mimawari.formats.archives import zip as zip_format
from mimawari.formats.archives import zip_list
from mimawari.formats.budget import Budget
from mimawari.model import Reason


def written(method: int, **files: bytes) -> bytes:
    """By the standard library."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def locked(password: str, version: int = 2, bits: int = 256) -> bytes:
    """By pyzipper, in WinZip's AES."""
    import pyzipper

    out = BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED) as archive:
        archive.setencryption(pyzipper.WZ_AES, nbits=bits, force_wz_aes_version=version)
        archive.setpassword(password.encode())
        archive.writestr("a.png", PNG)
        archive.writestr("b.gif", GIF)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_each_way_of_packing(method: int) -> None:
    out = look(written(method, a_png=PNG, b_gif=GIF))
    assert out.by_name == {"a.png": PNG, "b.gif": GIF}
    assert out.gaps == []
    (archive,) = out.archives
    assert [(one.name, one.size) for one in archive.members] == [("a.png", len(PNG)), ("b.gif", len(GIF))]
    assert (archive.form, archive.count, archive.opened_with) == ("zip", 2, "")
    assert set(out.within.values()) == {("zip",)}


def test_deflate64() -> None:
    """What 7-Zip and Windows write for files beyond 2 GiB."""
    from inflate64 import Deflater

    packer = Deflater()
    packed = packer.deflate(PNG * 9) + packer.flush()
    one = Member(b"a.png", packed, method=0, size=len(PNG * 9), crc=zlib.crc32(PNG * 9))
    data = zipped(one).replace(struct.pack("<HHH", 0, 0, 0x21), struct.pack("<HHH", 9, 0, 0x21))
    out = look(data)
    assert out.by_name == {"a.png": PNG * 9}
    assert out.gaps == []


@pytest.mark.parametrize("method", [1, 6, 97, 98])
def test_a_way_of_packing_that_cannot_be_undone_is_a_gap(method: int) -> None:
    out = look(zipped(Member(b"a.doc", PNG, method=method), Member(b"b.png", GIF)))
    assert out.by_name == {"b.png": GIF}
    assert [(gap.reason, gap.origin.path) for gap in out.gaps] == [(Reason.UNSUPPORTED, ("a.doc",))]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("bits", [128, 192, 256])
def test_aes_with_the_password_of_the_mail(version: int, bits: int) -> None:
    out = look(locked("0912", version, bits), passwords=("wrong", "0912"))
    assert out.by_name == {"a.png": PNG, "b.gif": GIF}
    assert out.gaps == []
    assert out.archives[0].opened_with == "mail"
    assert all(one.encrypted for one in out.archives[0].members)
    assert set(out.within.values()) == {("zip-encrypted",)}


def test_a_common_password() -> None:
    out = look(locked("infected"), budget=Budget(passwords=("infected",)))
    assert out.by_name == {"a.png": PNG, "b.gif": GIF}
    assert out.archives[0].opened_with == "common"


@pytest.mark.parametrize("data", [locked("secret"), zipped(Member(b"a.png", PNG, password=b"secret"))], ids=["aes", "zipcrypto"])
def test_no_password_fits(data: bytes) -> None:
    out = look(data, passwords=tuple(f"p{number}" for number in range(49)))
    assert out.files == {}
    assert [(gap.reason, gap.origin.path) for gap in out.gaps] == [(Reason.ENCRYPTED, ())]
    assert out.archives[0].opened_with == ""
    assert out.archives[0].members[0].encrypted


@pytest.mark.parametrize("method", [0, 8])
def test_zipcrypto(method: int) -> None:
    """Some of the wrong passwords pass the check of one byte, and only the checksum tells them."""
    data = zipped(Member(b"a.png", PNG, method, password=b"right"), Member(b"b.gif", GIF, method, password=b"right"))
    for first in range(0, 400, 40):
        wrong = tuple(f"w{number}" for number in range(first, first + 40))
        out = look(data, passwords=(*wrong, "right"))
        assert out.by_name == {"a.png": PNG, "b.gif": GIF}
        assert out.gaps == []


def test_a_japanese_password_is_tried_in_both_code_pages() -> None:
    for encoding in ("utf-8", "cp932"):
        out = look(zipped(Member(b"a.png", PNG, password="請求書".encode(encoding))), passwords=("請求書",))
        assert out.by_name == {"a.png": PNG}, encoding


def test_members_with_different_passwords() -> None:
    data = zipped(Member(b"a.png", PNG, password=b"one"), Member(b"b.gif", GIF, password=b"two"), Member(b"c", GIF, password=b"?"))
    out = look(data, passwords=("one", "two"))
    assert out.by_name == {"a.png": PNG, "b.gif": GIF}
    assert out.says("no known password opens its encrypted members (1)")


def test_no_more_than_fifty_passwords_are_tried() -> None:
    out = look(locked("p60"), passwords=tuple(f"p{number}" for number in range(100)))
    assert out.reasons == {Reason.ENCRYPTED}


def test_names_in_cp932() -> None:
    out = look(zipped(Member("請求書\u80fd.png".encode("cp932"), PNG)))
    assert list(out.by_name) == ["請求書\u80fd.png"]


def test_names_never_lead_anywhere() -> None:
    names = (b"../../etc/a.png", b"C:\\Windows\\b.png", b"/abs/c.png", b"d\\e.png")
    out = look(zipped(*(Member(name, PNG) for name in names)))
    assert len(out.files) == 4
    assert all(way[-1] in {"../../etc/a.png", "C:\\Windows\\b.png", "/abs/c.png", "d\\e.png"} for way in out.files)


def test_two_members_of_one_name_are_both_opened() -> None:
    out = look(zipped(Member(b"a.zip", zipped(Member(b"1.png", PNG))), Member(b"a.zip", zipped(Member(b"2.png", GIF)))))
    assert {way[-1] for way in out.files} == {"1.png", "2.png"}


def test_a_member_written_in_a_stream() -> None:
    """Its own header has no sizes; they follow it in a descriptor (bit 3)."""
    out = look(zipped(Member(b"a.png", PNG, flags=8), Member(b"b.gif", GIF, flags=8)))
    assert out.by_name == {"a.png": PNG, "b.gif": GIF}
    assert out.gaps == []


def test_a_member_that_the_directory_does_not_list_is_opened_and_told() -> None:
    out = look(zipped(Member(b"a.png", PNG), Member(b"hidden.gif", GIF, listed=False), Member(b"c.png", PNG)))
    assert set(out.by_name) == {"a.png", "hidden.gif", "c.png"}
    assert out.says("1 members that the archive's directory does not list")


def test_two_archives_one_behind_the_other() -> None:
    """Which one a program shows depends on where it begins to look."""
    first, second = zipped(Member(b"a.png", PNG)), zipped(Member(b"b.gif", GIF))
    out = look(first + second)
    assert set(out.by_name) >= {"a.png", "b.gif"}
    assert out.says("does not list")


def test_an_end_record_in_the_comment_of_another() -> None:
    fake = zipped(Member(b"b.gif", GIF))
    out = look(zipped(Member(b"a.png", PNG), comment=fake))
    assert set(out.by_name) >= {"a.png", "b.gif"}
    assert Reason.CORRUPT in out.reasons


@pytest.mark.parametrize("shift", [0, 900])
def test_data_before_the_archive(shift: int) -> None:
    """Offsets count from the file's begin, or from the archive's; the data before it is looked at as well."""
    out = look(zipped(Member(b"a.png", PNG), before=GIF.ljust(900, b"\1"), shift=shift))
    assert out.by_name["a.png"] == PNG
    assert out.by_name["(data at byte 0)"].startswith(GIF)


def test_a_self_extracting_archive_is_opened_and_its_program_left_to_others() -> None:
    out = look(zipped(Member(b"a.png", PNG), before=b"MZ" + bytes(5000), shift=5002))
    assert out.by_name == {"a.png": PNG}


@pytest.mark.parametrize(
    "start",
    [
        b"%PDF-1.7\n",
        b"{\\rtf1 ",
        bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"),
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes.fromhex("4c0000000114020000000000c000000000000046"),
    ],
)
def test_a_document_with_an_archive_at_its_end_is_left_to_its_own_format(start: bytes) -> None:
    """A notebook keeps its files whole: the last one may be an archive, with the notebook's own mark behind it."""
    out = look(start + bytes(range(1, 200)) * 9 + zipped(Member(b"a.png", PNG)) + b"end of the notebook's file")
    assert (out.by_name, out.gaps) == ({"a.png": PNG}, [])


def test_data_behind_the_archive_is_looked_at() -> None:
    out = look(zipped(Member(b"a.png", PNG)) + GIF)
    assert GIF in out.by_name.values()
    assert look(zipped(Member(b"a.png", PNG)) + bytes(500)).by_name == {"a.png": PNG}


@pytest.mark.parametrize(
    "lying",
    [
        Member(b"a.png", PNG, local_name=b"a.exe"),
        Member(b"a.png", PNG, crc=1),
        Member(b"a.png", PNG, size=5),
        Member(b"a.png", PNG, method=0, crc=1),
    ],
    ids=["name", "checksum", "size", "stored checksum"],
)
def test_headers_that_lie_are_told_and_the_content_is_looked_at(lying: Member) -> None:
    out = look(zipped(lying))
    assert out.by_name == {"a.png": PNG}
    assert out.reasons == {Reason.CORRUPT}


def test_members_that_lie_over_each_other() -> None:
    data = zipped(Member(b"a.png", PNG))
    at = data.index(b"PK\1\2")
    row, end = data[at:-22], struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2, 2, 2 * (len(data) - 22 - at), at, 0)
    out = look(data[:at] + row * 2 + end)
    assert out.says("overlap others")


def test_one_that_was_cut_off_gives_what_is_there() -> None:
    whole = zipped(Member(b"a.png", PNG), Member(b"b.gif", GIF, method=0), Member(b"c.png", PNG * 9, method=0))
    out = look(whole[: whole.index(b"c.png") + 1000])
    assert out.by_name["a.png"] == PNG
    assert out.by_name["b.gif"] == GIF
    assert out.by_name["c.png"] == (PNG * 9)[: len(out.by_name["c.png"])]
    assert out.reasons == {Reason.CORRUPT}


def test_an_empty_one_and_folders() -> None:
    assert look(zipped()).gaps == []
    out = look(zipped(Member(b"folder/", b"", method=0), Member(b"empty.txt", b"", method=0)))
    assert (out.files, out.gaps, out.archives[0].count) == ({}, [], 2)


def test_a_folder_with_data_in_it_is_opened() -> None:
    assert look(zipped(Member(b"folder/", PNG))).files == {("folder/",): PNG}


def test_a_package_of_office_is_not_opened_as_a_zip() -> None:
    data = zipped(Member(b"[Content_Types].xml", b"<Types/>"), Member(b"word/document.xml", b"<w/>"))
    assert not zip_format.recognises(Head("a.docx", len(data), data, data))
    assert zip_format.recognises(Head("a.zip", len(data), data, data))


_SAMPLE = zipped(Member(b"a.png", PNG), Member(b"b.gif", GIF, flags=8), Member(b"c.png", PNG, password=b"right"))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(_SAMPLE) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(_SAMPLE)))
def test_damage_is_borne(flips: list[tuple[int, int]], end: int) -> None:
    """Whatever is hit: no other exception than BadEvidence, and what is lost of a file is told."""
    data = bytearray(_SAMPLE)
    for at, value in flips:
        data[at] = value
    out = look(bytes(data[: end or None]), passwords=("right",))
    if not {PNG, GIF} <= set(out.files.values()):
        assert out.gaps


def test_members_whose_rows_were_not_kept_are_listed_nonetheless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_list, "MOST", 3)
    out = look(written(0, **{f"f{number}_png": PNG for number in range(6)}), "a.zip")
    assert [gap.detail for gap in out.gaps] == ["more than 3 members, the rest was not opened"]
