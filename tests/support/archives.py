"""Archives made by hand, honest and lying ones, and a look at what our formats take out of them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from mimawari import formats
from mimawari.formats import Format, Head
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Archive, BadEvidence, Blob, Gap, Origin, Reason

PNG = b"\x89PNG\r\n\x1a\n" + b"harmless picture data " * 40
GIF = b"GIF89a" + b"another one" * 20


@dataclass
class Out:
    """What came out: the innermost files by their way, what they lay in, the gaps and the archives."""

    files: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    within: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    archives: list[Archive] = field(default_factory=list)

    @property
    def by_name(self) -> dict[str, bytes]:
        """The files by the last step of their way."""
        return {way[-1]: data for way, data in self.files.items()}

    @property
    def reasons(self) -> set[Reason]:
        """Of the gaps."""
        return {gap.reason for gap in self.gaps}

    def says(self, words: str) -> bool:
        """Whether a gap's detail has these words."""
        return any(words in gap.detail for gap in self.gaps)


def look(data: bytes, name: str = "given", passwords: tuple[str, ...] = (), budget: Budget | None = None) -> Out:
    """All that the archive formats take out of *data*, to any depth; what none of them knows is a file."""
    out = Out()
    budget = budget or Budget()
    left = [Blob(Origin("s", "given"), name, Kept.of(data), passwords=passwords)]
    while left:
        blob = left.pop()
        known = archive_formats(blob) if len(blob.within) <= budget.allowance.depth else []
        if not known:
            out.gaps.append(Gap(blob.origin, Reason.UNSUPPORTED, "content", blob.name))
        for one in known:
            left += _opened(one, blob, budget, out)
    return out


def archive_formats(blob: Blob) -> list[Format]:
    """Those of the archives that recognise it."""
    found = formats.recognised(Head.of(blob))
    return [one for one in found if one.open.__module__.startswith("mimawari.formats.archives.")]


def _opened(one: Format, blob: Blob, budget: Budget, out: Out) -> list[Blob]:
    more = []
    try:
        for thing in one.open(blob, budget):
            if isinstance(thing, Blob):
                if archive_formats(thing):
                    more.append(thing)
                else:
                    _keep(thing, out)
            elif isinstance(thing, Gap):
                out.gaps.append(thing)
            elif isinstance(thing, Archive):
                out.archives.append(thing)
    except BadEvidence as bad:
        out.gaps.append(Gap(blob.origin, bad.reason, "content", bad.detail))
    return more


def _keep(thing: Blob, out: Out) -> None:
    with thing.content.open() as stream:
        out.files[thing.origin.path] = stream.read()
    out.within[thing.origin.path] = thing.within


