"""What is delivered to people, by mail or as a link target: documents, shortcuts, notebooks, scripts, archives, programs.

Each is one artifact with all that a detector may want to weigh together, in plain fields. Texts are bounded by the format
that read them; where something was cut off there is a :class:`~mimawari.model.Gap` beside the artifact.
"""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.artifact import Artifact
from mimawari.model.letter import Correspondence, Hop, Mailbox, Quote


@dataclass(frozen=True, kw_only=True)
class Delivered(Artifact):
    """The base of all of them.

    ``name`` is its file name as the sender wrote it, ``size`` in bytes. ``within`` names the containers it came out of, the
    outermost first (see :class:`~mimawari.model.Blob`).
    """

    name: str = ""
    size: int = 0
    within: tuple[str, ...] = ()

    @property
    def extension(self) -> str:
        """The last extension in lower case, without the dot."""
        return self.name.rsplit(".", 1)[1].lower() if "." in self.name else ""

    @property
    def was_encrypted(self) -> bool:
        """Whether a container that it came out of needed a password."""
        return any(form.endswith("-encrypted") for form in self.within)


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """A file inside: its name, its kind as its first bytes tell (``pe``, ``script``, ``ole`` ...; empty: unknown), its size."""

    name: str
    kind: str = ""
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Shortcut(Delivered):
    """A Windows shell link (``.lnk``, MS-SHLLINK).

    ``target`` is the path it starts (variables as they stand), ``arguments`` follow it. ``show`` is the ShowCommand (7:
    minimised). ``target_size`` is what the link says of its target's size. ``appended`` counts the bytes behind the
    structure's end, ``appended_text`` is their beginning as text. ``other_targets`` are the other paths that its parts name:
    which of them Windows takes depends on which exist.
    """

    target: str = ""
    arguments: str = ""
    relative_path: str = ""
    working_folder: str = ""
    description: str = ""
    icon: str = ""
    show: int = 1
    target_size: int = 0
    machine: str = ""
    appended: int = 0
    appended_text: str = ""
    other_targets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InternetShortcut(Delivered):
    """A file that only leads to an address: ``.url``, ``.website``, ``.iqy``, ``.searchconnector-ms``, ``.library-ms``."""

    form: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Notebook(Delivered):
    """A OneNote section or package. ``files`` are the files embedded in it; ``pictures`` counts its pictures.

    ``file_names`` are the names under which files were embedded (they stand apart from the files), ``text`` is what its
    pages say.
    """

    files: tuple[Embedded, ...] = ()
    file_names: tuple[str, ...] = ()
    pictures: int = 0
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Script(Delivered):
    """The text of a script. ``language``: ``javascript``, ``vbscript``, ``powershell``, ``batch``; ``host``: what runs it.

    ``host`` is ``wscript`` (``.js``, ``.vbs``, ``.wsf``), ``mshta`` (``.hta``), ``browser`` (in a web page), ``pdf``, ``shell``
    (batch and PowerShell files), or empty.
    """

    language: str
    host: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WebPage(Delivered):
    """An HTML page. ``links`` are where it leads, ``downloads`` the file names that it offers to save by itself.

    ``files`` are files that lie in it as data (in ``data:`` addresses and long base64 texts), ``text`` is what it shows.
    """

    title: str = ""
    links: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    files: tuple[Embedded, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Pdf(Delivered):
    """A PDF. ``links`` are its URI actions, ``actions`` the other kinds of action that it has (``Launch``, ``JavaScript`` ...).

    ``launches`` are the programs that Launch actions name, ``opens`` the kinds of action that run when it is opened.
    ``text`` is what its pages say; it is not read yet, and empty.
    """

    links: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    launches: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    files: tuple[Embedded, ...] = ()
    pages: int = 0
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Program(Delivered):
    """A Windows executable. ``form``: ``pe``, ``msi``, ``ne``. ``padding`` counts its filling: equal bytes at its
    end, or blocks that repeat.

    ``machine``: ``x86``, ``x64``, ``arm64`` or empty. ``own_name`` is the name in its export directory. ``signed`` only says that
    there is a signature, not that it is good.
    """

    form: str = "pe"
    machine: str = ""
    is_library: bool = False
    own_name: str = ""
    exports: tuple[str, ...] = ()
    padding: int = 0
    signed: bool = False


@dataclass(frozen=True, kw_only=True)
class Member:
    """A line of an archive's list. ``packed`` and ``size`` in bytes, None where the list does not say."""

    name: str
    size: int | None = None
    packed: int | None = None
    encrypted: bool = False


@dataclass(frozen=True, kw_only=True)
class Archive(Delivered):
    """An archive or disk image. ``form``: ``zip``, ``7z``, ``rar``, ``cab``, ``tar``, ``gzip``, ``iso``, ``image`` ...

    ``members`` are the first thousand of its list, ``count`` is how many there are. ``opened_with`` tells where the password
    came from (``mail``, ``common``; empty: none was needed, or none fitted).
    """

    form: str
    members: tuple[Member, ...] = ()
    count: int = 0
    opened_with: str = ""


@dataclass(frozen=True, kw_only=True)
class Message(Delivered):
    """A mail, by itself, in a mailbox or inside something else.

    ``date`` is ISO 8601 with the zone that the mail names (``zone`` is that zone as written, ``+0900``), empty where there
    is none; ``sender`` and ``recipients`` are as people read them. ``sender_field`` is the From field as it was sent,
    encoded words and all; ``author`` is the person in it. ``envelope_sender`` is the Return-Path (``<>``: an empty one, as
    bounces have). ``received`` are the Received fields, the newest first. ``in_reply_to`` and ``references`` are
    Message-IDs. ``authentication`` are the results that servers noted (``spf=pass``, ``dkim=fail``), ``signed_by`` the
    domains of its DKIM signatures. ``bulk`` says that it calls itself the mail of a list or a sending service (``list``,
    ``bulk``, ``auto``; empty: neither). ``mailer`` is X-Mailer or User-Agent.

    ``text`` is all that it says (of its pages, if it has no text of its own), ``written`` is what stands above the first
    quoted mail, ``quotes`` are the quoted mails' own headings; both, and the names of people, with mojibake put right.
    ``passwords`` are what its text names as such; no finding may tell them. ``attachments`` are the file names, ``files``
    the same with the kind that their first bytes tell (``zip-encrypted``). ``correspondence`` is there where the mailbox
    around it was asked.
    """

    subject: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    date: str = ""
    message_id: str = ""
    text: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    sender_field: str = ""
    author: Mailbox | None = None
    people: tuple[Mailbox, ...] = ()
    reply_to: str = ""
    envelope_sender: str = ""
    zone: str = ""
    received: tuple[Hop, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    authentication: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    bulk: str = ""
    mailer: str = ""
    written: str = ""
    quotes: tuple[Quote, ...] = ()
    passwords: tuple[str, ...] = ()
    files: tuple[Embedded, ...] = ()
    correspondence: Correspondence | None = None

    @property
    def is_threaded(self) -> bool:
        """Whether its header says which mail it answers (RFC 5322 3.6.4)."""
        return bool(self.in_reply_to or self.references)


@dataclass(frozen=True, kw_only=True)
class Unrecognised(Delivered):
    """A file inside something else whose content no format knows: beside the gap, only its name tells anything."""
