"""OOXML packages: macros wherever they are named, properties, fields put together, links, what is embedded."""

import struct
import zipfile

import pytest
from support.inside import inside, recognises
from support.office import ooxml_writer as w
from support.office.ooxml_writer import Rel
from support.office.vba_writer import Source, vba_project

from mimawari.formats.archives.zip import FORMAT as ZIP
from mimawari.formats.office.ooxml import FORMAT
from mimawari.model import Embedded, External, OfficeDocument

MACROS = vba_project([Source("Wvkfr", "Sub autoopen()\nEnd Sub\n", "document"), Source("Module1", "x = 1\n")])
DOCUMENT = "word/document.xml"


def document(data: bytes, name: str = "a.docm") -> OfficeDocument:
    return inside(FORMAT, data, name).one(OfficeDocument)


@pytest.mark.parametrize(
    ("kind", "application", "is_template"),
    [
        ("docx", "word", False),
        ("docm", "word", False),
        ("dotm", "word", True),
        ("xlsm", "excel", False),
        ("pptm", "powerpoint", False),
    ],
)
def test_the_program_and_whether_it_is_a_template(kind: str, application: str, is_template: bool) -> None:
    found = document(w.package(kind, b"<x/>"))
    assert (found.application, found.shell, found.is_template) == (application, "ooxml", is_template)


@pytest.mark.parametrize("name", ["vbaProject.bin", "settings.dat", "media/image1.png"])
def test_macros_are_found_by_their_relation_whatever_they_are_called(name: str) -> None:
    found = document(w.package("docm", w.page(w.run("x")), vba=MACROS, vba_name=name))
    assert found.vba is not None
    assert {module.name for module in found.vba.modules} == {"Wvkfr", "Module1"}
    assert found.objects == ()


def test_macros_that_nothing_names_are_opened_all_the_same() -> None:
    found = inside(FORMAT, w.package("docx", w.page(w.run("x")), {"word/other.bin": MACROS}))
    assert found.one(OfficeDocument).objects == (Embedded(name="other.bin", kind="ole", size=len(MACROS)),)
    assert found.contents() == {"other.bin": MACROS}


def test_properties() -> None:
    core = w.core_properties(
        dc_creator="山田", cp_lastModifiedBy="Sato", cp_revision="1", dcterms_created="2022-11-02T19:00:00+09:00", dc_title="請求書"
    )
    app = b"<Properties><TotalTime>3</TotalTime><Words>40</Words><Company>A &amp; B</Company>"
    app += b"<Application>Microsoft Excel</Application>"
    app += b"<TitlesOfParts><v:vector xmlns:v='v'><v:lpstr>OO</v:lpstr><v:lpstr>Sheet</v:lpstr></v:vector>"
    app += b"</TitlesOfParts></Properties>"
    rels = (Rel("", "core-properties", "docProps/core.xml"), Rel("", "extended-properties", "docProps/app.xml"))
    found = document(w.package("docx", w.page(), {"docProps/core.xml": core, "docProps/app.xml": app}, rels)).properties
    assert (found.author, found.last_saved_by, found.title, found.company) == ("山田", "Sato", "請求書", "A & B")
    assert (found.revision, found.edit_minutes, found.words) == (1, 3, 40)
    assert (found.created, found.saved) == ("2022-11-02T10:00:00Z", "")
    assert found.title_parts == ("OO", "Sheet")


def test_a_field_that_is_split_over_runs() -> None:
    code = w.begin() + w.instruction(" DD", "EAUTO c:\\\\x.exe ", '"/k y" ') + w.separate() + w.run("result") + w.end()
    found = document(w.package("docx", w.page(w.run("before "), code)))
    assert found.fields == ('DDEAUTO c:\\\\x.exe "/k y"',)
    assert found.text == "before \nresult"


