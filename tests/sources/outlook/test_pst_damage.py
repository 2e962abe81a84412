"""Damaged, cut off and hostile data files of Outlook: each fault costs what it hits, by name, and no more time than an item has."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.pst_cipher import disguised
from support.pst_file import ANSI, FIRST, LARGE, UNICODE, File, Form
from support.pst_heap import BINARY, LONG, OBJECT, properties
from support.pst_mail import Attached, Person, Writer, Written, pst
from support.pst_reading import Read, files, inner, read, seen, written
from support.spoiling import flipped, within

from mimawari.model import BadEvidence, Blob, Gap, Reason
from mimawari.sources.outlook import letter, pages, store

INNER = Written(subject="in", text="inner", attached=[Attached("i.bin", b"i" * 5000)])
MAIL = Written(subject="件名", text="本文" * 50, page_html=b"<p>x</p>", people=[Person("p", "p@example.jp")],
               attached=[Attached("a.zip", bytes(range(256)) * 100), Attached("m", INNER)], message_id="<m@x>")  # fmt: skip
FORMS = {form.name: pst({"受信トレイ": [MAIL] * 12, "b/c": [MAIL] * 3}, form) for form in (ANSI, UNICODE, LARGE)}


def looked(path: Path) -> tuple[int, int]:
    """How many mails and gaps a file gives, all read to their end; it may only raise ``BadEvidence``."""
    mails = gaps = 0
    try:
        for one in seen(path):
            gaps += isinstance(one, Gap)
            if isinstance(one, Blob):
                mails += 1
                try:
                    with one.content.open() as stream:
                        while stream.read(1 << 16):
                            pass
                except BadEvidence:
                    gaps += 1
    except BadEvidence:
        gaps += 1
    return mails, gaps


@pytest.mark.parametrize("name", FORMS)
def test_cut_off_anywhere(name: str, tmp_path: Path) -> None:
    data, path = FORMS[name], tmp_path / "case.pst"
    for length in range(0, len(data), len(data) // 60):
        path.write_bytes(data[:length])
        mails, gaps = looked(path)
        assert gaps or not length, length
        assert mails <= 15
    path.write_bytes(data)
    assert looked(path) == (15, 0)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 30))
def test_bytes_flipped(name: str, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "case.pst"
    path.write_bytes(flipped(Random(seed), FORMS[name], most=40))
    with within(30):
        mails, gaps = looked(path)
    assert mails == 15 or gaps


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1 << 20))
def test_a_sector_that_was_lost_is_told(at: int, tmp_path: Path) -> None:
    """Each block has a check sum, each page its marks; what only pads is nothing, and only blocks of messages are read."""
    data, used = bytearray(FORMS["unicode"]), sectors(FORMS["unicode"])
    sector = used[at % len(used)]
    data[sector * 512 : sector * 512 + 512] = bytes(512)
    path = tmp_path / "case.pst"
    path.write_bytes(data)
    assert looked(path)[1]


def sectors(data: bytes) -> list[int]:
    """Those that lie wholly in the large attachment of a message, which begins ``00 01 02 ...``."""
    begin = bytes(disguised(bytes(range(256)), 1, 0))
    first = data.index(begin) // 512 + 1
    return [first + number for number in range(40)]


def entry(data: bytearray, number: int) -> int:
    """Where the entry of a node stands in the index of a file of 64-bit identifiers."""
    found = data.rfind(struct.pack("<Q", number))
    assert found > 0
    return found


def test_a_message_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    data = bytearray(FORMS["unicode"])
    struct.pack_into("<Q", data, entry(data, 0x200024) + 8, 0x7FFFFFF0)
    found = written(tmp_path, bytes(data))
    assert len(found.mails) == 14
    assert [(gap.origin.path, gap.reason, gap.wanted) for gap in found.gaps] == [
        (("受信トレイ", "2097188"), Reason.CORRUPT, "message")
    ]


def test_an_attachment_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    writer = Writer(File(UNICODE))
    writer.begin()
    broken = Attached("bad.zip", None, extra={0x3701: (BINARY, b"")})
    object_ = Attached("gone", None, 5, extra={0x3701: (OBJECT, struct.pack("<II", 0x200104, 9))})
    writer.message(replace(MAIL, attached=[broken, object_, MAIL.attached[0]]), writer.folder("a"))
    found = written(tmp_path, writer.done())
    assert {name: len(data) for name, data in files(found.only).items()} == {"bad.zip": 0, "gone": 0, "a.zip": 25_600}
    assert found.details == ["bad.zip: an attachment without content", "gone: a part of an item of Outlook is missing"]


def test_a_cut_off_file_says_so(tmp_path: Path) -> None:
    data = pst({"a": [replace(MAIL, subject=str(number)) for number in range(40)]})
    found = written(tmp_path, data + bytes(100))
    assert (len(found.mails), found.gaps) == (40, [])
    longer = bytearray(data)
    struct.pack_into("<Q", longer, 184, len(data) + 4096)
    assert "the file is cut off: its end is missing" in written(tmp_path, bytes(longer), "b.pst").details


def tree(page: int, kind: int, level: int, children: list[tuple[int, int]]) -> bytes:
    """A page of a B-tree of 64-bit identifiers: keys and offsets."""
    rows = b"".join(struct.pack("<QQQ", key, 4, offset) for key, offset in children).ljust(488, b"\0")
    return rows + struct.pack("<BBBB4x", len(children), 20, 24, level) + struct.pack("<BBHIQ", kind, kind, 0, 0, 4)


@pytest.mark.parametrize("level", [0, 1, 5, 12, 13, 255])
def test_an_index_that_leads_into_itself(level: int, tmp_path: Path) -> None:
    data = bytearray(FORMS["unicode"])
    root = struct.unpack_from("<Q", data, 224)[0]
    data[root : root + 512] = tree(512, pages.NODES, level, [(0, root), (0x300000, root)])
    found = written(tmp_path, bytes(data))
    assert found.gaps
    assert [path[:2] for path in found.mails] == PLACES


PLACES = [*(("受信トレイ", str(0x200024 + 32 * number)) for number in range(12)),
          *(("b/c", str(0x200024 + 32 * number)) for number in range(12, 15))]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("tree", ["nodes", "blocks", "both"])
def test_what_is_left_of_a_lost_index_is_looked_for(name: str, tree: str, tmp_path: Path) -> None:
    """The upper pages are gone, the leaves are there."""
    data = bytearray(FORMS[name])
    size = 4096 if name == "unicode-4k" else 512
    for kind, at in (("nodes", 224), ("blocks", 240)) if name != "ansi" else (("nodes", 188), ("blocks", 196)):
        root = struct.unpack_from("<I", data, at)[0]
        level = data[root + (4061 if size > 512 else 499 if name == "ansi" else 491)]
        # A root that is the only leaf is all there is.
        if tree in (kind, "both") and level:
            data[root : root + size] = bytes(size)
        elif tree in (kind, "both"):
            struct.pack_into("<I", data, at, 0x4400)
    found = written(tmp_path, bytes(data))
    assert set(found.details) == {"a page of the index of an Outlook data file is damaged"}
    assert [gap.wanted for gap in found.gaps] == ["message"]
    assert [path[:2] for path in found.mails] == PLACES
    whole = written(tmp_path, FORMS[name], "whole")
    assert [files(mail) for mail in found.mails.values()] == [files(mail) for mail in whole.mails.values()]


def test_what_was_deleted_is_named_so(tmp_path: Path) -> None:
    """A leaf of an older state lies behind the file, and the index of today is damaged elsewhere."""
    writer = Writer(File(UNICODE))
    writer.begin()
    folder = writer.folder("a")
    writer.message(Written(subject="kept"), folder)
    kept = list(writer.file.nodes)
    writer.message(Written(subject="deleted"), folder)
    gone = writer.message(Written(subject="overwritten"), folder)
    writer.file.nodes = [(*one[:1], 0x7FFFF0, *one[2:]) if one[0] == gone else one for one in writer.file.nodes]
    older = [(one[0], struct.pack("<QQQII", *one, 2)) for one in sorted(writer.file.nodes)]
    writer.file._page(pages.NODES, 0, 32, [one for one in older if one[0] & 0x1F == 4])
    writer.file.nodes, writer.tree = kept, {}
    data = bytearray(writer.file.done())
    struct.pack_into("<Q", data, 184, len(data) + 1)
    found = written(tmp_path, bytes(data))
    assert [(path[0], mail["subject"]) for path, mail in found.mails.items()] == [("a", "kept"), ("(recovered)/a", "deleted")]
    assert found.details == ["the file is cut off: its end is missing"]


def test_an_index_of_many_ways_to_one_page(tmp_path: Path) -> None:
    """Twelve levels of pages that name the next twenty times each would be 20 ** 12 ways."""
    data = bytearray(FORMS["unicode"])
    start = len(data)
    for level in range(12, 0, -1):
        below = struct.unpack_from("<Q", data, 224)[0] if level == 1 else start + (12 - level + 1) * 512
        data += tree(512, pages.NODES, level, [(key, below) for key in range(20)])
    struct.pack_into("<Q", data, 224, start)
    with within(20):
        found = written(tmp_path, bytes(data))
    assert "the index of an Outlook data file leads in a circle" in found.details


def deep(levels: int) -> Written:
    mail = Written(subject="deepest", text="t")
    for number in range(levels):
        mail = Written(subject=str(number), attached=[Attached("m", mail)])
    return mail


def test_mails_in_mails_without_end(tmp_path: Path) -> None:
    found = written(tmp_path, pst({"a": [deep(letter.DEPTH - 1), deep(letter.DEPTH)]}))
    assert found.details == ["m: too many messages inside each other"]
    depth, mail = 0, next(iter(found.mails.values()))
    while below := inner(mail):
        mail, depth = below[0], depth + 1
    assert depth == letter.DEPTH - 1
    assert mail["subject"] == "deepest"


def test_a_mail_that_is_attached_to_itself(tmp_path: Path) -> None:
    """The node of an attachment names the block of the subnodes that it stands in itself."""
    writer = Writer(File(UNICODE))
    writer.begin()
    folder = writer.folder("a")
    writer.message(Written(subject="s", attached=[Attached(f"m{n}", Written(subject="in")) for n in range(9)]), folder)
    file = writer.file
    _, content, below, _ = next(one for one in file.nodes if one[0] == 0x200024)
    leaf = [(0x8025 + 32 * n, attachment(file, n), below) for n in range(9)]
    nodes = {number: rest for number, *rest in leaf} | {0x200104: (content, below)}
    packed = b"".join(struct.pack("<QQQ", number, *nodes[number]) for number in sorted(nodes))
    offset, size = next((one[1] - FIRST, one[2]) for one in file.blocks if one[0] == below)
    replaced = struct.pack("<BBH4x", 2, 0, len(nodes)) + packed
    file.body[offset : offset + len(replaced)] = replaced
    file.blocks = [(one[0], one[1], max(size, len(replaced)), one[3]) if one[0] == below else one for one in file.blocks]
    with within(60):
        found = written(tmp_path, writer.done())
    assert any("too many messages" in detail or "attachments of one message" in detail for detail in found.details)


def attachment(file: File, number: int) -> int:
    return properties(file, {0x3705: (LONG, 5), 0x3701: (OBJECT, struct.pack("<II", 0x200104, number))})[0]


def test_more_attachments_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter, "ATTACHMENTS", 5)
    found = written(tmp_path, pst({"a": [Written(subject="s", attached=[Attached(f"f{n}", b"x") for n in range(9)])]}))
    assert len(files(found.only)) == 5
    assert found.details == ["more than 5 attachments of one message"]


def test_an_item_of_more_blocks_than_an_item_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOKUPS", 40)
    attached = [Attached("large", bytes(900_000)), Attached("small", b"s")]
    found = written(tmp_path, pst({"a": [Written(subject="s", attached=attached), Written(subject="t", text="x")]}))
    assert found.details[0] == "large: an item of Outlook that is too large to be read"
    assert [mail["subject"] for mail in found.mails.values()][-1] == "t"


def test_texts_longer_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter, "TEXTS", 1000)
    found: Read = written(tmp_path, pst({"a": [Written(subject="s", text="x" * 5000)]}))
    assert found.details == ["a very long text of a mail was not read to its end"]


def test_what_is_held_of_all_that_is_attached_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many small files, and of headers of mails in a mail."""
    monkeypatch.setattr(letter, "TEXTS", 20_000)
    small = [Attached(f"f{number}", bytes(3000)) for number in range(9)]
    heads = [Attached(f"m{number}", Written(headers="X-A: " + "y" * 3000)) for number in range(9)]
    found = written(tmp_path, pst({"a": [Written(subject="s", attached=small), Written(subject="t", attached=heads)]}))
    too_large = "an item of Outlook that is too large to be read"
    assert found.details == [*(f"f{n}: {too_large}" for n in range(6, 9)), *(f"m{n}: {too_large}" for n in range(6, 9))]
    assert [path[1] for path in found.mails] == ["2097188", "2097220"]


def test_disguised_blocks_in_a_file_that_says_there_are_none(tmp_path: Path) -> None:
    data = bytearray(FORMS["unicode"])
    assert data[513] == 1
    data[513] = 0
    path = tmp_path / "case.pst"
    path.write_bytes(data)
    found = read(path)
    assert (len(found.mails), found.gaps) == (15, [])
    assert next(iter(found.mails.values()))["subject"] == "件名"


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_an_empty_or_strange_header(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "case.pst"
    head = pst({}, form)[:564]
    for data in (b"!BDN", head[:100], head, head + bytes(5000), head[:180] + b"\xff" * 384):
        path.write_bytes(data)
        assert looked(path)[1], len(data)
