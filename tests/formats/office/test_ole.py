"""Compound files as documents: what comes out of one, whole, padded, encrypted, nested, damaged."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.forms_writer import FormControl
from support.office.ole_writer import compound_file, guid
from support.office.packager import package
from support.office.vba_writer import Compiled, Project, Source, project_streams, vba_project
from support.office.word_writer import WORD, word_document, word_streams
from support.public_data import labelled

from mimawari.formats import Inside, load
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.office import ole
from mimawari.model import BadEvidence, Blob, Content, Embedded, Gap, OfficeDocument, Origin, Reason
from mimawari.sources.single_file import Lying

_MACRO = Source("Qwerty", "Sub autoopen()\nMsgBox TextBox1\nEnd Sub\n", "document")


def look(content: bytes | Content, name: str = "a.doc", budget: Budget | None = None, **more: object) -> list[Inside]:
    kept = Kept.of(content) if isinstance(content, bytes) else content
    return list(ole.opened(Blob(Origin("s", "l", (name,)), name, kept, **more), budget or Budget()))  # type: ignore[arg-type]


def document(content: bytes | Content, **more: object) -> OfficeDocument:
    first = look(content, **more)[0]  # type: ignore[arg-type]
    assert isinstance(first, OfficeDocument)
    return first


def gaps(seen: list[Inside]) -> list[tuple[Reason, str]]:
    return [(one.reason, one.detail) for one in seen if isinstance(one, Gap)]


def test_it_is_found_as_a_format() -> None:
    assert load()["ole"] is ole.FORMAT


def test_a_document_like_emotets() -> None:
    controls = (FormControl("TextBox1", "z9" * 2000), FormControl("TextBox2", "short"))
    seen = look(
        word_document(
            [_MACRO, Source("Module1", "")],
            properties={"title": "t", "revision": "1", "edited": 0},
            controls=controls,
            text="\x13 CONTROL Forms.TextBox.1 \\s \x14\x01\x15",
            template=True,
        ),
        within=("zip",),
    )
    (found,) = seen
    assert isinstance(found, OfficeDocument)
    assert (found.name, found.application, found.shell, found.within) == ("a.doc", "word", "ole", ("zip",))
    assert found.vba is not None
    assert [module.name for module in found.vba.modules] == ["Qwerty", "Module1"]
    assert [(one.owner, one.name, one.text) for one in found.controls] == [
        ("Qwerty", "TextBox1", "z9" * 2000),
        ("Qwerty", "TextBox2", "short"),
    ]
    assert found.fields == ("CONTROL Forms.TextBox.1 \\s",)
    assert (found.properties.title, found.properties.revision, found.properties.edit_minutes) == ("t", 1, 0)
    assert found.is_template
    assert "Macros/VBA/dir" in found.parts
    assert "\x01CompObj" not in found.parts
    assert (found.opened_with, found.objects, found.text) == ("", (), "")


@pytest.mark.parametrize(
    ("streams", "application"),
    [
        ({"WordDocument": b"x"}, "word"),
        ({"Workbook": b"x"}, "excel"),
        ({"Book": b"x"}, "excel"),
        ({"PowerPoint Document": b""}, "powerpoint"),
        ({"VisioDocument": b"x"}, "visio"),
        ({"Contents": b"x", "Quill/QuillSub/CONTENTS": b"x"}, "publisher"),
        ({"Catalog": b"x"}, ""),
    ],
)
def test_whose_document(streams: dict[str, bytes], application: str) -> None:
    assert document(compound_file(streams)).application == application


def test_those_of_other_formats_are_left_to_them() -> None:
    assert look(compound_file({"__properties_version1.0": b"x", "__substg1.0_0037001F": b"x"})) == []
    assert look(compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})) == []
    installer = compound_file({"stream": b"x"}, {"": guid("000C1084-0000-0000-C000-000000000046")})
    assert look(installer) == []


def test_an_installer_that_is_not_seen_at_a_glance() -> None:
    """Its directory lies behind what a format may look at, and its name is a document's: nobody else would look."""
    far = compound_file({"stream": bytes(range(256)) * 200}, {"": guid("000C1084-0000-0000-C000-000000000046")})
    assert gaps(look(far)) == [(Reason.UNSUPPORTED, "a compound file of the kind msi that is not recognised as one")]