def test_a_command_that_is_spelled_by_numbers_and_kept_in_a_variable() -> None:
    quote = w.begin() + w.instruction(" QUOTE 68 68 69 ") + w.end()
    kept = w.begin() + w.instruction(' SET c "cmd.exe" ') + w.end()
    recalled = w.begin() + w.instruction(" REF c ") + w.end()
    whole = w.begin() + quote + w.instruction(" ") + recalled + w.instruction(" x") + w.separate() + w.end()
    assert document(w.package("docx", w.page(kept, whole))).fields == ("DDE cmd.exe x",)


def test_simple_fields_and_those_that_are_nothing_special() -> None:
    simple = '<w:fldSimple w:instr=" INCLUDETEXT &quot;http://example.com/a&quot; "/><w:fldSimple w:instr=" PAGE "/>'
    page_number = w.begin() + w.instruction(" PAGE \\* MERGEFORMAT ") + w.separate() + w.run("1") + w.end()
    found = document(w.package("docx", w.page(simple, page_number)))
    assert found.fields == ('INCLUDETEXT "http://example.com/a"',)
    assert found.externals == (External(form="field", target="http://example.com/a", automatic=True),)


def test_where_a_document_leads() -> None:
    rels = (
        Rel("word/settings.xml", "attachedTemplate", "https://example.com/t.dotm", external=True),
        Rel(DOCUMENT, "hyperlink", "https://example.jp/", external=True),
        Rel(DOCUMENT, "oleObject", "mhtml:http://192.0.2.1/x.html!x", external=True),
    )
    assert document(w.package("docx", w.page(), rels=rels)).externals == (
        External(form="attachedTemplate", target="https://example.com/t.dotm", automatic=True),
        External(form="oleObject", target="mhtml:http://192.0.2.1/x.html!x", automatic=True),
        External(form="hyperlink", target="https://example.jp/", automatic=False),
    )


def test_a_click_that_starts_a_program() -> None:
    slide = b'<p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r"><a:t>Click</a:t><a:hlinkClick r:id="rId9" action="ppaction://program"/>'
    slide += b'<a:hlinkClick action="ppaction://hlinksldjump"/></p:sld>'
    rels = (Rel("ppt/presentation.xml", "slide", "slides/s1.xml"), Rel("ppt/slides/s1.xml", "hyperlink", "x.exe", True, "rId9"))
    found = document(w.package("pptx", b"<p/>", {"ppt/slides/s1.xml": slide}, rels))
    assert found.fields == ("hlinkClick ppaction://program x.exe",)
    assert found.text == "Click"


def test_what_is_embedded_is_opened() -> None:
    rels = (Rel(DOCUMENT, "aFChunk", "chunk.html"), Rel(DOCUMENT, "package", "embeddings/b.xlsx"))
    parts = {"word/chunk.html": b"<html></html>", "word/embeddings/b.xlsx": b"PK\3\4rest", "word/theme/theme1.xml": b"<a/>"}
    found = inside(FORMAT, w.package("docx", w.page(), parts, rels))
    assert found.contents() == {"chunk.html": b"<html></html>", "b.xlsx": b"PK\3\4rest"}
    assert [(one.name, one.kind) for one in found.one(OfficeDocument).objects] == [("chunk.html", "html"), ("b.xlsx", "zip")]
    assert found.blobs[0].within == ("ooxml",)
    assert found.gaps == []


def test_a_program_under_a_pictures_name_is_opened_and_printer_settings_are_not() -> None:
    parts = {"word/media/image1.png": b"MZ" + bytes(60), "word/printerSettings1.bin": b"P\0r\0i\0n\0t\0"}
    types = {"word/printerSettings1.bin": "application/vnd.openxmlformats-officedocument.wordprocessingml.printerSettings"}
    assert list(inside(FORMAT, w.package("docx", w.page(), parts, types=types)).contents()) == ["image1.png"]


def test_controls_of_the_page_belong_to_the_documents_own_module() -> None:
    control = '<w:object><w:control r:id="rId7" w:name="TextBox1"/></w:object>'
    xml = b'<ax:ocx xmlns:ax="x"><ax:ocxPr ax:name="Value" ax:value="p0w1"/><ax:ocxPr ax:name="Size" ax:value="2540"/></ax:ocx>'
    rels = (Rel(DOCUMENT, "control", "activeX/activeX1.xml", id="rId7"),)
    found = document(w.package("docm", w.page(control), {"word/activeX/activeX1.xml": xml}, rels, vba=MACROS))
    [one] = found.controls
    assert (one.owner, one.name, one.text) == ("Wvkfr", "TextBox1", "p0w1")


