from __future__ import annotations

import struct

import pytest
from support.hives import HIVE, WRITTEN, base, hive, tree, value

from mimawari.examples.hive_writer import Key, Value, binary, build, number, text
from mimawari.model import BadEvidence, Reason


def test_a_key_is_found_whatever_its_letter_case() -> None:
    key = hive(HIVE).key(r"software\MICROSOFT\Windows\currentversion\RUN")
    assert key is not None
    assert key.name == "Run"
    assert key.written == WRITTEN
    assert [found.name for found in key.values()] == ["OneDrive", "日本語", "Mark"]


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("", 1, "default"),
        ("NUMBER", 4, bytes([4, 3, 2, 1])),
        ("bytes", 3, bytes(range(200))),
        ("none", 3, b""),
        ("three", 3, b"abc"),
        ("several", 7, "one\n二\nthree"),
        ("big", 3, bytes(i * 7 % 251 for i in range(50_000))),
    ],
)
def test_every_type_of_value(name: str, kind: int, data: str | bytes) -> None:
    found = value(hive(HIVE), r"Software\Kinds", name)
    assert found is not None
    assert (found.type, found.data) == (kind, data)


def test_names_beyond_ascii() -> None:
    opened = hive(HIVE)
    assert (found := value(opened, r"日本\キー", "値")) and found.data == "データ"
    assert (found := value(opened, "CAFÉ", "ü")) and found.data == b"\1\0\0\0"


def test_what_is_absent_is_none() -> None:
    opened = hive(HIVE)
    assert opened.key(r"Software\Nothing") is None
    assert opened.key(r"Software\Nothing\Below") is None
    assert value(opened, r"Software\Kinds", "nothing") is None


def test_no_letter_stands_for_an_ascii_one() -> None:
    root = Key()
    root.at("\u017foftware").put(text("planted", "x"))  # long s: its capital is S
    root.at("K").put(text("\u212a", "kelvin"))  # Kelvin sign: its small letter is k
    opened = hive(build(root))
    assert opened.key("Software") is None
    assert value(opened, "K", "k") is None


def test_the_empty_path_is_the_root_and_extra_separators_do_no_harm() -> None:
    opened = hive(HIVE)
    assert (root := opened.key("")) and root.name == "ROOT"
    assert (key := opened.key("\\Software\\\\Kinds\\")) and key.name == "Kinds"


def test_many_subkeys_lie_in_several_lists() -> None:
    key = hive(HIVE).key("Many")
    assert key is not None
    assert [below.name for below in key.subkeys()] == [f"key{i:04}" for i in range(1_200)]
    assert (found := value(hive(HIVE), r"Many\KEY0777", "n")) and found.data == struct.pack("<I", 777)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\0b\0\0\0c\0\0\0", "ab"),  # Windows stops at the first NUL
        (b"a\0b\0", "ab"),  # not terminated
        (b"a\0b", "a"),  # cut within a character
        (b"", ""),
        (b"\x00\xd8a\0", "\ufffda"),  # a lone surrogate
    ],
)
def test_text_ends_where_windows_ends_it(data: bytes, expected: str) -> None:
    opened = hive(build(Key(values=[Value("v", 1, data)])))
    assert (found := value(opened, "", "v")) and found.data == expected


@pytest.mark.parametrize(("hint", "kind"), [(b"SOFT", b"lf"), (b"\0\0\0\0", b"lf"), (None, b"li")])
def test_older_kinds_of_lists(hint: bytes | None, kind: bytes) -> None:
    root = Key()
    root.at("Software").put(number("n", 5))
    data = bytearray(build(root))
    at = data.index(b"lh\1\0")
    data[at : at + 2] = kind
    if hint is not None:
        data[at + 8 : at + 12] = hint
    assert (found := value(hive(bytes(data)), "software", "N")) and found.data == b"\5\0\0\0"


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "empty file"),
        (bytes(65_536), "nothing but zeros"),
        (b"PK\3\4" + bytes(9_000), "no registry hive"),
        (b"regf", "a registry hive without its bins"),
        (HIVE[:4096], "a registry hive without its bins"),
        (base(HIVE, 1, 1, 6) + HIVE[4096:], "a transaction log, not a hive"),
    ],
)
def test_what_is_no_hive_is_corrupt(data: bytes, detail: str) -> None:
    with pytest.raises(BadEvidence) as caught:
        hive(data)
    assert caught.value.reason is Reason.CORRUPT
    assert caught.value.detail == detail


def test_a_hive_that_was_cut_off_says_so_and_gives_what_is_there() -> None:
    root = tree()
    root.at("Zz").put(binary("z", bytes(16_000)))
    opened = hive(build(root)[:-8192])
    assert opened.defects == ("truncated: 8192 bytes missing",)
    assert value(opened, r"Software\Kinds", "number") is not None


def test_a_sound_hive_has_no_defects() -> None:
    opened = hive(HIVE)
    assert (opened.defects, opened.recovered, opened.written) == ((), 0, WRITTEN)


@pytest.mark.parametrize("missing", [1, 100, 511, 512, 513, 4095])
def test_every_byte_that_was_cut_off_counts(missing: int) -> None:
    assert hive(HIVE + bytes(9)).defects == ()
    assert hive(HIVE[:-missing]).defects == (f"truncated: {missing} bytes missing",)