def test_padded_to_half_a_gigabyte() -> None:
    """As in March 2023: zeros behind a document, 550 MB in a small archive."""
    data = word_document([_MACRO])
    data += bytes(-len(data) % (64 << 10))
    whole = Kept.of(data)
    count = (550 << 20) // (64 << 10)
    padded = Kept(whole.size + count * (64 << 10), (*whole.blocks, *[0] * count), whole.size, whole.held)
    seen = look(padded)
    (found,) = seen
    assert isinstance(found, OfficeDocument)
    assert found.vba is not None
    assert found.vba.modules[0].source.endswith("MsgBox TextBox1\nEnd Sub\n")
    assert found.size == padded.size
    assert found.padding >= 550 << 20


def test_padded_with_text_that_no_sector_belongs_to() -> None:
    data = word_document([_MACRO])
    written = len(data)  # the writer's last sector is in use
    data += bytes(-len(data) % (64 << 10))
    whole, noise = Kept.of(data), Kept.of(bytes(range(1, 256)) * 257 + b"x")
    count = (100 << 20) // (64 << 10)
    padded = Kept(whole.size + count * (64 << 10), (*whole.blocks, *(noise.blocks * count)), whole.size, whole.held)
    (found,) = look(padded)  # blocks that repeat are filling, so nothing is left that was not looked at
    assert isinstance(found, OfficeDocument)
    assert found.padding == padded.size - written
    (plain,) = look(data)
    assert isinstance(plain, OfficeDocument)
    assert plain.padding < 64 << 10


def test_noise_behind_the_last_sector_is_told(tmp_path: Path) -> None:
    data = word_document([_MACRO])
    (tmp_path / "a.doc").write_bytes(data + random.Random(1).randbytes(51_000_000))
    found, gap = look(Lying(tmp_path / "a.doc"))
    assert isinstance(found, OfficeDocument)
    assert found.padding == 51_000_000
    assert gaps([gap]) == [(Reason.UNSUPPORTED, "51 MB behind the document's structure, not looked at")]
    (tmp_path / "a.doc").write_bytes(data + random.Random(1).randbytes(1_000_000))
    assert len(look(Lying(tmp_path / "a.doc"))) == 1


def test_a_table_that_claims_the_noise_does_not_hide_it() -> None:
    data = bytearray(word_document([_MACRO]))
    struct.pack_into("<I", data, 44, 0x7FFFFFFF)
    assert document(bytes(data) + b"ab" * 3_000).padding == 6_000


def test_documents_in_the_document() -> None:
    inner = {f"ObjectPool/_7/{name}": data for name, data in word_streams("inner text").items()}
    inner |= {
        f"ObjectPool/_7/Macros/{name}": data for name, data in project_streams(Project((Source("Inner", "Sub A()\n"),))).items()
    }
    seen = look(word_document([_MACRO], text="outer text", streams=inner))
    outer, nested = seen
    assert isinstance(outer, OfficeDocument)
    assert isinstance(nested, OfficeDocument)
    assert (outer.text, nested.text) == ("outer text", "inner text")
    assert outer.vba is not None
    assert nested.vba is not None
    assert [module.name for module in outer.vba.modules] == ["Qwerty"]
    assert [module.name for module in nested.vba.modules] == ["Inner"]
    assert nested.origin.path == ("a.doc", "ObjectPool/_7")
    assert nested.within == ("ole",)


def test_macros_of_a_presentation() -> None:
    project = vba_project([Source("Module1", "Sub Auto_Open()\n")])
    packed = struct.pack("<I", len(project)) + zlib.compress(project)
    other = compound_file({"Package": b"PK\3\4"})
    records = struct.pack("<HHI", 0x10, 0x1011, len(packed)) + packed + struct.pack("<HHI", 0, 0x1011, len(other)) + other
    seen = look(compound_file({"PowerPoint Document": records, "Current User": b""}))
    found = seen[0]
    assert isinstance(found, OfficeDocument)
    assert found.vba is not None
    assert [module.name for module in found.vba.modules] == ["Module1"]
    assert found.objects == (Embedded(name="object 0", kind="ole", size=len(other)),)
    assert [one.name for one in seen if isinstance(one, Blob)] == ["object 0"]


