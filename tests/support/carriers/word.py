"""Emotet's documents of Word, 2018 to 2021, as whole files, and the same in the mails that brought them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from support.carriers import commands, word_macros
from support.carriers.sample import EMOTET, Sample, zipped
from support.carriers.word_macros import Macro
from support.document_decoys import addresses, command, encoded, strewn
from support.draws import letters
from support.office.mso_writer import active_mime
from support.office.ole_writer import compound_file
from support.office.ooxml_writer import Rel, core_properties, package, page, run
from support.office.vba_writer import Project, project_streams
from support.office.word_writer import word_document
from support.pdf_files import linked

_KINDS = ("emotet-command", "emotet-builder", "emotet-macro", "macro-delivery")
_SECOND = 10_000_000
_1601 = 116_444_736_000_000_000


def file_name(draw: Random, extension: str) -> str:
    """As the mails of the campaigns called them (DOMAIN.md 2.1)."""
    first = draw.choice(
        ("Data", "list", "doc", "pack", "Mail", "message", "SCAN", "report", "form", "INVOICE", "INV", "PO", "請求書")
    )
    return f"{first}{draw.choice(('_', '-', ' '))}{draw.randint(10, 10**8)}.{extension}"


def properties(draw: Random) -> dict[str, object]:
    """Revision 1, never edited, made and saved in one minute (B1)."""
    moment = _1601 + (1_569_000_000 + draw.randint(0, 9_000_000)) * _SECOND
    told: dict[str, object] = {"revision": "1", "edited": 0, "created": moment, "saved": moment, "template": "Normal.dotm"}
    if draw.random() < 0.6:
        told["author"] = draw.choice(("Jenna Example", "Lukas Beispiel", "Nathan Dupont"))
    if draw.random() < 0.4:
        told["company"] = draw.choice(("Example - Sample", "Sample, Example and Test", "Example LLC"))
    return told


def binary(draw: Random, macro: Macro, own: Mapping[str, object] | None = None) -> bytes:
    """A Word 97-2003 binary."""
    return word_document(
        macro.modules,
        properties=properties(draw) if own is None else own,
        controls=macro.controls,
        text=macro.text + "\r" * 3,
        template=draw.random() < 0.2,
        forms=macro.forms,
    )


def _document(draw: Random, macro: Macro, family: str | None = EMOTET) -> Sample:
    return Sample(file_name(draw, "doc"), binary(draw, macro), family, _KINDS)


def page_control(draw: Random) -> Sample:
    return _document(draw, word_macros.wmi(draw, word_macros.command_of_2019(draw), "page"))


def user_form(draw: Random) -> Sample:
    return _document(draw, word_macros.wmi(draw, word_macros.command_of_2019(draw), "form"))


def group_name(draw: Random) -> Sample:
    return _document(draw, word_macros.group_name(draw, word_macros.command_of_2019(draw)))


def combo(draw: Random) -> Sample:
    return _document(draw, word_macros.combo(draw, word_macros.command_of_2019(draw)))


def cut_literals(draw: Random) -> Sample:
    return _document(draw, word_macros.cut_literals(draw, commands.powershell(draw, command(draw))))


def page_text(draw: Random) -> Sample:
    """The builder is what names it: the command is the shell's."""
    return _document(draw, word_macros.page_text(draw, word_macros.command_of_2019(draw)))


def shape(draw: Random) -> Sample:
    return _document(draw, word_macros.shape(draw, word_macros.command_of_2019(draw)))


def document_of_2020(draw: Random) -> Sample:
    """2020-07 to 2021-01: the three hiding places of these months."""
    text = encoded(draw.choice((commands.of_2020, commands.of_january_2021))(draw))
    macro = draw.choice(
        (
            lambda: word_macros.wmi(draw, text, "form"),
            lambda: word_macros.group_name(draw, text),
            lambda: word_macros.page_of_2020(draw, text),
        )
    )()
    return _document(draw, macro)


def _code_of_2021(draw: Random) -> Macro:
    from support.office.vba_writer import Source

    text = encoded(commands.of_november_2021(draw))
    between = draw.choice(("bvn", "wegb", "qzx", "JJK"))
    whole = f"cmd /c start /B powershell -dec {text}".replace("-dec", draw.choice(("-e", "-enc")))
    literals = [strewn(draw, whole[at : at + 300], between) for at in range(0, len(whole), 300)]
    added = "".join(f'x = x & "{one}"\n' for one in literals)
    main = letters(draw, 5, 8)
    code = f'Sub {main}()\n{added}Shell Replace(x, "{between}", ""), 0\nEnd Sub\n'
    return Macro((Source("ThisDocument", f"Sub AutoOpen()\n{main}\nEnd Sub\n", "document"), Source(letters(draw, 5, 8), code)))


