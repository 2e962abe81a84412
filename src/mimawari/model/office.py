"""An Office document, whatever shell it comes in: all that its readers took out of it, in one artifact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.model.delivered import Delivered, Embedded


@dataclass(frozen=True, kw_only=True)
class Properties:
    """The document's own account of itself. Times are ISO 8601 UTC, to the second, empty where they are not told."""

    title: str = ""
    subject: str = ""
    author: str = ""
    last_saved_by: str = ""
    company: str = ""
    manager: str = ""
    category: str = ""
    keywords: str = ""
    comments: str = ""
    template: str = ""
    application: str = ""
    title_parts: tuple[str, ...] = ()
    revision: int | None = None
    edit_minutes: int | None = None
    created: str = ""
    saved: str = ""
    words: int | None = None
    code_page: int | None = None


@dataclass(frozen=True, kw_only=True)
class Module:
    """A VBA module. ``form``: ``document`` (ThisDocument, a sheet), ``class``, ``form`` or ``standard``.

    ``source`` is its text as the editor shows it, attribute lines included. ``base`` is its ``VB_Base`` attribute.
    """

    name: str
    form: str = "standard"
    source: str = ""
    base: str = ""


@dataclass(frozen=True, kw_only=True)
class VbaProject:
    """The macros (MS-OVBA). ``references`` are the libraries they use, ``version`` is that of ``_VBA_PROJECT`` (0xAF: Office 2016).

    ``names_disagree``: the ANSI name of a module's stream is another one than its Unicode twin. ``compiled`` holds the
    identifiers and texts of the compiled code (p-code) where the source was removed or is another one: then ``stomped``.
    """

    name: str = ""
    modules: tuple[Module, ...] = ()
    references: tuple[str, ...] = ()
    version: int | None = None
    code_page: int | None = None
    lcid: int | None = None
    system_kind: int | None = None
    protected: bool = False
    names_disagree: bool = False
    stomped: bool = False
    compiled: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Control:
    """A control of the page or of a UserForm. ``owner`` is the document module or the form, ``text`` what it holds.

    ``stored`` is the size in bytes of the stream it lies in. ``values`` are its other texts by property: ``tag``, ``caption``,
    ``group-name``, ``tip``.
    """

    owner: str
    name: str
    form: str = ""
    text: str = ""
    stored: int = 0
    in_form: bool = False
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of a workbook. ``form``: ``worksheet``, ``macrosheet``, ``dialog``, ``chart``, ``module``.

    ``state``: ``visible``, ``hidden``, ``very-hidden``.
    """

    name: str
    form: str = "worksheet"
    state: str = "visible"


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula of a macrosheet, or one of a worksheet that calls a macro function, as Excel writes it without ``=``.

    ``value`` is the result that was saved with it. A cell of a macrosheet that only holds a text has it as ``value``.
    ``folded`` is ``text`` once more, where joining its constant texts (``&``, ``CHAR``, cells and names that hold one) changes it.
    """

    sheet: str
    cell: str
    text: str = ""
    value: str = ""
    folded: str = ""


@dataclass(frozen=True, kw_only=True)
class DefinedName:
    """A name of a workbook: ``Auto_Open`` is ``_xlnm.Auto_Open`` in every shell. ``sheet``: where it holds (empty: everywhere)."""

    name: str
    text: str = ""
    sheet: str = ""
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of 300 pixels or more, with its perceptual hashes (64 bits, hex; empty: it could not be decoded)."""

    name: str
    width: int = 0
    height: int = 0
    dhash: str = ""
    phash: str = ""


@dataclass(frozen=True, kw_only=True)
class External:
    """Something that a document fetches or leads to; ``automatic``: it is fetched without a click.

    ``form`` is the relation: ``attachedTemplate``, ``oleObject``, ``frame``, ``image``, ``hyperlink``, ``externalLink`` ...
    """

    form: str
    target: str
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeDocument(Delivered):
    """A document of Word, Excel, PowerPoint or one of their kind.

    ``application``: ``word``, ``excel``, ``powerpoint``, ``visio``, ``publisher`` or empty.
    ``shell``: ``ole``, ``ooxml``, ``xml`` (WordML), ``mhtml``, ``rtf``, ``text`` (SLK, CSV).
    ``fields``: field codes that fetch or run something (DDE, DDEAUTO, INCLUDE...); in Excel links to another program.
    ``parts``: the paths of its streams (OLE) or parts (OOXML), the first two thousand.
    ``objects``: what is embedded (packages, OLE objects).
    ``opened_with``: ``default`` (Excel's own password), ``mail``, ``common``; empty: it was not encrypted.
    ``padding``: bytes of filling: equal ones at the end, blocks that repeat, or what lies behind the last sector in use.
    ``is_template``: Word's fDot in the file, or a template's content type.
    """

    application: str = ""
    shell: str = ""
    properties: Properties = field(default_factory=Properties)
    vba: VbaProject | None = None
    controls: tuple[Control, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    formulas: tuple[Formula, ...] = ()
    defined_names: tuple[DefinedName, ...] = ()
    pictures: tuple[Picture, ...] = ()
    externals: tuple[External, ...] = ()
    fields: tuple[str, ...] = ()
    objects: tuple[Embedded, ...] = ()
    parts: tuple[str, ...] = ()
    text: str = ""
    opened_with: str = ""
    padding: int = 0
    is_template: bool = False

    @property
    def code(self) -> Iterator[tuple[str, str]]:
        """The text of each macro that lies packed in the file, by the name of its module or sheet.

        A module's source, the names and texts of compiled code, and the formulas of each sheet, a line each.
        """
        if self.vba:
            yield from ((module.name, module.source) for module in self.vba.modules if module.source)
            if self.vba.compiled:
                yield self.vba.name or "VBA", "\n".join(self.vba.compiled)
        sheets: dict[str, list[str]] = {}
        for one in self.formulas:
            sheets.setdefault(one.sheet, []).extend(filter(None, (one.text, one.folded, one.value)))
        yield from ((sheet, "\n".join(lines)) for sheet, lines in sheets.items())
