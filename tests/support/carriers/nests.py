"""Ways to pack a thing: each takes a thing and gives what it lies in."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
from collections.abc import Callable
from random import Random

from support.archives import cabinet, disc, rar5, vhd
from support.carriers.mails import mail, with_aes
from support.carriers.sample import Sample, zipped
from support.draws import letters
from support.office.ole_writer import compound_file
from support.office.ooxml_writer import Rel, page, run
from support.office.ooxml_writer import package as ooxml
from support.office.packager import package
from support.script_files import smuggler
from support.volumes import _fat_boot, fat_entry

Nest = Callable[[Random, Sample], Sample]


def _in(draw: Random, extension: str, data: bytes, thing: Sample, *steps: str) -> Sample:
    """*data* holds *thing*, which its path calls by *steps* (by its name, where none are given)."""
    way = (*(steps or (thing.name,)), *thing.way)
    return Sample(f"{letters(draw, 4, 8)}.{extension}", data, thing.family, thing.kinds, way)


def in_zip(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "zip", zipped({"readme.txt": b"hello", thing.name: thing.data}), thing)


def in_locked_zip(draw: Random, thing: Sample) -> Sample:
    """Behind ``QX7731``, which :func:`in_telling_mail` tells."""
    return _in(draw, "zip", with_aes({thing.name: thing.data}, "QX7731"), thing)


def in_common_zip(draw: Random, thing: Sample) -> Sample:
    """Behind a password of the published list."""
    return _in(draw, "zip", with_aes({thing.name: thing.data}, "infected"), thing)


def in_iso(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "iso", disc({thing.name: thing.data}, joliet=True), thing)


def in_udf(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "img", disc({thing.name: thing.data}, udf=True), thing)


def in_7z(draw: Random, thing: Sample) -> Sample:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(thing.data, thing.name)
    return _in(draw, "7z", out.getvalue(), thing)


def in_tar_gz(draw: Random, thing: Sample) -> Sample:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        row = tarfile.TarInfo(thing.name)
        row.size = len(thing.data)
        archive.addfile(row, io.BytesIO(thing.data))
    name = letters(draw, 4, 8)
    inner = _in(draw, "tar.gz", gzip.compress(out.getvalue(), mtime=0), thing, f"{name}.tar", thing.name)
    return Sample(f"{name}.tar.gz", inner.data, inner.family, inner.kinds, inner.way)


def in_gz(draw: Random, thing: Sample) -> Sample:
    packed = gzip.compress(thing.data, mtime=0)
    return Sample(f"{thing.name}.gz", packed, thing.family, thing.kinds, (thing.name, *thing.way))


def in_cab(draw: Random, thing: Sample) -> Sample:
    plain = Sample(f"{letters(draw, 4, 8)}.{thing.name.rpartition('.')[2]}", thing.data, thing.family, thing.kinds, thing.way)
    return _in(draw, "cab", cabinet((plain.name, plain.data)), plain)


def in_rar(draw: Random, thing: Sample) -> Sample:
    """Packed by a method that nobody here can undo; what stands there is no RAR's packing, only as unreadable."""
    return _in(draw, "rar", rar5((thing.name, bytes(byte ^ 0x5A for byte in thing.data)), method=3), thing)


def in_stored_rar(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "rar", rar5((thing.name, thing.data)), thing)


def in_mail(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "eml", mail(draw, "Please see the attached file.", {thing.name: thing.data}), thing)


def in_telling_mail(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "eml", mail(draw, "お世話になっております。\n解凍パスワード：ＱＸ７７３１\n", {thing.name: thing.data}), thing)


def in_outlook(draw: Random, thing: Sample) -> Sample:
    """As Outlook saves a message (MS-OXMSG 2.1): subject, text with the password of :func:`in_locked_zip`, one attachment."""
    folder = "__attach_version1.0_#00000000"
    texts = {
        "__substg1.0_001A001F": "IPM.Note", "__substg1.0_0037001F": "Re: 請求書", "__substg1.0_0C1A001F": "山田",
        "__substg1.0_1000001F": "お世話になっております。\r\n解凍パスワード：ＱＸ７７３１\r\n",
        f"{folder}/__substg1.0_3707001F": thing.name,
    }  # fmt: skip
    streams = {path: text.encode("utf-16-le") for path, text in texts.items()}
    # A header of 32 bytes (8 below an attachment), then a property in 16: type and id, flags, value.
    method = struct.pack("<IIQ", 0x3705_0003, 6, 1)
    streams |= {f"{folder}/__substg1.0_37010102": thing.data, f"{folder}/__properties_version1.0": bytes(8) + method}
    streams |= {"__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x340D_0003, 6, 0x40000)}
    return _in(draw, "msg", compound_file(streams), thing)


def in_page(draw: Random, thing: Sample) -> Sample:
    return _in(draw, "html", smuggler(thing.data, thing.name), thing)


def in_document(draw: Random, thing: Sample) -> Sample:
    """Embedded with the packager in a ``.docx``."""
    ole = compound_file({"\x01Ole10Native": package(thing.name.encode("ascii", "replace").decode().replace("?", "_"), thing.data)})
    rels = (Rel("word/document.xml", "oleObject", "embeddings/oleObject1.bin"),)
    return _in(
        draw,
        "docx",
        ooxml("docx", page(run("x")), parts={"word/embeddings/oleObject1.bin": ole}, rels=rels),
        thing,
        "word/embeddings/oleObject1.bin",
        thing.name,
    )


def in_vhd(draw: Random, thing: Sample) -> Sample:
    """A virtual hard disk with one volume of FAT16."""
    return _in(draw, "vhd", vhd(_fat16(thing.name, thing.data)), thing)


def _fat16(name: str, data: bytes) -> bytes:
    """A volume of one sector a cluster with one file in a row of clusters."""
    clusters, table_sectors, roots = 5000, 20, 512
    count = -(-len(data) // 512)
    assert count < clusters - 2
    table = b"".join(number.to_bytes(2, "little") for number in (0xFFF8, 0xFFFF, *range(3, 2 + count), 0xFFFF))
    root = fat_entry(b"THING~1    ", 2, len(data), name=name).ljust(roots * 32, b"\0")
    sectors = 1 + table_sectors + roots // 16 + clusters
    body = _fat_boot(16, sectors, table_sectors, roots) + table.ljust(table_sectors * 512, b"\0") + root + data
    return body.ljust(sectors * 512, b"\0")


def nested(thing: Sample, draw: Random, *nests: Nest) -> Sample:
    """The innermost first."""
    for nest in nests:
        thing = nest(draw, thing)
    return thing
