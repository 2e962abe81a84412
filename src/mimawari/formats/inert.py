"""Kinds that cannot carry a program by themselves: pictures, sound, film, fonts, signatures. Archives in them are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.glued import glued
from mimawari.model import Blob

# The first bytes of each, as its specification has them.
_PICTURES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS\0",
    b"\0\0\x01\0", b"\0\0\x02\0", b"\xd7\xcd\xc6\x9a", b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51", b"\x8aMNG", b"\x8bJNG",
    b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n", b"qoif", b"IIRO", b"gimp xcf", b"\x76\x2f\x31\x01",
)  # fmt: skip
_SOUNDS = (b"OggS\0", b"fLaC", b"ID3\x02", b"ID3\x03", b"ID3\x04", b"MThd\0\0\0\x06", b"#!AMR", b"caff\0", b".snd\0\0")
_FILMS = (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\0\0\x01\xba", b"\0\0\x01\xb3")
_FONTS = (b"wOFF", b"wOF2", b"\0\x01\0\0\0", b"OTTO\0", b"true\0", b"ttcf\0")
# Windows Media (ASF) is not among them: its script commands can open an address.
_SIGNATURES = re.compile(
    rb"\s{0,99}-----BEGIN (?:PGP (?:SIGNATURE|PUBLIC KEY BLOCK)|CERTIFICATE(?: REQUEST)?|X509 CRL|PUBLIC KEY|PKCS7)-----"
)
_STARTS = (*_PICTURES, *_SOUNDS, *_FILMS, *_FONTS)
_RIFF = (b"WEBP", b"WAVE", b"AVI ", b"RMID", b"sfbk")
_IFF = (b"AIFF", b"AIFC", b"ILBM")
_BRANDED = re.compile(rb"ftyp[A-Za-z0-9 ]{4}", re.DOTALL)
# ContentInfo of signedData (RFC 5652): SEQUENCE, length, OID 1.2.840.113549.1.7.2.
_SIGNED_DATA = re.compile(
    rb"\x30(?:\x80|\x81.|\x82..|\x83...|\x84....|[\0-\x7f])\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", re.DOTALL
)
# A certificate (RFC 5280): SEQUENCE of TBSCertificate with an explicit version, or with a serial number at once.
_CERTIFICATE = re.compile(rb"\x30\x82..\x30\x82..\xa0\x03\x02\x01[\0-\x02]\x02", re.DOTALL)
_LARGEST_SIGNATURE = 64 << 10
"""A larger one has what it signs inside of it: a whole mail."""

# The lengths of the headers of a bitmap (BITMAPCOREHEADER to BITMAPV5HEADER).
_BITMAPS = tuple(length.to_bytes(4, "little") for length in (12, 40, 52, 56, 64, 108, 124))
_METAFILE = re.compile(rb"[\x01\x02]\0\x09\0\0[\x01\x03]", re.DOTALL)


def recognises(head: Head) -> bool:
    """By the first bytes; where these are few, something else of the kind must be right too."""
    start = head.start
    if start[:4] in (b"RIFF", b"FORM"):
        return start[8:12] in (_RIFF if start[:4] == b"RIFF" else _IFF)
    return start.startswith(_STARTS) or _by_structure(head) or _is_signature(head)


def _by_structure(head: Head) -> bool:
    start = head.start
    if start[:2] == b"BM":
        # What lies behind the picture does not count.
        size = int.from_bytes(start[2:6], "little")
        return start[6:10] == b"\0\0\0\0" and (size in (head.size, 0) or (size < head.size and start[14:18] in _BITMAPS))
    if start[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xfa", b"\xff\xf1", b"\xff\xf9"):
        return head.size > 1024
    return bool(_BRANDED.match(start, 4) or start[40:44] == b" EMF" or start[36:40] == b"acsp" or _METAFILE.match(start))


def _is_signature(head: Head) -> bool:
    """A detached signature, a certificate or a public key: these carry numbers only."""
    if head.size > _LARGEST_SIGNATURE:
        return False
    return bool(_SIGNATURES.match(head.start) or _SIGNED_DATA.match(head.start) or _CERTIFICATE.match(head.start))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The archive that somebody glued to it, if anybody did."""
    yield from glued(blob, budget, by="inert")


FORMAT = Format("inert", 900, recognises, opened, last_resort=True)
