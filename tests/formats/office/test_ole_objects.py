"""What is embedded in compound files, and what they link to."""

from __future__ import annotations

import struct

from support.office.ole_writer import guid
from support.office.packager import package
from support.office.word_writer import word_document

from mimawari.formats import Inside
from mimawari.formats.budget import Allowance, Budget
from mimawari.formats.kept import Kept
from mimawari.formats.office import ole
from mimawari.model import Blob, Embedded, External, Gap, OfficeDocument, Origin, Reason


def look(content: bytes, budget: Budget | None = None) -> list[Inside]:
    return list(ole.opened(Blob(Origin("s", "l", ("a.doc",)), "a.doc", Kept.of(content)), budget or Budget()))


def gaps(seen: list[Inside]) -> list[tuple[Reason, str]]:
    return [(one.reason, one.detail) for one in seen if isinstance(one, Gap)]


def test_packages() -> None:
    program = b"MZ" + bytes(range(256)) * 400
    script = b'WScript.Echo "hello"\r\n'
    seen = look(
        word_document(
            text="x",
            streams={
                "ObjectPool/_1/\x01Ole10Native": package("prog.exe", program),
                "ObjectPool/_2/\x01Ole10Native": package("note.js", script),
                "ObjectPool/_3/\x01Ole10Native": package("away.exe", b""),
                "ObjectPool/_4/Package": b"PK\3\4" + bytes(500),
                "ObjectPool/_5/Equation Native": b"\x1c\0" + bytes(50),
                "ObjectPool/_6/CONTENTS": b"plain words of an embedded note",
            },
        )
    )
    found = seen[0]
    assert isinstance(found, OfficeDocument)
    assert set(found.objects) == {
        Embedded(name="prog.exe", kind="pe", size=len(program)),
        Embedded(name="note.js", kind="script", size=len(script)),
        Embedded(name="away.exe", kind="link"),
        Embedded(name="_4", kind="zip", size=504),
        Embedded(name="ObjectPool/_5/Equation Native", kind="equation", size=52),
        Embedded(name="_6", kind="text", size=31),
    }
    closed = {one.name: one for one in seen if isinstance(one, Blob)}
    assert set(closed) == {"prog.exe", "note.js", "_4"}
    assert closed["prog.exe"].content.open().read() == program
    assert closed["note.js"].content.open().read() == script
    assert closed["prog.exe"].within == ("ole",)
    assert gaps(seen) == []


def test_a_padded_program_in_a_package() -> None:
    seen = look(word_document(text="x", streams={"ObjectPool/_1/\x01Ole10Native": package("p.exe", b"MZ" + bytes(40 << 20))}))
    (closed,) = [one for one in seen if isinstance(one, Blob)]
    assert closed.content.size == (40 << 20) + 2
    assert isinstance(closed.content, Kept)
    assert closed.content.held < 1 << 20


def test_too_much_embedded_is_told() -> None:
    big = b"MZ" + bytes(range(1, 251)) * 40_000
    seen = look(
        word_document(text="x", streams={"ObjectPool/_1/\x01Ole10Native": package("p.exe", big)}),
        budget=Budget(Allowance(member=1 << 20)),
    )
    assert [reason for reason, _ in gaps(seen)] == [Reason.TOO_LARGE]


def test_links_to_objects_elsewhere() -> None:
    moniker = struct.pack("<IIII", 0x02000001, 1, 1, 0) + guid("79EAC9E0-BAF9-11CE-8C82-00AA004BA90B")
    moniker += struct.pack("<I", 60) + "https://example.com/x.hta".encode("utf-16-le") + bytes(2)
    (found,) = look(word_document(text="x", streams={"ObjectPool/_1/\x01Ole": moniker, "ObjectPool/_2/\x01Ole": bytes(20)}))
    assert isinstance(found, OfficeDocument)
    assert found.externals == (External(form="oleObject", target="https://example.com/x.hta", automatic=True),)