def crypted(plain: bytes, password: bytes, check: int) -> bytes:
    """ZipCrypto (APPNOTE 6.1), written from the text: a header of twelve bytes whose last is *check*, then the data."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(keys: list[int], byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        step(keys, byte)
    out = bytearray()
    for byte in b"header ! ! " + bytes([check]) + plain:
        temp = (keys[2] & 0xFFFF) | 2
        out.append(byte ^ (((temp * (temp ^ 1)) >> 8) & 0xFF))
        step(keys, byte)
    return bytes(out)


@dataclass
class Member:
    """A member of a zip as it is to be written; ``local_name`` is what its own header calls it."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    local_name: bytes | None = None
    listed: bool = True
    password: bytes = b""
    crc: int | None = None
    size: int | None = None

    @property
    def packed(self) -> bytes:
        """Its data as they stand in the file."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        raw = packer.compress(self.data) + packer.flush() if self.method == 8 else self.data
        return crypted(raw, self.password, zlib.crc32(self.data) >> 24) if self.password else raw


def zipped(*members: Member, before: bytes = b"", shift: int = 0, comment: bytes = b"") -> bytes:
    """A zip with a directory (APPNOTE 4.3) of those that are listed; *shift* makes its offsets wrong by so much."""
    body, directory, count = before, b"", 0
    for one in members:
        packed, at = one.packed, len(body) - shift
        flags = one.flags | bool(one.password)
        crc = zlib.crc32(one.data) if one.crc is None else one.crc
        size = len(one.data) if one.size is None else one.size
        local = one.name if one.local_name is None else one.local_name
        sizes = (0, 0, 0) if flags & 8 else (crc, len(packed), size)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, one.method, 0, 0x21, *sizes, len(local), 0) + local + packed
        body += struct.pack("<4sIII", b"PK\7\x08", crc, len(packed), size) if flags & 8 else b""
        if one.listed:
            count += 1
            directory += struct.pack(
                "<4sBBHHHHHIIIHHHHHII", b"PK\1\2", 20, 0, 20, flags, one.method, 0, 0x21, crc, len(packed), size,
                len(one.name), 0, 0, 0, 0, 0, at,
            ) + one.name  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body) - shift, len(comment))
    return body + directory + end + comment


def cabinet(*files: tuple[str, bytes], method: int = 1, block: int = 32768) -> bytes:
    """A cabinet of one folder ([MS-CAB] 2), its blocks packed with MSZIP (each with the one before it as its history)."""
    plain = b"".join(data for _, data in files)
    pieces = [plain[at : at + block] for at in range(0, len(plain), block)]
    data, history = b"", b""
    for piece in pieces:
        packed = _mszip(piece, history) if method == 1 else piece
        data += struct.pack("<IHH", 0, len(packed), len(piece)) + packed
        history = (history + piece)[-32768:]
    rows, offset = b"", 0
    for name, content in files:
        rows += struct.pack("<IIHHHH", len(content), offset, 0, 0, 0, 0x80) + name.encode() + b"\0"
        offset += len(content)
    start = 36 + 8 + len(rows)
    folder = struct.pack("<IHH", start, len(pieces), method)
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, start + len(data), 0, 44, 0, 3, 1, 1, len(files), 0, 7, 0)
    return head + folder + rows + data


def _mszip(piece: bytes, history: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=history) if history else zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"CK" + packer.compress(piece) + packer.flush()


def rar4(*files: tuple[bytes, bytes], method: int = 0x30, flags: int = 0, main: int = 0) -> bytes:
    """A RAR 4 archive (technote.txt): each file with its name as it is stored; checksums of headers are left out."""
    out = b"Rar!\x1a\x07\0" + struct.pack("<HBHH6x", 0, 0x73, main, 13)
    for name, data in files:
        body = struct.pack("<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x21, 29, method, len(name), 0x20) + name
        out += struct.pack("<HBHH", 0, 0x74, flags | 0x8000, 7 + len(body)) + body + data
    return out + struct.pack("<HBHH", 0, 0x7B, 0x4000, 7)


def vint(value: int) -> bytes:
    """A number of RAR 5."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def rar5(*files: tuple[str, bytes], method: int = 0, extra: bytes = b"", locked: bool = False) -> bytes:
    """A RAR 5 archive (*RAR 5.0 archive format*)."""
    out = b"Rar!\x1a\x07\1\0" + _block(vint(4) + vint(0) + bytes(20) if locked else vint(1) + vint(0) + vint(0))
    for name, data in files:
        raw = name.encode()
        lead = vint(2) + vint(2 | bool(extra)) + (vint(len(extra)) if extra else b"") + vint(len(data))
        body = vint(4) + vint(len(data)) + vint(0x20) + struct.pack("<I", zlib.crc32(data)) + vint(method << 7) + vint(0)
        out += _block(lead + body + vint(len(raw)) + raw + extra) + data
    return out + _block(vint(5) + vint(0) + vint(0))


def _block(body: bytes) -> bytes:
    sized = vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def disc(files: dict[str, bytes], *, joliet: bool = False, udf: bool = False) -> bytes:
    """A disc image, written by pycdlib. *files* by their path; short names are made up for ISO 9660."""
    from pycdlib import PyCdlib

    iso = PyCdlib()
    iso.new(joliet=3 if joliet else None, udf="2.60" if udf else None)
    made: set[str] = set()
    for number, (path, data) in enumerate(files.items()):
        folder = path.rpartition("/")[0]
        if folder and folder not in made:
            made.add(folder)
            iso.add_directory(**_names(f"/D{len(made)}", f"/{folder}", joliet, udf))
        place = f"/D{sorted(made).index(folder) + 1}" if folder else ""
        iso.add_fp(BytesIO(data), len(data), **_names(f"{place}/F{number}.;1", f"/{path}", joliet, udf))
    out = BytesIO()
    iso.write_fp(out)
    iso.close()
    return out.getvalue()


def _names(short: str, full: str, joliet: bool, udf: bool) -> dict[str, Any]:
    return {"iso_path": short} | ({"joliet_path": full} if joliet else {}) | ({"udf_path": full} if udf else {})


def vhd(disk: bytes) -> bytes:
    """A fixed VHD: the disk and its footer (Microsoft's VHD specification)."""
    body = bytearray(512)
    struct.pack_into(">8sIIQ", body, 0, b"conectix", 2, 0x10000, 0xFFFFFFFFFFFFFFFF)
    struct.pack_into(">QQ", body, 40, len(disk), len(disk))
    struct.pack_into(">I", body, 60, 2)
    struct.pack_into(">I", body, 64, ~sum(body) & 0xFFFFFFFF)
    return disk + bytes(body)
