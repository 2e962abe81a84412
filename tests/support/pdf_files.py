"""Small inert PDFs, written object by object."""

import zlib
from collections.abc import Iterable, Sequence


def pdf(objects: Sequence[bytes], *, catalogue: bytes = b"", before: bytes = b"") -> bytes:
    """*objects* have the numbers from 4 on; 1 is the catalogue with *catalogue* in it, 2 the page tree, 3 the page."""
    head = [b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"]  # fmt: skip
    data, places = before + b"%PDF-1.7\n", []
    for number, one in enumerate([*head, *objects], 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + end


def stream(content: bytes, words: bytes = b"", *, deflated: bool = True) -> bytes:
    """A stream object with *words* in its dictionary."""
    packed = zlib.compress(content) if deflated else content
    kind = b"/Filter /FlateDecode " if deflated else b""
    return b"<< %s%s /Length %d >>\nstream\n%s\nendstream" % (kind, words, len(packed), packed)


def packed_objects(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """An object stream (7.5.7)."""
    pairs, body = b"", b""
    for number, one in objects:
        pairs += b"%d %d " % (number, len(body))
        body += one + b"\n"
    return stream(pairs + body, b"/Type /ObjStm /N %d /First %d" % (len(objects), len(pairs)))


def linked(links: Iterable[str]) -> bytes:
    """A document of one page with *links* on it."""
    return pdf([b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (%s) >> >>" % link.encode() for link in links])