def docm(draw: Random, macro: Macro) -> bytes:
    """The macro in a package."""
    project = compound_file(project_streams(Project(macro.modules, forms=macro.forms)))
    core = core_properties(dc_creator="Example", cp_revision="1")
    rels = (Rel("", "core-properties", "docProps/core.xml"),)
    return package("docm", page(run(macro.text or " ")), parts={"docProps/core.xml": core}, rels=rels, vba=project)


def document_of_2021(draw: Random) -> Sample:
    """2021-11: ``.docm``."""
    return Sample(file_name(draw, "docm"), docm(draw, _code_of_2021(draw)), EMOTET, _KINDS)


def workbook_of_2021(draw: Random) -> Sample:
    """2021-11: ``.xlsm`` with VBA."""
    from support.office.vba_writer import Source

    macro = _code_of_2021(draw)
    own = Source(
        "ThisWorkbook",
        macro.modules[0].text.replace("AutoOpen", "Workbook_Open"),
        "document",
        base="0{00020819-0000-0000-C000-000000000046}",
    )
    project = compound_file(project_streams(Project((own, *macro.modules[1:]))))
    book = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return Sample(file_name(draw, "xlsm"), package("xlsm", book, vba=project), EMOTET, _KINDS)


def word_xml(draw: Random) -> Sample:
    """The macro of 2019 in WordML under ``.doc`` (emotet-documents.md 7: expect it in other shells)."""
    from base64 import encodebytes

    macro = word_macros.wmi(draw, word_macros.command_of_2019(draw), "form")
    storage = {f"Macros/{path}": data for path, data in project_streams(Project(macro.modules, forms=macro.forms)).items()}
    packed = encodebytes(active_mime(compound_file(storage))).decode()
    text = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" w:macrosPresent="yes">'
        f'<w:docSuppData><w:binData w:name="editdata.mso">{packed}</w:binData></w:docSuppData>'
        "<w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    return Sample(file_name(draw, "doc"), text.encode(), EMOTET, _KINDS)


def web_archive(draw: Random) -> Sample:
    """The same as a web archive under ``.doc``."""
    from base64 import encodebytes

    macro = word_macros.wmi(draw, word_macros.command_of_2019(draw), "form")
    storage = {f"Macros/{path}": data for path, data in project_streams(Project(macro.modules, forms=macro.forms)).items()}
    packed = encodebytes(active_mime(compound_file(storage))).decode().replace("\n", "\r\n")
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n------=_Next\r\n'
    shown = "Content-Location: file:///C:/x/a.htm\r\nContent-Type: text/html\r\n\r\n"
    shown += '<html xmlns:w="urn:schemas-microsoft-com:office:word">x</html>\r\n'
    kept = "Content-Location: file:///C:/x/editdata.mso\r\nContent-Transfer-Encoding: base64\r\n"
    kept += "Content-Type: application/x-mso\r\n\r\n"
    data = f"{head}{shown}------=_Next\r\n{kept}{packed}\r\n------=_Next--\r\n"
    return Sample(file_name(draw, "doc"), data.encode(), EMOTET, _KINDS)


def in_package(draw: Random) -> Sample:
    """The macro of 2019 as ``.docm``."""
    return Sample(
        file_name(draw, "docm"), docm(draw, word_macros.wmi(draw, word_macros.command_of_2019(draw), "form")), EMOTET, _KINDS
    )


def linking_pdf(draw: Random) -> Sample:
    """A PDF that leads to the document. It cannot be exposed by itself: half of the web lies in such folders."""
    url = addresses(draw, 1)[0]
    return Sample(file_name(draw, "pdf"), linked([url]), None)


def in_zip(inner: Callable[[Random], Sample]) -> Callable[[Random], Sample]:
    """The same in a plain zip."""

    def drawn(draw: Random) -> Sample:
        one = inner(draw)
        return Sample(file_name(draw, "zip"), zipped({one.name: one.data}), one.family, one.kinds, (one.name, *one.way))

    return drawn