def test_two_projects_in_one_document() -> None:
    """Excel's storage in a Word document: nothing of it may be lost."""
    second = {f"_VBA_PROJECT_CUR/{name}": data for name, data in project_streams(Project((Source("Two", "Sub B()\n"),))).items()}
    found = document(word_document([_MACRO], streams=second))
    assert found.vba is not None
    assert {module.name for module in found.vba.modules} == {"Qwerty", "Two"}


def test_stomped() -> None:
    compiled = Compiled(("WScript.Shell", "some command text"), ("AutoOpen", "CreateObject", "Run"))
    found = document(word_document([Source("ThisDocument", "", "document", compiled=compiled)]))
    assert found.vba is not None
    assert found.vba.stomped
    assert "some command text" in found.vba.compiled


def test_an_encrypted_document_keeps_its_macros() -> None:
    """MS-OFFCRYPTO: the older encryption leaves other streams as they are."""
    streams = word_streams("x", encrypted=True)
    streams |= {f"Macros/{name}": data for name, data in project_streams(Project((_MACRO,))).items()}
    seen = look(compound_file(streams, {"": WORD}))
    found = seen[0]
    assert isinstance(found, OfficeDocument)
    assert found.vba is not None
    assert (found.text, found.opened_with) == ("", "")
    assert [reason for reason, _ in gaps(seen)] in ([Reason.ENCRYPTED], [Reason.CORRUPT])


def test_what_excel_opens_without_asking() -> None:
    """The password of both is VelvetSweatshop, see oletools' test data."""
    for name in ("autostart-encrypt-standardpassword.xls", "dde-test-encrypt-standardpassword.xls"):
        seen = look(labelled("office_inert")[f"oletools/{name}"].read_bytes(), name)
        assert isinstance(seen[0], OfficeDocument)
        assert seen[0].opened_with == "default"
        assert seen[0].sheets
        assert gaps(seen) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_off(share: float) -> None:
    """What is gone is told; nothing of a cut document counts as looked at."""
    data = word_document([_MACRO], controls=[FormControl("Box", "x" * 9000)], streams={"Data": bytes(range(256)) * 100})
    try:
        seen = look(data[: int(len(data) * share)])
    except BadEvidence as bad:
        assert bad.reason is Reason.CORRUPT
        return
    assert gaps(seen)


_WHOLE = word_document(
    [_MACRO, Source("UserForm1", "", "form")],
    controls=[FormControl("Box", "x" * 900)],
    text="t \x13 DDE x \x15",
    properties={"title": "t", "title_parts": ["a"]},
    forms={"UserForm1": (FormControl("A", "b", tag="c"),)},
    streams={"ObjectPool/_9/\x01Ole10Native": package("a.js", b"x = 1"), "ObjectPool/_8/WordDocument": b"\xec\xa5" + bytes(900)},
)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=12)):
        whole[at] = data.draw(st.sampled_from([0, 1, 0x7F, 0xFE, 0xFF]))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    try:
        look(bytes(whole[:cut]))
    except BadEvidence as bad:
        assert bad.reason is Reason.CORRUPT


@pytest.mark.slow
@pytest.mark.parametrize("label", ["office_inert", "office_benign"])
def test_public_documents_open(label: str) -> None:
    """Each gives a document; what could not be read of it is one of the known few."""
    told: dict[str, set[Reason]] = {}
    for name, path in labelled(label).items():
        data = path.read_bytes()
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            told[name] = {reason for reason, _ in gaps(look(data, name))}
    assert len(told) > 10
    assert all(reasons <= {Reason.ENCRYPTED, Reason.UNSUPPORTED, Reason.CORRUPT} for reasons in told.values())
    odd = {name for name, reasons in told.items() if reasons & {Reason.CORRUPT}}
    # One holds an object whose compression was broken on purpose; one a chart sheet that its list puts elsewhere.
    assert odd <= {"tika/testPPT_skipBadCompressedObject.ppt", "tika/testMSChart-govdocs-428996.xls"}
