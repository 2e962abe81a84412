"""Kinds that carry no program: by their first bytes; and what begins alike but is something else."""

import struct

import pytest
from support.inside import inside, recognises

from mimawari.formats.inert import FORMAT

BITMAP = b"BM" + struct.pack("<IHHI", 70, 0, 0, 54) + bytes(56)
PKCS7 = bytes.fromhex("3082010006092a864886f70d010702") + bytes(200)
CERTIFICATE = bytes.fromhex("308203003082020ca003020102020101") + bytes(200)

INERT = {
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.png": b"\x89PNG\r\n\x1a\n",
    "a.gif": b"GIF89a",
    "a.tif": b"II*\0",
    "a.ico": b"\0\0\x01\0",
    "a.psd": b"8BPS\0",
    "a.wmf": b"\xd7\xcd\xc6\x9a",
    "b.wmf": b"\x01\0\x09\0\0\x03",
    "a.emf": b"\x01\0\0\0".ljust(40, b"\0") + b" EMF",
    "a.jp2": b"\0\0\0\x0cjP  \r\n\x87\n",
    "a.heic": b"\0\0\0\x18ftypheic",
    "a.mp4": b"\0\0\0\x18ftypisom",
    "a.webp": b"RIFF\0\0\0\0WEBP",
    "a.wav": b"RIFF\0\0\0\0WAVE",
    "a.mp3": b"ID3\x03",
    "b.mp3": b"\xff\xfb".ljust(2000, b"\0"),
    "a.ogg": b"OggS\0",
    "a.aiff": b"FORM\0\0\0\0AIFF",
    "a.mkv": b"\x1a\x45\xdf\xa3",
    "a.ttf": b"\0\1\0\0\0",
    "a.otf": b"OTTO\0",
    "a.woff": b"wOFF",
    "a.icc": bytes(36) + b"acsp",
    "a.bmp": BITMAP,
    "smime.p7s": PKCS7,
    "a.cer": CERTIFICATE,
    "a.asc": b"-----BEGIN PGP SIGNATURE-----\n",
    "a.pem": b"-----BEGIN CERTIFICATE-----\n",
}


@pytest.mark.parametrize("name", INERT)
def test_recognised_and_nothing_more(name: str) -> None:
    assert recognises(FORMAT, INERT[name], name)
    found = inside(FORMAT, INERT[name], name)
    assert (found.artifacts, found.blobs, found.gaps) == ([], [], [])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"MZ" + bytes(100)),
        ("a.svg", b"<svg onload='x'>"),
        ("a.bmp", b"BM = 1: something = 2"),
        ("a.vbs", b"true = 1"),
        ("a.js", b"FORM = 1; x = 2"),
        ("a.ani", b"RIFF\0\0\0\0ACON"),
        ("smime.p7m", PKCS7 + bytes(70_000)),
        ("a.asc", b"-----BEGIN PGP MESSAGE-----\n"),
        ("a.key", b"-----BEGIN something else-----\n"),
        ("a.wmv", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
        ("a.mp3", b"\xff\xfb"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(9)),
        ("a.jpg", b""),
    ],
)
def test_near_misses(name: str, data: bytes) -> None:
    assert not recognises(FORMAT, data, name)


def test_it_is_only_asked_when_nobody_else_knows_it() -> None:
    assert FORMAT.last_resort
