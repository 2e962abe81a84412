"""``winmail.dat``: the attachments in it, also in damaged ones."""

import struct

from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.public_data import labelled

from mimawari.formats.tnef import FORMAT


def attribute(level: int, identity: int, body: bytes) -> bytes:
    """[MS-OXTNEF] 2.1.3.1, with its sum."""
    return struct.pack("<BII", level, identity, len(body)) + body + struct.pack("<H", sum(body) & 0xFFFF)


def property_of(identity: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, identity, 1, len(value)) + value + bytes(-len(value) % 4)


def winmail(*files: tuple[str, str, bytes], extra: bytes = b"") -> bytes:
    """Each file has a short name, a long one (may be empty), and its content."""
    data = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    for short, long, content in files:
        data += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, short.encode("cp932") + b"\0")
        data += attribute(2, 0x0006800F, content)
        name = property_of(0x3707, 0x1F, long.encode("utf-16-le") + b"\0\0") if long else b""
        data += attribute(2, 0x00069005, struct.pack("<I", bool(long)) + name + extra)
    return data


def test_the_attachments_with_their_long_names() -> None:
    data = winmail(("SEIKYU~1.DOC", "請求書 2022.doc", b"one"), ("請求.xls", "", b"two"))
    assert recognises(FORMAT, data)
    found = inside(FORMAT, data, "winmail.dat")
    assert found.contents() == {"請求書 2022.doc": b"one", "請求.xls": b"two"}
    assert found.blobs[0].within == ("tnef",)
    assert found.gaps == []


def test_an_embedded_object_is_a_gap() -> None:
    found = inside(FORMAT, winmail(("a", "", b""), extra=struct.pack("<HH", 0x0D, 0x3701) + bytes(30)))
    assert found.gaps == [("unsupported", "an object embedded in winmail.dat")]


def test_cut_off_anywhere_it_is_said() -> None:
    whole = winmail(("a.doc", "", b"content of it"))
    ends = {len(winmail()), *(whole.index(struct.pack("<I", one)) - 1 for one in (0x00018010, 0x0006800F, 0x00069005))}
    for length in range(7, len(whole) - 2):
        gaps = [reason for reason, _ in inside(FORMAT, whole[:length]).gaps]
        # The sum of two bytes behind an attribute is not looked at.
        assert gaps == ["corrupt"] or any(end - 2 <= length <= end for end in ends), length


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_flipped_bytes(data: st.DataObject) -> None:
    damaged = bytearray(winmail(("a.doc", "b.doc", b"content")))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    inside(FORMAT, bytes(damaged))


# The names as the attributes of each have them, seen with a hex viewer.
PUBLIC = {
    "mimekit/two-files.tnef": {"AUTHORS": 244, "README": 893},
    "mimekit/multi-value-attribute.tnef": {"208225__5_seconds__Voice_Mail.mp3": 10656},
    "mimekit/panic.tnef": {"image001.jpg": 11250, "image002.jpg": 9583, "image003.png": 7147},
    "mimekit/missing-filenames.tnef": {"generpts.src": 61210, "TechlibDEC99.doc": 33792, "TechlibDEC99-JAN00.doc": 34304,
                                       "TechlibNOV99.doc": 33792},
    "mimekit/rtf.tnef": {},
}  # fmt: skip


def test_public_ones() -> None:
    files = {name: path for name, path in labelled("mail_benign").items() if name.endswith(".tnef")}
    assert files.keys() == PUBLIC.keys()
    for name, path in files.items():
        found = inside(FORMAT, path.read_bytes())
        assert {file: len(content) for file, content in found.contents().items()} == PUBLIC[name], name
        assert (found.gaps == []) == (name != "mimekit/panic.tnef")
