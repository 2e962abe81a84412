"""Mails that hold a text, in every form in which programs write them; each heard in full, and by a search."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from support.mail_files import attached, mixed
from support.reported import FIRM, HEADING, THREAD, fake, reports

from mimawari.engine.inquest import Inquest, Role
from mimawari.engine.opening import opened
from mimawari.engine.searching import searched
from mimawari.engine.witness import Count, Witness
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Asked, Blob, Gap, Looked, Origin, Testimony

SAID = "\r\n".join(THREAD) + "\r\n"
ASKED = Asked(quoted=reports(fake("ご確認ください。", "", *HEADING, *THREAD))[0].quoted)
TOP = b"From: a@example.com\r\nTo: tanaka@sakura.example.jp\r\nSubject: x\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
Form = Callable[[str], bytes]


def leaf(said: str, charset: str = "utf-8", encoding: str = "8bit", kind: str = "plain", label: str = "") -> bytes:
    """A part of text: its header and its body."""
    data = said.encode(charset, "replace")
    if encoding == "base64":
        data = base64.encodebytes(data).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    told = f"; charset={label or charset}" if label != "none" else ""
    return f"Content-Type: text/{kind}{told}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + data


def page(said: str) -> str:
    """The same as a page."""
    lines = "".join(f"<p style='margin:0'>{line[:9]}<b>{line[9:]}</b></p>" for line in said.split("\r\n"))
    return f"<html><head><style>p{{}}</style></head><body>{lines}</body></html>"


def parts(kind: str, *inside: bytes) -> bytes:
    """Several parts."""
    return (
        mixed(*inside, header=b"").replace(b"MIME-Version: 1.0\r\n", b"").replace(b"multipart/mixed", b"multipart/" + kind.encode())
    )


def named(said: str) -> bytes:
    """A text that is attached as a file: none that the mail says."""
    return leaf(said).replace(b"text/plain;", b'text/plain; name="a.txt";')


READ: dict[str, Form] = {
    "iso-2022-jp": lambda said: leaf(said, "iso2022_jp", "7bit", label="iso-2022-jp"),
    "iso-2022-jp labelled as ascii": lambda said: leaf(said, "iso2022_jp", "7bit", label="us-ascii"),
    "utf-8 base64": lambda said: leaf(said, encoding="base64"),
    "utf-8 quoted-printable": lambda said: leaf(said, encoding="quoted-printable"),
    "utf-8 as it is": leaf,
    "utf-8 labelled as shift_jis": lambda said: leaf(said, label="shift_jis"),
    "shift_jis as it is": lambda said: leaf(said, "cp932", label="shift_jis"),
    "shift_jis base64": lambda said: leaf(said, "cp932", "base64", label="shift_jis"),
    "shift_jis without a label": lambda said: leaf(said, "cp932", label="none"),
    "euc-jp": lambda said: leaf(said, "euc_jp", label="euc-jp"),
    "utf-16 base64": lambda said: leaf(said, "utf-16", "base64"),
    "utf-7": lambda said: leaf(said, "utf-7", "7bit"),
    "mojibake": lambda said: leaf(said.encode().decode("latin-1")),
    "a page alone": lambda said: leaf(page(said), encoding="quoted-printable", kind="html"),
    "a page in iso-2022-jp": lambda said: leaf(page(said), "iso2022_jp", "7bit", "html", "iso-2022-jp"),
    "an empty text and a page": lambda said: parts("alternative", leaf(" \r\n"), leaf(page(said), encoding="base64", kind="html")),
    "text and page": lambda said: parts("alternative", leaf(said), leaf(page("x"), kind="html")),
    "text and files": lambda said: parts("mixed", leaf(said, encoding="base64"), attached("a.bin", bytes(3000))),
    "page and pictures": lambda said: parts("related", leaf(page(said), kind="html"), attached("a.png", b"\x89PNG" + bytes(99))),
    "two texts": lambda said: parts("mixed", leaf("x\r\n"), attached("a.bin", b"1"), leaf(said)),
    "parts without an end": lambda said: parts("mixed", leaf(said)).rpartition(b"--b1--")[0],
    "signed": lambda said: parts("signed", leaf(said), attached("smime.p7s", bytes(50))),
    "marked": lambda said: leaf("".join(f"> {line}\r\n" for line in said.split("\r\n"))),
    "broken elsewhere": lambda said: leaf("\r\n".join(said.replace("\r\n", "")[at : at + 17] for at in range(0, len(said), 17))),
    "larger than what is held": lambda said: parts("mixed", leaf(said), attached("a.bin", bytes(400_000))),
}
"""Forms in which the text is the mail's own."""
UNREAD: dict[str, Form] = {
    "a mail in it": lambda said: parts("mixed", leaf("x"), b"Content-Type: message/rfc822\r\n\r\n" + TOP + leaf(said)),
    "winmail.dat": lambda said: parts(
        "mixed", leaf("x"), attached("winmail.dat", b"\x78\x9f\x3e\x22\1\0" + said.encode("utf-16-le"))
    ),
    "a text as a file": lambda said: parts("mixed", leaf("x"), named(said)),
    "text beside another page": lambda said: parts("alternative", leaf("x"), leaf(page(said), kind="html")),
    "nothing of it": lambda said: leaf("".join(reversed(said))),
}
"""Forms in which it is not, by the way in which mails are asked: what is attached was sent by somebody else."""


@dataclass(frozen=True)
class Heard:
    """What a way of reading mails testified, and the gaps that it told."""

    testimony: tuple[Testimony, ...]
    gaps: tuple[Gap, ...]
    counts: dict[str, int]

    @property
    def answers(self) -> list[Testimony]:
        """All but what the mailbox as a whole says."""
        return [one for one in self.testimony if not isinstance(one, Count)]

    @property
    def whole(self) -> tuple[object, ...]:
        """What it says as a whole: whose it is, and by each address what it covers and teaches."""
        return next(((one.owner, one.spans) for one in self.testimony if isinstance(one, Count)), ())


def blobs(mails: Iterable[bytes], folder: str = "box", media_type: str = "message/rfc822", name: str = "mail.eml") -> list[Blob]:
    """Mails as a mailbox gives them."""
    return [Blob(Origin("B", "box", (folder, str(at))), name, Kept.of(mail), media_type) for at, mail in enumerate(mails)]


def in_full(mails: Sequence[Blob], asked: Asked = ASKED) -> Heard:
    """All of them opened, and all that is in them."""
    witness = Witness(Inquest(FIRM, asked=asked), Role.OURS)
    gaps = [one for one in opened(mails, Budget(), reraise=True, witness=witness) if isinstance(one, Gap)]
    return Heard(witness.given(), tuple(gaps), {})


def by_search(mails: Sequence[Blob], asked: Asked = ASKED) -> Heard:
    """All of them searched."""
    witness = Witness(Inquest(FIRM, asked=asked), Role.OURS)
    told = list(searched(mails, Budget(), witness, True))
    counts: dict[str, int] = {}
    for one in told:
        if isinstance(one, Looked):
            counts[one.kind] = counts.get(one.kind, 0) + one.count
    return Heard(witness.given(), tuple(one for one in told if isinstance(one, Gap)), counts)