def test_long_texts_that_no_reader_sees() -> None:
    long = "x" * 400
    variables = f'<w:docVar w:name="v" w:val="{long}"/><w:docVar w:name="s" w:val="y"/>'
    settings = f'<w:settings xmlns:w="w"><w:docVars>{variables}</w:docVars></w:settings>'
    rels = (Rel(DOCUMENT, "settings", "settings.xml"),)
    page = w.page(f'<w:drawing><wp:docPr xmlns:wp="p" name="Shape 1" descr="{long}"/></w:drawing>')
    found = document(w.package("docx", page, {"word/settings.xml": settings.encode()}, rels)).controls
    assert [(one.form, one.name, len(one.text)) for one in found] == [
        ("alternative-text", "Shape 1", 400),
        ("document-variable", "v", 400),
    ]


def test_a_ribbon_that_calls_a_macro_when_opened() -> None:
    form = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
    parts = {"customUI/customUI.xml": b'<customUI xmlns="u" onLoad="Go"/>'}
    assert document(w.package("docm", w.page(), parts, (Rel("", form, "customUI/customUI.xml"),))).fields == ("customUI onLoad Go",)


def test_a_zip_with_a_document_in_it_is_no_document() -> None:
    inner = w.package("docm", w.page(w.run("x")))
    outer = w.zipped({"a.docm": inner, "b.txt": b"x"}, zipfile.ZIP_STORED)
    assert b"[Content_Types].xml" in outer
    assert not recognises(FORMAT, outer)
    assert recognises(ZIP, outer)
    assert recognises(FORMAT, inner)
    assert not recognises(ZIP, inner)


def test_a_package_that_is_no_document_hides_nothing() -> None:
    data = w.zipped({"[Content_Types].xml": b"<Types/>", "invoice.js": b"var a = 1;"})
    assert inside(FORMAT, data).contents() == {"[Content_Types].xml": b"<Types/>", "invoice.js": b"var a = 1;"}


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + w.page(w.run("x"))[21:]
    found = inside(FORMAT, w.package("docx", bomb))
    assert found.gaps == [("unsupported", "a page: word/document.xml: XML with a document type")]


def test_a_damaged_page_gives_what_came_before_and_a_gap() -> None:
    found = inside(FORMAT, w.package("docm", w.page(w.run("seen"))[:-30], vba=MACROS))
    assert found.one(OfficeDocument).text == "seen"
    assert found.one(OfficeDocument).vba is not None
    assert found.gaps == [("corrupt", "a page: word/document.xml: not well-formed XML")]


def test_a_package_that_was_cut_off_gives_the_parts_that_are_left() -> None:
    whole = w.package("docm", w.page(w.run("seen")), {"word/z.bin": bytes(range(256)) * 40}, vba=MACROS)
    cut = whole[: whole.rindex(b"PK\1\2", 0, whole.index(b"PK\1\2") + 4)]
    found = inside(FORMAT, cut, "a.docm")
    assert recognises(FORMAT, cut)
    assert found.one(OfficeDocument).vba is not None
    assert found.gaps == [("corrupt", "package: its directory cannot be read, the file is damaged or cut off")]


def test_an_encrypted_part_and_one_with_a_wrong_checksum() -> None:
    data = bytearray(w.package("docx", w.page(w.run("seen"))))
    at = data.rindex(b"PK\1\2")
    assert data[at + 46 :].startswith(b"word/document.xml")
    struct.pack_into("<I", data, at + 16, 1)
    assert inside(FORMAT, bytes(data)).gaps == [("corrupt", "part word/document.xml: its checksum is wrong")]
    struct.pack_into("<H", data, at + 8, 1)
    assert inside(FORMAT, bytes(data)).gaps[0] == ("encrypted", "a page: part word/document.xml: a password is needed")
